package dev.codexbar.transcript;

import dev.codexbar.core.IdentityMask;
import dev.codexbar.core.terminal.ControlScanner;
import dev.codexbar.core.terminal.TerminalText;
import dev.codexbar.transcript.Transcript.Channel;
import dev.codexbar.transcript.Transcript.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Takes identity out of a transcript, also where it is cut into pieces or holds control sequences. Timing and control
 * sequences stay, unless what a person would have seen still holds identity: then only the masked text of the screen is
 * kept, because leaking is worse than a poor recording.
 */
final class TranscriptMask {

    private static final Pattern LINE = Pattern.compile("[^\\r\\n]++");

    private final List<String> secrets;

    TranscriptMask(List<String> secrets) {
        this.secrets = secrets;
    }

    /** Masks a text without control sequences. */
    String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, "***");
        }
        return IdentityMask.mask(masked);
    }

    Transcript mask(Transcript transcript) {
        Map<Channel, Iterator<String>> pieces = new EnumMap<>(Channel.class);
        Transcript.Builder masked = Transcript.builder(transcript.name());
        for (Event event : transcript.events()) {
            String piece = pieces.computeIfAbsent(
                            event.channel(),
                            channel -> maskChannel(transcript.events(), channel).iterator())
                    .next();
            if (!piece.isEmpty()) {
                masked.event(new Event(event.at(), event.channel(), piece.getBytes(StandardCharsets.UTF_8)));
            }
        }
        transcript.command().ifPresent(command -> masked.command(mask(command)));
        transcript.terminal().ifPresent(masked::terminal);
        transcript.exitCode().ifPresent(masked::exitCode);
        return masked.build();
    }

    /** Returns the pieces of one channel, as many as it has events. */
    private List<String> maskChannel(List<Event> events, Channel channel) {
        List<String> pieces = decode(events, channel);
        List<String> masked = new Pieces(pieces).masked();
        String whole = String.join("", masked);
        String seen = TerminalText.of(whole.getBytes(StandardCharsets.UTF_8));
        String bare = bare(whole);
        if (mask(seen).equals(seen) && mask(bare).equals(bare)) {
            return masked;
        }
        List<String> onlyText = new ArrayList<>(pieces);
        onlyText.replaceAll(piece -> "");
        String screen = mask(TerminalText.of(String.join("", pieces).getBytes(StandardCharsets.UTF_8)));
        onlyText.set(onlyText.size() - 1, screen.replace("\n", "\r\n"));
        return onlyText;
    }

    /** Returns a text without its control sequences; its lines stay as they are. */
    private static String bare(String text) {
        ControlScanner scanner = new ControlScanner();
        StringBuilder bare = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (isVisible(scanner.next(next), next)) {
                bare.append(next);
            }
        }
        return bare.toString();
    }

    private static boolean isVisible(ControlScanner.Kind kind, char c) {
        return kind == ControlScanner.Kind.VISIBLE || c == '\t' || c == '\n' || c == '\r';
    }

    private static List<String> decode(List<Event> events, Channel channel) {
        Asciicast.Characters characters = new Asciicast.Characters();
        List<String> pieces = new ArrayList<>();
        for (Event event : events) {
            if (event.channel() == channel) {
                pieces.add(characters.decode(event.bytes(), false));
            }
        }
        if (!pieces.isEmpty()) {
            int last = pieces.size() - 1;
            pieces.set(last, pieces.get(last) + characters.decode(new byte[0], true));
        }
        return pieces;
    }

    /** What is left out of a stream of pieces and what stands there instead, by the index of the character. */
    private final class Pieces {

        private final List<String> pieces;
        private final String whole;
        private final BitSet dropped = new BitSet();
        private final Map<Integer, String> inserted = new HashMap<>();

        Pieces(List<String> pieces) {
            this.pieces = pieces;
            this.whole = String.join("", pieces);
        }

        List<String> masked() {
            maskVisible(maskControls());
            List<String> masked = new ArrayList<>();
            int index = 0;
            for (String piece : pieces) {
                StringBuilder text = new StringBuilder();
                for (int end = index + piece.length(); index < end; index++) {
                    text.append(inserted.getOrDefault(index, ""));
                    if (!dropped.get(index)) {
                        text.append(whole.charAt(index));
                    }
                }
                masked.add(text.toString());
            }
            return masked;
        }

        /** Masks the texts within control sequences; returns which characters belong to control sequences. */
        private BitSet maskControls() {
            BitSet controls = new BitSet();
            ControlScanner scanner = new ControlScanner();
            int textStart = 0;
            for (int i = 0; i < whole.length(); i++) {
                char next = whole.charAt(i);
                ControlScanner.Kind kind = scanner.next(next);
                controls.set(i, !isVisible(kind, next));
                if (kind != ControlScanner.Kind.STRING) {
                    maskString(textStart, i);
                    textStart = i + 1;
                }
            }
            maskString(textStart, whole.length());
            return controls;
        }

        private void maskString(int from, int to) {
            if (from < to) {
                replace(whole.substring(from, to), IntStream.range(from, to).toArray());
            }
        }

        private void maskVisible(BitSet controls) {
            StringBuilder visible = new StringBuilder();
            int[] indexes = new int[whole.length()];
            for (int i = controls.nextClearBit(0); i < whole.length(); i = controls.nextClearBit(i + 1)) {
                indexes[visible.length()] = i;
                visible.append(whole.charAt(i));
            }
            Matcher line = LINE.matcher(visible);
            while (line.find()) {
                int[] ofLine = Arrays.copyOfRange(indexes, line.start(), line.end());
                replace(line.group(), ofLine);
            }
        }

        /** Replaces what lies between the parts at both ends that masking leaves alone. */
        private void replace(String text, int[] indexes) {
            String masked = mask(text);
            if (masked.equals(text)) {
                return;
            }
            int shorter = Math.min(text.length(), masked.length());
            int start = 0;
            while (start < shorter - 1 && text.charAt(start) == masked.charAt(start)) {
                start++;
            }
            int tail = 0;
            while (tail < shorter - 1 - start
                    && text.charAt(text.length() - 1 - tail) == masked.charAt(masked.length() - 1 - tail)) {
                tail++;
            }
            inserted.put(indexes[start], masked.substring(start, masked.length() - tail));
            for (int i = start; i < text.length() - tail; i++) {
                dropped.set(indexes[i]);
            }
        }
    }
}
