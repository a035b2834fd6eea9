package dev.codexbar.core.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexbar.core.process.ProcessStartException.Reason;
import dev.codexbar.core.terminal.TerminalSize;
import org.junit.jupiter.api.Test;

class PipesTest extends ProcessPromises {

    @Override
    protected ProcessRunner runner() {
        return ProcessRunners.pipes();
    }

    @Override
    protected boolean isTerminal() {
        return false;
    }

    @Override
    protected String way() {
        return "pipes";
    }

    @Test
    void stopsForWhatWasSaidOnStandardError() throws Exception {
        ProcessResult result = run(shell("echo out; echo err >&2; exec sleep 60")
                .stopWhen(text -> text.strip().equals("out\nerr")));

        assertEquals(ProcessResult.Ending.SATISFIED, result.ending());
    }

    @Test
    void endsStandardInput() throws Exception {
        assertEquals("0", run(shell("cat | wc -c | tr -d ' '")).text().strip());
        assertEquals(
                "100000",
                run(shell("cat | wc -c | tr -d ' '").standardInput(new byte[100_000]))
                        .text()
                        .strip());
    }

    @Test
    void refusesATerminal() {
        ProcessRequest request = shell("exit 0").terminal(TerminalSize.DEFAULT).build();

        assertEquals(
                Reason.TERMINAL_UNAVAILABLE,
                assertThrows(ProcessStartException.class, () -> runner().run(request))
                        .reason());
    }
}
