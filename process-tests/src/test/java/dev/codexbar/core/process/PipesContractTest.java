package dev.codexbar.core.process;

import dev.codexbar.testkit.ProcessRunnerContract;

class PipesContractTest extends ProcessRunnerContract {

    @Override
    protected ProcessRunner runner() {
        return ProcessRunners.pipes();
    }
}
