package dev.codexbar.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.UsageView.State;
import dev.codexbar.transcript.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Eight JVMs that start at once ask a provider once, whether they keep asking or ask once and end. */
@Timeout(180)
class EightProcessesTest {

    private static final int PROCESSES = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"monitor", "once"})
    void askOnce(String kind) throws Exception {
        for (int i = 0; i < PROCESSES; i++) {
            List<String> command = JavaCommand.withClassPath(
                    System.getProperty("java.class.path"), Child.class, folder.toString(), kind, Integer.toString(i));
            processes.add(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out-" + i).toFile())
                    .start());
        }
        await(() -> count("ready-") == PROCESSES);
        Files.createFile(folder.resolve("go"));
        for (Process process : processes) {
            assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "a process has not ended");
        }

        for (int i = 0; i < PROCESSES; i++) {
            assertEquals(
                    "42.0 FRESH", Files.readString(folder.resolve("out-" + i)).strip());
        }
        assertEquals(1, Files.readAllLines(folder.resolve("fetches")).size(), "fetches of eight processes");
    }

    private long count(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .count();
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, "the processes did not start in time");
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** One of the processes. */
    static final class Child implements UsageProvider {

        private final Path folder;

        private Child(Path folder) {
            this.folder = folder;
        }

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            Child provider = new Child(folder);
            UsageStore store = FileUsageStore.in(folder.resolve("state"), new LineCodec());
            Files.createFile(folder.resolve("ready-" + arguments[2]));
            await(() -> Files.exists(folder.resolve("go")));
            if (arguments[1].equals("once")) {
                SharedUsageProvider shared = SharedUsageProvider.of(provider, store, Duration.ofMinutes(1));
                print(shared.fetch(FetchRequest.of(PATIENCE)), State.FRESH);
                return;
            }
            try (UsageMonitor monitor = UsageMonitor.builder(UsageProviders.of(provider))
                    .store(store)
                    .timeLimit(PATIENCE)
                    .build()) {
                monitor.start();
                await(() -> monitor.views().get(0).snapshot().isPresent());
                UsageView view = monitor.views().get(0);
                print(view.snapshot().orElseThrow(), view.state());
            }
        }

        private static void print(UsageSnapshot snapshot, State state) {
            System.out.println(snapshot.primary().orElseThrow().usedPercent() + " " + state);
        }

        @Override
        public ProviderDescriptor descriptor() {
            return ProviderDescriptor.builder("slow", "Slow").build();
        }

        @Override
        public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
            try {
                Files.writeString(
                        folder.resolve("fetches"), "fetch\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException fault) {
                throw new IllegalStateException(fault);
            }
            // As long as a tool takes, so that the others come while it runs.
            TimeUnit.SECONDS.sleep(1);
            return UsageSnapshot.builder("slow", Clock.systemUTC().instant())
                    .primary("primary", RateWindow.of(42))
                    .build();
        }
    }
}
