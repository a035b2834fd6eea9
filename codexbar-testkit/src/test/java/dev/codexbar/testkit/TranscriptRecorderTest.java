package dev.codexbar.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.process.ProcessDialogue;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessResult.Ending;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.core.terminal.TerminalSize;
import dev.codexbar.transcript.JavaCommand;
import dev.codexbar.transcript.Transcript;
import dev.codexbar.transcript.Transcript.Channel;
import dev.codexbar.transcript.TranscriptRecorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class TranscriptRecorderTest {

    private static final byte[] NOTHING = {};

    @TempDir
    private Path folder;

    private final FakeProcessRunner fake = new FakeProcessRunner();
    private TranscriptRecorder recorder;

    @Test
    void recordsATerminalAndReturnsTheResultUnchanged() throws Exception {
        fake.on(
                FakeProgram.prints("\033[1m44 %\033[0m\r\n")
                        .thenPrints("done")
                        .inChunksOf(5)
                        .thenExits(3),
                "tool");

        ProcessResult result = record(terminal("usage", "--all"));
        Transcript transcript = onlyRecording();

        assertEquals(OptionalInt.of(3), result.exitCode());
        assertEquals("001-tool-usage-all", transcript.name());
        assertEquals(Optional.of("tool usage --all"), transcript.command());
        assertEquals(Optional.of(TerminalSize.DEFAULT), transcript.terminal());
        assertEquals(OptionalInt.of(3), transcript.exitCode());
        assertArrayEquals(result.standardOutput(), transcript.output());
        assertTrue(transcript.events().size() > 2);
    }

    @Test
    void recordsPipesWithBothStreams() throws Exception {
        fake.on(FakeProgram.prints("out").thenPrintsError("err"), "tool");

        record(ProcessRequest.builder("tool").standardInput(bytes("in\n")).build());
        Transcript transcript = onlyRecording();

        assertEquals(
                List.of(Channel.INPUT, Channel.OUTPUT, Channel.ERROR),
                transcript.events().stream().map(Transcript.Event::channel).toList());
        assertEquals("err", text(transcript.error()));
        assertEquals(Optional.empty(), transcript.terminal());
    }

    @Test
    void recordsBothSidesOfADialogue() throws Exception {
        fake.on(FakeProgram.answers(line -> "hello " + line + "\n"), "tool");

        ProcessResult result = record(
                ProcessRequest.builder("tool").dialogue(new OneQuestion()).build());

        assertEquals(Ending.SATISFIED, result.ending());
        Transcript transcript = onlyRecording();
        assertEquals("hello Ada\n", text(transcript.output()));
        assertEquals(Channel.INPUT, transcript.events().get(0).channel());
        assertEquals("Ada\n", text(transcript.events().get(0).bytes()));
    }

    @Test
    void doesNotHoldTheInputOfAProgramOpen() throws Exception {
        List<String> command = JavaCommand.of(ContractChild.class, "count-input");
        recorder = TranscriptRecorder.recording(ProcessRunners.pipes(), folder);

        ProcessResult result = recorder.run(ProcessRequest.builder(command.get(0), command.subList(1, command.size()))
                .build());

        assertEquals(Ending.EXITED, result.ending());
        assertEquals("0 bytes\n", text(onlyRecording().output()));
    }

    @Test
    void recordsTheTimeOfEachPiece() throws Exception {
        fake.on(FakeProgram.prints("x").after(Duration.ofMillis(50)), "tool");

        record(terminal());

        assertTrue(onlyRecording().duration().compareTo(Duration.ofMillis(50)) >= 0);
    }

    @Test
    void keepsWhatPassedBeforeAnInterrupt() throws Exception {
        fake.on(FakeProgram.prints("so far").thenHangs(), "tool");
        ProcessDialogue interrupting = new ProcessDialogue() {
            @Override
            public byte[] reply(byte[] output) {
                if (output.length > 0) {
                    Thread.currentThread().interrupt();
                }
                return NOTHING;
            }

            @Override
            public boolean isComplete() {
                return false;
            }
        };

        assertThrows(
                InterruptedException.class,
                () -> record(
                        ProcessRequest.builder("tool").dialogue(interrupting).build()));

        assertEquals("so far", onlyRecording().text());
    }

    @Test
    void recordsNothingOfAProgramThatDidNotStart() throws Exception {
        assertThrows(ProcessStartException.class, () -> record(terminal()));

        assertEquals(List.of(), recorder.files());
        assertArrayEquals(new String[0], folder.toFile().list());
    }

    @Test
    void numbersTheRecordings() throws Exception {
        fake.on(FakeProgram.prints("x"), "tool");
        record(terminal("--version"));
        recorder.run(terminal("whoami"));

        assertEquals(
                List.of("001-tool-version.cast", "002-tool-whoami.cast"),
                recorder.files().stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
    void masksIdentityHoweverItIsCut(int chunk) throws Exception {
        String printed = "Logged in\r\nEmail: \033[38;5;141mada.love\033[0m\033[1mlace@exa\033[mmple.org\033[0m!\r\n"
                + "Profile: arn:aws:code\033[31mwhisperer:us-east-1:123456789012:profile/ABC\033[0m\r\n"
                + "\033]0;ada.lovelace@example.org — usage\007"
                + "token=abc\033[1mdef123\033[0m \033[32m44 %\033[0m\r\n";
        fake.on(FakeProgram.prints(printed).inChunksOf(chunk), "tool");

        record(terminal("--user", "ada.lovelace@example.org"));

        String file = Files.readString(recorder.files().get(0));
        assertNothingOf(file, "lace", "lovelace", "example.org", "123456789012", "whisperer", "def123");
        Transcript transcript = onlyRecording();
        assertEquals(
                "Logged in\nEmail: ***@***!\nProfile: arn:***\ntoken=*** 44 %",
                transcript.text().strip());
        assertTrue(text(transcript.output()).contains("\033[32m44 %\033[0m"), file);
        assertNothingOf(recorder.files().get(0).toString(), "lovelace");
    }

    @Test
    void masksIdentityThatOnlyTheScreenShows() throws Exception {
        // Written out of order: the cursor goes back and puts the beginning before the end.
        fake.on(FakeProgram.prints("    @example.org\rada \b.\r\n44 %\r\n"), "tool");

        record(terminal());

        assertNothingOf(Files.readString(recorder.files().get(0)), "@example.org");
        assertTrue(onlyRecording().text().contains("44 %"));
    }

    @Test
    void masksWhatTheCallerHides() throws Exception {
        fake.on(FakeProgram.prints("/home/ada/bin for A\033[1mda Lov\033[melace"), "tool");
        recorder = TranscriptRecorder.recording(fake, folder).hiding("Ada Lovelace", "/home/ada");

        recorder.run(terminal());

        assertEquals("***/bin for ***", onlyRecording().text());
        assertThrows(IllegalArgumentException.class, () -> recorder.hiding(" "));
    }

    @Test
    void masksInputAndStandardErrorToo() throws Exception {
        fake.on(FakeProgram.prints("").thenPrintsError("no access for ada@example.org\n"), "tool");

        record(ProcessRequest.builder("tool")
                .standardInput(bytes("ada@example.org\n"))
                .build());

        assertNothingOf(Files.readString(recorder.files().get(0)), "ada@", "example.org");
    }

    @Test
    void writesNothingElseIntoTheFolder() throws Exception {
        fake.on(FakeProgram.prints("x"), "tool");
        record(terminal());

        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(recorder.files(), files.toList());
        }
    }

    @Test
    void takesLinearTimeForHostileOutput() throws Exception {
        String hostile = "\033]0;" + "a".repeat(300_000) + "\033[" + "1;".repeat(100_000) + "@".repeat(100_000)
                + "a@".repeat(50_000) + "token=".repeat(20_000);
        fake.on(FakeProgram.prints(hostile), "tool");

        record(terminal());

        assertFalse(recorder.files().isEmpty());
    }

    @Test
    void becomesATestByReplaying() throws Exception {
        fake.on(FakeProgram.prints("for ada@example.org: 44 %\n").thenExits(2), "tool");
        record(ProcessRequest.builder("tool").build());

        FakeProcessRunner replaying = new FakeProcessRunner().on(FakeProgram.replays(onlyRecording()), "tool");
        ProcessResult result = replaying.run(ProcessRequest.builder("tool").build());

        assertEquals("for ***@***: 44 %", result.text().strip());
        assertEquals(OptionalInt.of(2), result.exitCode());
    }

    private ProcessResult record(ProcessRequest request) throws IOException, InterruptedException {
        ProcessRunner runner = fake;
        recorder = TranscriptRecorder.recording(runner, folder);
        return recorder.run(request);
    }

    private Transcript onlyRecording() throws IOException {
        assertEquals(1, recorder.files().size());
        return Transcript.read(recorder.files().get(0));
    }

    private static ProcessRequest terminal(String... arguments) {
        return ProcessRequest.builder("/usr/bin/tool", arguments)
                .terminal(TerminalSize.DEFAULT)
                .build();
    }

    private static void assertNothingOf(String text, String... secrets) {
        for (String secret : secrets) {
            assertFalse(text.contains(secret), () -> "\"" + secret + "\" is in " + text);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Says a name at once and waits for the greeting. */
    private static final class OneQuestion implements ProcessDialogue {

        private boolean isGreeted;
        private boolean hasAsked;

        @Override
        public byte[] reply(byte[] output) {
            isGreeted |= output.length > 0;
            if (hasAsked) {
                return NOTHING;
            }
            hasAsked = true;
            return bytes("Ada\n");
        }

        @Override
        public boolean isComplete() {
            return isGreeted;
        }
    }
}
