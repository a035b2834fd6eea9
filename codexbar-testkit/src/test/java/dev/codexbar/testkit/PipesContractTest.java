package dev.codexbar.testkit;

import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;

class PipesContractTest extends ProcessRunnerContract {

    @Override
    protected ProcessRunner runner() {
        return ProcessRunners.pipes();
    }
}
