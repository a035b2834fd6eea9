package dev.codexbar.core.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.process.ProcessStartException.Reason;
import dev.codexbar.core.terminal.TerminalSize;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnerDiscoveryTest {

    private static final ProcessRequest REQUEST =
            ProcessRequest.builder("program").terminal(TerminalSize.DEFAULT).build();

    @TempDir
    private Path folder;

    /** A spawner that starts nothing. */
    public static class Idle implements ProcessSpawner {

        @Override
        public String name() {
            return "idle";
        }

        @Override
        public boolean isTerminal() {
            return true;
        }

        @Override
        public SpawnedProcess spawn(ProcessRequest request) throws IOException {
            throw new IOException("idle");
        }
    }

    /** A spawner whose constructor fails. */
    public static final class Broken extends Idle {

        /** Fails. */
        public Broken() {
            throw new IllegalStateException("no library");
        }
    }

    /** A spawner that gives pipes, once it is ready. */
    public static final class Piping extends Idle {

        static boolean ready;

        @Override
        public String name() {
            return "piping";
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public boolean isTerminal() {
            return false;
        }
    }

    private SpawnerDiscovery discover(String... classNames) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(services.resolve(ProcessSpawner.class.getName()), List.of(classNames));
        try (URLClassLoader loader = loader()) {
            return SpawnerDiscovery.in(loader);
        }
    }

    private URLClassLoader loader() throws IOException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }

    @Test
    void namesTheDependencyThatIsMissing() throws Exception {
        try (URLClassLoader loader = loader()) {
            ProcessStartException thrown = assertThrows(
                    ProcessStartException.class,
                    () -> ProcessRunners.load(loader).run(REQUEST));

            assertEquals(Reason.TERMINAL_UNAVAILABLE, thrown.reason());
            assertTrue(thrown.getMessage().contains("codexbar-pty"), thrown.getMessage());
        }
    }

    @Test
    void runsPipesWithoutATerminal() throws Exception {
        ProcessRequest request = ProcessRequest.builder("sh", "-c", "exit 4").build();
        try (URLClassLoader loader = loader()) {
            assertEquals(4, ProcessRunners.load(loader).run(request).exitCode().orElseThrow());
        }
    }

    @Test
    void survivesBrokenSpawners() throws Exception {
        SpawnerDiscovery discovery =
                discover(Broken.class.getName(), "no.such.Spawner", Idle.class.getName(), Piping.class.getName());

        assertEquals(
                List.of("idle", "piping"),
                discovery.found().stream().map(ProcessSpawner::name).toList());
    }

    @Test
    void prefersPipesThatAreReady() throws Exception {
        discover(Piping.class.getName());
        ProcessRequest request = ProcessRequest.builder("sh", "-c", "exit 4").build();
        try (URLClassLoader loader = loader()) {
            ProcessRunner runner = ProcessRunners.load(loader);
            Piping.ready = false;
            assertEquals(4, runner.run(request).exitCode().orElseThrow());
            Piping.ready = true;
            assertEquals(
                    "idle",
                    assertThrows(ProcessStartException.class, () -> runner.run(request))
                            .getCause()
                            .getMessage());
        } finally {
            Piping.ready = false;
        }
    }

    @Test
    void tellsWhyThereIsNone() throws Exception {
        discover(Broken.class.getName());
        try (URLClassLoader loader = loader()) {
            ProcessStartException thrown = assertThrows(
                    ProcessStartException.class,
                    () -> ProcessRunners.load(loader).run(REQUEST));

            assertEquals(Reason.TERMINAL_UNAVAILABLE, thrown.reason());
            assertTrue(thrown.getMessage().contains("broken: "), thrown.getMessage());
            assertNotNull(thrown.getCause());
        }
    }

    @Test
    void choosesAmongTheSpawnersThatAreGiven() {
        ProcessSpawner second = new Idle() {
            @Override
            public SpawnedProcess spawn(ProcessRequest request) throws IOException {
                throw new IOException("the second");
            }
        };
        ProcessRunner runner = ProcessRunners.of(new Piping(), new Idle(), second);
        ProcessRequest request =
                ProcessRequest.builder("sh").terminal(TerminalSize.DEFAULT).build();

        assertEquals(
                "idle",
                assertThrows(ProcessStartException.class, () -> runner.run(request))
                        .getCause()
                        .getMessage());
        ProcessStartException thrown = assertThrows(
                ProcessStartException.class,
                () -> ProcessRunners.of(new Piping()).run(REQUEST));
        assertEquals(Reason.TERMINAL_UNAVAILABLE, thrown.reason());
    }

    /** A spawner that counts how often it was warmed up, and fails then. */
    public static final class Warming extends Idle {

        static final AtomicInteger TIMES = new AtomicInteger();

        @Override
        public void warmUp() {
            TIMES.incrementAndGet();
            throw new UnsatisfiedLinkError("no library");
        }
    }

    @Test
    void warmsUpTheOneThatWasFoundAndLeavesItsFaultsToTheStart() throws Exception {
        discover(Warming.class.getName());
        int before = Warming.TIMES.get();
        try (URLClassLoader loader = loader()) {
            ProcessRunner runner = ProcessRunners.load(loader);
            assertEquals(before, Warming.TIMES.get());
            runner.warmUp();
        }

        assertEquals(before + 1, Warming.TIMES.get());
    }

    private static String messageOf(Throwable fault) {
        ProcessSpawner failing = new Idle() {
            @Override
            public SpawnedProcess spawn(ProcessRequest request) throws IOException {
                if (fault instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) fault;
            }
        };
        ProcessRequest request =
                ProcessRequest.builder("sh").terminal(TerminalSize.DEFAULT).build();
        ProcessStartException thrown = assertThrows(
                ProcessStartException.class, () -> ProcessRunners.using(failing).run(request));
        assertEquals(Reason.TERMINAL_UNAVAILABLE, thrown.reason());
        return thrown.getMessage();
    }

    @Test
    void tellsWhyAClassCannotBeInitialised() {
        Error first = new ExceptionInInitializerError(new UnsatisfiedLinkError("no libfirst"));
        Error later = new NoClassDefFoundError("Could not initialize class X");
        later.initCause(first);

        assertTrue(messageOf(first).contains("no libfirst"), messageOf(first));
        assertTrue(messageOf(later).contains("no libfirst"), messageOf(later));
        RuntimeException own = new IllegalStateException("cannot unpack", new IOException("disk full"));
        assertTrue(messageOf(own).contains("cannot unpack"), messageOf(own));
    }
}
