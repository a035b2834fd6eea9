package dev.codexbar.pty;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.testkit.ProcessRunnerContract;

class SetsidContractTest extends ProcessRunnerContract {

    @Override
    protected ProcessRunner runner() throws Exception {
        assumeTrue(SetsidSpawner.isAvailable(), "Linux with setsid only");
        return ProcessRunners.using(new SetsidSpawner());
    }

    @Override
    protected boolean isTerminal() {
        return true;
    }
}
