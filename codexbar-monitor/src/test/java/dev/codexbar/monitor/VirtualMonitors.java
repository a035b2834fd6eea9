package dev.codexbar.monitor;

import dev.codexbar.testkit.UsageMonitorContract.Monitor;
import dev.codexbar.testkit.UsageMonitorContract.Outcome;
import dev.codexbar.testkit.UsageMonitorContract.Refreshed;
import dev.codexbar.testkit.UsageMonitorContract.Setup;
import dev.codexbar.testkit.UsageMonitorContract.State;
import dev.codexbar.testkit.UsageMonitorContract.View;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Usage monitors in virtual time. */
final class VirtualMonitors {

    private VirtualMonitors() {}

    static UsageMonitor.Builder builder(Setup setup) {
        return UsageMonitor.builder(setup.providers())
                .interval(setup.interval())
                .timeLimit(setup.timeLimit())
                .mostAtOnce(setup.mostAtOnce())
                .store(setup.stateFolder()
                        .map(folder -> FileUsageStore.in(folder, new LineCodec()))
                        .orElse(null))
                .threads(new VirtualMonitorThreads(setup.time()));
    }

    static Monitor of(Setup setup) {
        return new Adapter(builder(setup).build());
    }

    /** A usage monitor, as the contract sees it. */
    record Adapter(UsageMonitor monitor) implements Monitor {

        @Override
        public void start() {
            monitor.start();
        }

        @Override
        public List<View> views() {
            return monitor.views().stream().map(Adapter::view).toList();
        }

        @Override
        public void listen(BiConsumer<View, View> listener) {
            monitor.addListener(change -> listener.accept(view(change.before()), view(change.after())));
        }

        @Override
        public CompletionStage<Refreshed> refresh(String providerId) {
            return monitor.refresh(providerId)
                    .thenApply(result ->
                            new Refreshed(Outcome.valueOf(result.outcome().name()), view(result.view())));
        }

        @Override
        public List<String> overdue() {
            return monitor.overdue();
        }

        @Override
        public OptionalInt historySize(String providerId, String windowId) {
            return OptionalInt.of(monitor.history(providerId, windowId).size());
        }

        @Override
        public void close() {
            monitor.close();
        }

        private static View view(UsageView view) {
            return new View(
                    view.providerId(),
                    State.valueOf(view.state().name()),
                    view.snapshot(),
                    view.measuredAt(),
                    view.failure(),
                    view.nextAttempt(),
                    view.failuresInARow(),
                    view.isStored(),
                    view.isRefreshing(),
                    view.windowsPastReset());
        }
    }
}
