package dev.codexbar.transcript;

import dev.codexbar.transcript.Transcript.Channel;
import dev.codexbar.transcript.Transcript.Event;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Asciicast, the file format of asciinema: a header line and one line for each event, all JSON. Version 2 counts times
 * from the start, version 3 from the event before and may hold comments.
 */
final class Asciicast {

    /** The longest recording that is believed: longer ones are mistakes, and a larger number would overflow. */
    private static final double LONGEST_SECONDS = 7 * 24 * 3600.0;

    /** Version 2 demands a size of the terminal even where there is none. */
    private static final String SIZE_WITHOUT_TERMINAL = "\"width\": 80, \"height\": 24";

    /** The header member with what asciicast has no place for. */
    private static final String EXTENSION = "codexbar";

    private Asciicast() {}

    static Transcript read(String name, String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("it is empty");
        }
        Transcript.Builder transcript = Transcript.builder(name);
        Map<?, ?> header = header(lines.get(0));
        boolean isRelative = readHeader(header, transcript);
        double time = 0;
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                time = readEvent(line, isRelative ? time : 0, time, transcript);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return transcript.build();
    }

    private static Map<?, ?> header(String line) {
        try {
            if (MiniJson.read(line) instanceof Map<?, ?> header) {
                return header;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line 1: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("line 1 is no JSON object");
    }

    /** Returns whether times count from the event before. */
    private static boolean readHeader(Map<?, ?> header, Transcript.Builder transcript) {
        int version = integer(header.get("version"), 0);
        if (version != 2 && version != 3) {
            throw new IllegalArgumentException("line 1: version must be 2 or 3, not " + header.get("version"));
        }
        if (header.get("command") instanceof String command) {
            transcript.command(command);
        }
        Map<?, ?> extension = header.get(EXTENSION) instanceof Map<?, ?> members ? members : Map.of();
        Map<?, ?> size = header.get("term") instanceof Map<?, ?> members ? members : header;
        int columns = integer(size.get(version == 2 ? "width" : "cols"), 0);
        int rows = integer(size.get(version == 2 ? "height" : "rows"), 0);
        boolean isTerminal = !Boolean.TRUE.equals(extension.get("pipes"));
        if (isTerminal && isLength(columns) && isLength(rows)) {
            transcript.terminal(columns, rows);
        }
        if (extension.get("exitCode") instanceof Double) {
            transcript.exitCode(integer(extension.get("exitCode"), 0));
        }
        return version == 3;
    }

    private static double readEvent(String line, double origin, double latest, Transcript.Builder transcript) {
        if (!(MiniJson.read(line) instanceof List<?> event)
                || event.size() < 3
                || !(event.get(0) instanceof Double seconds)
                || !(event.get(1) instanceof String code)
                || !(event.get(2) instanceof String data)) {
            throw new IllegalArgumentException("no event of the form [time, \"code\", \"data\"]");
        }
        double time = origin + seconds;
        if (!(time >= 0 && time <= LONGEST_SECONDS)) {
            throw new IllegalArgumentException("the time is out of range: " + seconds);
        }
        // Recorders of several threads write events out of order by some microseconds.
        time = Math.max(time, latest);
        switch (code) {
            case "o" -> transcript.event(event(time, Channel.OUTPUT, data));
            case "e" -> transcript.event(event(time, Channel.ERROR, data));
            case "i" -> transcript.event(event(time, Channel.INPUT, data));
            case "x" -> transcript.exitCode(exitStatus(data));
            default -> {
                // Markers, resizing and what later versions may add are no output.
            }
        }
        return time;
    }

    private static Event event(double seconds, Channel channel, String data) {
        return new Event(Duration.ofNanos(Math.round(seconds * 1e9)), channel, data.getBytes(StandardCharsets.UTF_8));
    }

    private static int exitStatus(String data) {
        try {
            return Integer.parseInt(data.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("no exit status: \"" + data + "\"", e);
        }
    }

    private static boolean isLength(int number) {
        return number > 0 && number <= Short.MAX_VALUE;
    }

    private static int integer(@Nullable Object value, int otherwise) {
        return value instanceof Double number ? number.intValue() : otherwise;
    }

    static String write(Transcript transcript) {
        StringBuilder text = new StringBuilder("{\"version\": 2, ");
        text.append(transcript
                .terminal()
                .map(size -> "\"width\": " + size.columns() + ", \"height\": " + size.rows())
                .orElse(SIZE_WITHOUT_TERMINAL));
        transcript.command().ifPresent(command -> text.append(", \"command\": ").append(MiniJson.quote(command)));
        text.append(", \"").append(EXTENSION).append("\": {\"pipes\": ");
        text.append(transcript.terminal().isEmpty());
        OptionalInt exitCode = transcript.exitCode();
        if (exitCode.isPresent()) {
            text.append(", \"exitCode\": ").append(exitCode.getAsInt());
        }
        text.append("}}\n");
        writeEvents(transcript, text);
        return text.toString();
    }

    private static void writeEvents(Transcript transcript, StringBuilder text) {
        Map<Channel, Characters> decoders = new EnumMap<>(Channel.class);
        for (Event event : transcript.events()) {
            Characters characters = decoders.computeIfAbsent(event.channel(), channel -> new Characters());
            writeEvent(event.at(), event.channel(), characters.decode(event.bytes(), false), text);
        }
        decoders.forEach((channel, characters) ->
                writeEvent(transcript.duration(), channel, characters.decode(new byte[0], true), text));
    }

    private static void writeEvent(Duration at, Channel channel, String data, StringBuilder text) {
        if (data.isEmpty()) {
            return;
        }
        String code = switch (channel) {
            case OUTPUT -> "o";
            case ERROR -> "e";
            case INPUT -> "i";
        };
        text.append('[')
                .append(BigDecimal.valueOf(at.toNanos() / 1000, 6).toPlainString())
                .append(", \"")
                .append(code)
                .append("\", ")
                .append(MiniJson.quote(data))
                .append("]\n");
    }

    /** Decodes bytes that are cut anywhere: a character that is not complete waits for the next piece. */
    static final class Characters {

        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);

        private byte[] rest = {};

        String decode(byte[] piece, boolean isLast) {
            ByteBuffer in = ByteBuffer.allocate(rest.length + piece.length);
            in.put(rest).put(piece).flip();
            CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
            decoder.decode(in, out, isLast);
            rest = new byte[in.remaining()];
            in.get(rest);
            return out.flip().toString();
        }
    }
}
