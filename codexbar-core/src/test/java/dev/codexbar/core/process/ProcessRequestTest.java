package dev.codexbar.core.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexbar.core.terminal.TerminalSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessRequestTest {

    @Test
    void showsOptionsButNoArgumentThatMayHoldIdentity() {
        ProcessRequest request = ProcessRequest.builder(
                        Path.of("/home/ada/bin/tool"),
                        "login",
                        "--email=ada@example.com",
                        "--user",
                        "ada",
                        "-v",
                        "-p1234",
                        "/home/ada",
                        "123456789012",
                        "")
                .environment("TOKEN", "secret")
                .timeLimit(Duration.ofSeconds(3))
                .build();

        assertEquals(
                "ProcessRequest[tool login --email=… --user … -v -p… … … …, pipes, timeLimit=PT3S]",
                request.toString());
    }

    @Test
    void showsNoFirstArgumentThatIsNoWord() {
        assertEquals(
                "ProcessRequest[tool …, terminal 160×50, timeLimit=PT10S]",
                ProcessRequest.builder("tool", "ada@example.com")
                        .terminal(TerminalSize.DEFAULT)
                        .build()
                        .toString());
    }

    @Test
    void keepsTheGentleEndInACopy() {
        ProcessRequest request = ProcessRequest.builder("tool")
                .closeInputFirst(Duration.ofSeconds(2))
                .build();

        assertEquals(
                Optional.of(Duration.ofSeconds(2)), request.toBuilder().build().closeInputFirst());
    }

    @Test
    void rejectsAGracePeriodThatIsNotPositive() {
        ProcessRequest.Builder builder = ProcessRequest.builder("tool");

        assertThrows(IllegalArgumentException.class, () -> builder.closeInputFirst(Duration.ZERO));
    }
}
