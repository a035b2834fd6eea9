package dev.codexbar.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeUsageProvider;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorLogTest {

    @TempDir
    private Path folder;

    /** What a host may have on its class path. */
    public static final class Broken extends System.LoggerFinder {

        /** Made by the JDK. */
        public Broken() {}

        @Override
        public System.Logger getLogger(String name, Module module) {
            throw new IllegalStateException("no logger for " + name);
        }
    }

    /** A listener that throws at the first change, which would be logged, and counts the others. */
    static final class Listening {

        private Listening() {}

        public static void main(String[] args) throws InterruptedException {
            UsageSnapshot snapshot = UsageSnapshot.builder("fake", Instant.now())
                    .primary("primary", RateWindow.of(1))
                    .build();
            AtomicInteger calls = new AtomicInteger();
            CountDownLatch second = new CountDownLatch(1);
            try (UsageMonitor monitor = UsageMonitor.builder(
                            UsageProviders.of(new FakeUsageProvider("fake").thenAnswers(snapshot)))
                    .build()) {
                UsageMonitor.Subscription unused = monitor.addListener(change -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException("the first change");
                    }
                    second.countDown();
                });
                monitor.start();
                System.out.print(second.await(30, TimeUnit.SECONDS) ? "called again" : "called once");
            }
        }
    }

    @Test
    void goesOnWhereTheLoggerOfTheHostIsBroken() throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve("java.lang.System$LoggerFinder"), Broken.class.getName());
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        folder + File.pathSeparator + System.getProperty("java.class.path"),
                        Listening.class.getName())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "does not end");
        } finally {
            process.destroyForcibly();
        }
        assertEquals("called again", Files.readString(output));
    }
}
