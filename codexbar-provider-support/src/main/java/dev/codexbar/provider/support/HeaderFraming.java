package dev.codexbar.provider.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Header lines in front of each message, one of them {@code Content-Length}, then an empty line. Other lines are
 * skipped, so that a line of a log between two messages does no harm.
 */
final class HeaderFraming implements MessageFraming {

    private static final String LENGTH = "content-length:";

    /** Nine digits at most, which an int has room for. */
    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");

    /** A longer line is no header. */
    private static final int LINE_LIMIT = 1 << 10;

    private final int messageLimit;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private int length;
    private int missing;

    /** Of longer messages, only so many bytes are kept. */
    HeaderFraming(int messageLimit) {
        this.messageLimit = messageLimit;
    }

    @Override
    public void take(byte[] bytes, Sink messages) {
        for (int i = 0; i < bytes.length; ) {
            i += missing > 0 ? takeBody(bytes, i, messages) : takeHeader(bytes[i]);
        }
    }

    private int takeHeader(byte next) {
        if (next == '\n') {
            endLine();
        } else if (part.size() < LINE_LIMIT) {
            part.write(next);
        }
        return 1;
    }

    private void endLine() {
        String line = part.toString(StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
        part.reset();
        if (line.startsWith(LENGTH)) {
            String digits = line.substring(LENGTH.length()).strip();
            length = DIGITS.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
        } else if (line.isEmpty()) {
            missing = length;
        }
    }

    private int takeBody(byte[] bytes, int begin, Sink messages) {
        int taken = Math.min(missing, bytes.length - begin);
        part.write(bytes, begin, Math.min(taken, messageLimit - part.size()));
        missing -= taken;
        if (missing == 0) {
            byte[] text = part.toByteArray();
            boolean whole = text.length == length;
            part.reset();
            length = 0;
            messages.accept(text, whole);
        }
        return taken;
    }

    @Override
    public void end(Sink messages) {
        // The end of the stream ends no message: the header holds its length.
    }

    @Override
    public byte[] frame(String message) {
        byte[] body = message.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        frame.writeBytes(body);
        return frame.toByteArray();
    }
}
