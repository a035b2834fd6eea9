package dev.codexbar.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.terminal.TerminalSize;
import dev.codexbar.transcript.Transcript;
import dev.codexbar.transcript.Transcript.Channel;
import dev.codexbar.transcript.Transcript.Event;
import dev.codexbar.transcript.Transcripts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptTest {

    @TempDir
    private Path folder;

    @Test
    void readsWhatAsciinemaWrites() throws Exception {
        Transcript transcript = read("v2.cast", """
                {"version": 2, "width": 80, "height": 24, "timestamp": 1504467315, "command": "tool usage", "theme": {}}
                [0.248848, "o", "\\u001b[1;31mHello\\u001b[0m \\"W\\u00f6rld\\"\\r\\n"]
                [1.001376, "i", "y\\n"]
                [1.500000, "m", ""]
                [4.050000, "r", "80x24"]
                [6.541828, "o", "Bye!"]
                """);

        assertEquals("v2", transcript.name());
        assertEquals(Optional.of("tool usage"), transcript.command());
        assertEquals(Optional.of(new TerminalSize(80, 24)), transcript.terminal());
        assertEquals("\033[1;31mHello\033[0m \"Wörld\"\r\nBye!", text(transcript.output()));
        assertEquals(event(1_001_376, Channel.INPUT, "y\n"), transcript.events().get(1));
        assertEquals(Duration.ofNanos(6_541_828_000L), transcript.duration());
        assertEquals(OptionalInt.empty(), transcript.exitCode());
    }

    @Test
    void readsTheTimesOfVersion3FromEventToEvent() throws Exception {
        Transcript transcript = read("v3.cast", """
                {"version": 3, "term": {"cols": 100, "rows": 30, "type": "xterm"}}
                # a comment
                [0.25, "o", "a"]
                [0.5, "o", "b"]
                [0.125, "x", "3"]
                """);

        assertEquals(
                List.of(event(250_000, Channel.OUTPUT, "a"), event(750_000, Channel.OUTPUT, "b")), transcript.events());
        assertEquals(Optional.of(new TerminalSize(100, 30)), transcript.terminal());
        assertEquals(OptionalInt.of(3), transcript.exitCode());
    }

    @Test
    void readsWhatItWrote() throws Exception {
        Transcript transcript = Transcript.builder("own")
                .command("tool \"usage\"")
                .exitCode(2)
                .event(event(0, Channel.INPUT, "\t\\\n"))
                .event(event(1_000, Channel.ERROR, "\0\033[m\u2028"))
                .event(event(1_500_000, Channel.OUTPUT, "█ 44 %\u007f\u0085"))
                .build();

        Path file = folder.resolve("own.cast");
        transcript.write(file);
        Transcript again = Transcript.read(file);

        assertEquals(transcript.events(), again.events());
        assertEquals(transcript.command(), again.command());
        assertEquals(transcript.exitCode(), again.exitCode());
        assertEquals(Optional.empty(), again.terminal());
    }

    @Test
    void keepsCharactersWholeThatWereCut() throws Exception {
        byte[] bytes = "é█🎁".getBytes(StandardCharsets.UTF_8);
        Transcript.Builder cut = Transcript.builder("cut").terminal(TerminalSize.DEFAULT);
        for (int i = 0; i < bytes.length; i++) {
            cut.event(new Event(Duration.ofMillis(i), Channel.OUTPUT, new byte[] {bytes[i]}));
        }

        Transcript again = read("cut.cast", cut.build().toCast());

        assertEquals("é█🎁", text(again.output()));
        assertEquals(3, again.events().size());
    }

    @Test
    void replacesBytesThatAreNoCharacters() throws Exception {
        Transcript again = read(
                "bad.cast",
                Transcript.of("bad", new byte[] {'a', (byte) 0xff, (byte) 0xe2}).toCast());

        assertEquals("a\ufffd\ufffd", text(again.output()));
    }

    @Test
    void keepsRawBytesAsTheyAre() throws Exception {
        byte[] bytes = {'a', (byte) 0xff, '\r', '\n'};
        Path file = folder.resolve("raw.txt");
        Transcript.of("x", bytes).write(file);

        Transcript again = Transcript.read(file);

        assertEquals("raw", again.toString());
        assertArrayEquals(bytes, again.output());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"version\": 1}",
                "{\"version\": 2}\n{}",
                "{\"version\": 2}\n[1, \"o\"]",
                "{\"version\": 2}\n[-1, \"o\", \"\"]",
                "{\"version\": 2}\n[1e999, \"o\", \"\"]",
                "{\"version\": 2}\n[1, \"x\", \"many\"]",
                "{\"version\": 2}\n[1, \"o\", \"cut",
                "{\"version\": 2}\n[1, \"o\", \"\\u12",
                "{\"version\": 2}\n[1, \"o\", \"\\q\"]",
                "{\"version\": 2} {}",
                "{\"version\": 2}\n[nul, \"o\", \"\"]"
            })
    void refusesWhatIsNoAsciicast(String content) {
        IOException failure = assertThrows(IOException.class, () -> read("broken.cast", content));

        assertTrue(failure.getMessage().startsWith("broken.cast is no asciicast: "), failure.getMessage());
    }

    @Test
    void saysWhichLineIsWrong() {
        IOException failure = assertThrows(
                IOException.class, () -> read("broken.cast", "{\"version\": 2}\n[1, \"o\", \"\"]\n[2, 3, 4]"));

        assertEquals(
                "broken.cast is no asciicast: line 3: no event of the form [time, \"code\", \"data\"]",
                failure.getMessage());
    }

    @Test
    void survivesDeepNesting() {
        String header = "{\"version\": 2, \"x\": " + "[".repeat(100_000) + "}";

        assertThrows(IOException.class, () -> read("deep.cast", header));
    }

    @Test
    void demandsTheOrderOfTime() {
        Transcript.Builder builder = Transcript.builder("x").event(event(2, Channel.OUTPUT, ""));

        assertThrows(IllegalArgumentException.class, () -> builder.event(event(1, Channel.OUTPUT, "")));
    }

    @Test
    void becomesAFakeProgram() throws Exception {
        Transcript transcript = Transcript.builder("x")
                .event(event(1, Channel.OUTPUT, "out"))
                .event(event(2, Channel.INPUT, "in"))
                .event(event(3, Channel.ERROR, "err"))
                .exitCode(4)
                .build();
        FakeProcessRunner runner = new FakeProcessRunner().on(FakeProgram.replays(transcript), "tool");

        ProcessResult result = runner.run(ProcessRequest.builder("tool").build());

        assertEquals("out", text(result.standardOutput()));
        assertEquals("err", text(result.standardError()));
        assertEquals(OptionalInt.of(4), result.exitCode());
        assertEquals(transcript.text(), result.text());
    }

    @Test
    void findsTheTranscriptsOfAFolder() throws Exception {
        Files.writeString(folder.resolve("b.txt"), "b");
        Files.writeString(folder.resolve("a.cast"), "{\"version\": 2}");
        Files.writeString(folder.resolve("a.json"), "{}");

        assertEquals(List.of("a", "b"), names(Transcripts.in(folder)));
    }

    @Test
    void findsTheTranscriptsAmongResources() throws Exception {
        assertEquals(List.of("greeting", "prompt"), names(Transcripts.in(TranscriptTest.class, "transcripts")));
        assertEquals(
                "greeting",
                Transcripts.load(TranscriptTest.class, "transcripts/greeting.cast")
                        .name());
    }

    @Test
    void refusesAFolderWithoutTranscripts() {
        assertThrows(IOException.class, () -> Transcripts.in(folder));
        assertThrows(IOException.class, () -> Transcripts.in(TranscriptTest.class, "nowhere"));
        assertThrows(IOException.class, () -> Transcripts.load(TranscriptTest.class, "nowhere.txt"));
    }

    private Transcript read(String name, String content) throws IOException {
        return Transcript.read(Files.writeString(folder.resolve(name), content));
    }

    private static List<String> names(List<Transcript> transcripts) {
        return transcripts.stream().map(Transcript::name).toList();
    }

    private static Event event(long micros, Channel channel, String text) {
        return new Event(Duration.ofNanos(micros * 1000), channel, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
