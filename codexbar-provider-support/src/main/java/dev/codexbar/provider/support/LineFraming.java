package dev.codexbar.provider.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One message on each line. */
final class LineFraming implements MessageFraming {

    private final int lineLimit;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean cut;

    /** Of longer lines, only so many bytes are kept. */
    LineFraming(int lineLimit) {
        this.lineLimit = lineLimit;
    }

    @Override
    public void take(byte[] bytes, Sink messages) {
        int begin = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                append(bytes, begin, i);
                end(messages);
                begin = i + 1;
            }
        }
        append(bytes, begin, bytes.length);
    }

    private void append(byte[] bytes, int begin, int end) {
        int length = Math.min(end - begin, lineLimit - line.size());
        line.write(bytes, begin, length);
        cut |= length < end - begin;
    }

    @Override
    public void end(Sink messages) {
        byte[] text = line.toByteArray();
        boolean whole = !cut;
        line.reset();
        cut = false;
        if (text.length > 0) {
            messages.accept(text, whole);
        }
    }

    @Override
    public byte[] frame(String message) {
        return (message + '\n').getBytes(StandardCharsets.UTF_8);
    }
}
