package dev.codexbar.cli.bar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher prints for a status bar where no JVM can; {@code .ci/prove-launcher} has the launcher itself. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class LauncherLineTest {

    /** With what has a meaning in JSON, in Pango, in a menu and in {@code printf}. */
    private static final String SENTENCE = "needs \"<a> & b\" of C:\\x | 'one' %s";

    private record Output(int code, String out) {}

    private static Output launcher(String option) throws IOException, InterruptedException {
        Process script = new ProcessBuilder("sh", Path.of("launcher", "bar").toString(), option, SENTENCE)
                .redirectErrorStream(true)
                .start();
        script.getOutputStream().close();
        String out = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(script.waitFor(30, TimeUnit.SECONDS));
        return new Output(script.exitValue(), out);
    }

    private static String command(BarFormat format) {
        return format.write(BarReading.message(BarLevel.ERROR, "does not start", "codexbar: " + SENTENCE), false);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TEXT")
    void isWhatTheCommandItselfWouldPrint(BarFormat format) throws IOException, InterruptedException {
        assertEquals(
                new Output(format.hidesFailures() ? 0 : 1, command(format)), launcher("--format=" + format.word()));
    }

    @Test
    void isPlainTextForATemplate() throws IOException, InterruptedException {
        assertEquals(new Output(1, command(BarFormat.TEXT)), launcher("--template"));
        assertEquals(new Output(1, command(BarFormat.TEXT)), launcher("--template={provider}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--format=text", "--format=wayba", "--format="})
    void isNothingWhereNoBarWasAskedFor(String option) throws IOException, InterruptedException {
        assertEquals(new Output(1, ""), launcher(option));
    }
}
