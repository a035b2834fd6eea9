package dev.codexbar.pty;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.testkit.ProcessRunnerContract;

class PosixContractTest extends ProcessRunnerContract {

    @Override
    protected ProcessRunner runner() throws Exception {
        assumeTrue(PosixStart.isAvailable(), "Linux with the GNU C library 2.34 or later only");
        return ProcessRunners.using(new PosixSpawner());
    }

    @Override
    protected boolean isTerminal() {
        return true;
    }
}
