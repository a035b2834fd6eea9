package dev.codexbar.pty;

import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.testkit.ProcessRunnerContract;

class Pty4jContractTest extends ProcessRunnerContract {

    @Override
    protected ProcessRunner runner() throws Exception {
        return ProcessRunners.using(new Pty4jSpawner());
    }

    @Override
    protected boolean isTerminal() {
        return true;
    }
}
