package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeUsageProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BarCommandTest {

    @TempDir
    Path folder;

    private final StepClock clock = new StepClock();

    /** Time that goes on only when a test says so. */
    private static final class StepClock extends Clock {

        private volatile Instant now = TestHost.NOW;

        void goOn(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static UsageException failure(UsageException.Reason reason) {
        return new UsageException(reason, "It did not work.", "Try again.");
    }

    private static FakeUsageProvider provider(String id) {
        return new FakeUsageProvider(id);
    }

    private static UsageSnapshot used(double percent, Instant at) {
        return UsageSnapshot.builder("kiro", at)
                .primary(
                        "Credits",
                        RateWindow.builder(percent)
                                .resetsAt(TestHost.NOW.plus(Duration.ofHours(2)))
                                .build())
                .build();
    }

    private FakeUsageProvider kiro() {
        return provider("kiro").thenAnswers(used(25, TestHost.NOW));
    }

    private TestHost host(UsageProvider... providers) {
        return new TestHost(providers).store(folder.resolve("store")).clock(clock);
    }

    /** Lets a provider answer from the first pause on, so that the first line is always that of no answer. */
    private static final class Gate {

        private final CountDownLatch open = new CountDownLatch(1);

        UsageProvider before(UsageProvider provider) {
            return new UsageProvider() {
                @Override
                public ProviderDescriptor descriptor() {
                    return provider.descriptor();
                }

                @Override
                public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
                    open.await();
                    return provider.fetch(request);
                }
            };
        }

        Host.Pause then(Host.Pause pause) {
            return (time, changes) -> {
                open.countDown();
                pause.of(time, changes);
            };
        }
    }

    /** Waits for real changes until something is shown, and ends by Ctrl-C then. */
    private static Host.Pause until(BooleanSupplier shown) {
        return (time, changes) -> {
            if (shown.getAsBoolean()) {
                throw new InterruptedException("Ctrl-C");
            }
            assertTrue(changes.tryAcquire(20, TimeUnit.SECONDS), "nothing changes any more");
        };
    }

    @Test
    void printsOneLineForABarThatPolls() {
        TestHost host = host(kiro());
        assertEquals(0, host.run("usage", "--format", "waybar"), host.err());
        assertEquals(1, host.out().lines().count());
        assertTrue(host.out().contains("\"text\":\"kiro 25%\""), host.out());
        assertEquals("", host.err());
    }

    @Test
    void asksOnceAMinuteHoweverOftenABarPolls() {
        FakeUsageProvider provider = kiro();
        host(provider).run("usage", "--format", "tmux");
        clock.goOn(Duration.ofSeconds(59));
        host(provider).run("--format", "polybar");
        assertEquals(1, provider.requests().size());
        clock.goOn(Duration.ofSeconds(2));
        host(provider).run("--format", "polybar");
        assertEquals(2, provider.requests().size());
        clock.goOn(Duration.ofSeconds(100));
        host(provider).run("--format", "polybar", "--max-age", "900");
        assertEquals(2, provider.requests().size());
    }

    @Test
    void asksNoMoreOftenThanTheProviderDemands() {
        FakeUsageProvider provider = new FakeUsageProvider(ProviderDescriptor.builder("kiro", "Kiro")
                        .minimumInterval(Duration.ofMinutes(5))
                        .build())
                .thenAnswers(used(25, TestHost.NOW));
        for (int poll = 0; poll < 5; poll++) {
            host(provider).run("--format", "tmux");
            clock.goOn(Duration.ofSeconds(59));
        }
        assertEquals(1, provider.requests().size());
        clock.goOn(Duration.ofSeconds(5));
        host(provider).run("--format", "tmux");
        assertEquals(2, provider.requests().size());
        host(provider).run("--format", "tmux", "--max-age", "0.001");
        clock.goOn(Duration.ofSeconds(1));
        host(provider).run("--format", "tmux", "--max-age", "0.001");
        assertTrue(provider.requests().size() > 2, "what the command line says decides");
    }

    @Test
    void asksAFailingToolOnceAMinuteHoweverOftenABarPolls() {
        FakeUsageProvider provider = provider("kiro").thenFails(failure(UsageException.Reason.UNAVAILABLE));
        for (int poll = 0; poll < 3; poll++) {
            TestHost host = host(provider);
            host.run("--template", "{id} {class} {error}");
            assertEquals("kiro error unavailable\n", host.out());
            clock.goOn(Duration.ofSeconds(20));
        }
        assertEquals(1, provider.requests().size());
        host(provider).run("--template", "{id}");
        assertEquals(2, provider.requests().size());
    }

    @Test
    void showsTheLastAnswerBesideAFailureForADay() {
        FakeUsageProvider provider = kiro().thenFails(failure(UsageException.Reason.TIMED_OUT));
        host(provider).run("--template", "{fullest.percent}");
        clock.goOn(Duration.ofHours(3));
        TestHost later = host(provider);
        assertEquals(0, later.run("--template", "{fullest.percent} {age} {class} {error}"));
        assertEquals("25 3h stale timed out\n", later.out());
        clock.goOn(Duration.ofHours(22));
        TestHost tooLate = host(provider);
        assertEquals(0, tooLate.run("--template", "{fullest.percent} {age} {class} {error}"));
        assertEquals("? ? error timed out\n", tooLate.out());
    }

    @Test
    void exitsWith0AndALineWhateverFails() {
        TestHost host = host(
                provider("kiro").thenFails(failure(UsageException.Reason.TIMED_OUT)),
                provider("zed").thenBreaks(new StackOverflowError()));
        assertEquals(0, host.run("usage", "--format", "text", "--template", "{id} {class} {error}"));
        assertEquals("kiro error timed out · zed error failed\n", host.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage", "watch"})
    void reportsWhatCannotBeLoadedOnStandardErrorAlone(String command) {
        UsageProviders providers = UsageProviders.of(kiro())
                .with(UsageProviders.of(kiro(), provider("kiro").thenHangs()));
        assertFalse(providers.failures().isEmpty());
        TestHost host =
                new TestHost(() -> providers).store(folder.resolve("store")).clock(clock);
        host.pausing(until(() -> host.out().contains("25%")));
        host.run(command, "--format", "polybar");
        assertEquals("kiro 25%", host.out().lines().reduce((one, last) -> last).orElseThrow());
        assertTrue(host.err().contains("Not loaded: "), host.err());
    }

    @Test
    void leavesOutToolsThatAreNotInstalledUnlessThereIsNoOther() {
        FakeUsageProvider missing = provider("one").thenFails(failure(UsageException.Reason.NOT_INSTALLED));
        TestHost beside = host(kiro(), missing);
        beside.run("--format", "polybar");
        assertEquals("kiro 25%\n", beside.out());
        TestHost alone = host(missing);
        assertEquals(0, alone.run("--format", "polybar", "--no-color"));
        assertEquals("CodexBar: no tool found\n", alone.out());
        TestHost named = host(kiro(), missing);
        assertEquals(0, named.run("one", "--format", "polybar", "--no-color"));
        assertEquals("one not installed\n", named.out());
    }

    @Test
    void saysInTheBarThatTheConfigurationCannotBeRead() throws IOException {
        Path config = Files.writeString(folder.resolve("config.json"), "no JSON");
        TestHost host = host(kiro()).environment("CODEXBAR_CONFIG", config.toString());
        assertEquals(0, host.run("watch", "--format", "waybar"));
        assertTrue(host.out().contains("\"text\":\"CodexBar: configuration\""), host.out());
        assertTrue(host.out().contains("\"class\":\"error\""), host.out());
        assertTrue(host.out().contains("config.json"), host.out());
        assertTrue(host.err().contains("config.json"), host.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "usage --template {primry.percent} | There is no placeholder {primry.percent}. Did you mean primary.percent?",
                "--template {account} | `codexbar help usage` lists them.",
                "watch --template {account} | `codexbar help watch` lists them.",
                "watch --template {account} | There is no placeholder {account}.",
                "watch --template {provider | has a { without a }",
                "watch --format wayba | --format must be one of: text, json, waybar, polybar",
                "providers --format waybar | --format must be one of: text, json, not \"waybar\".",
                "watch --json --template {id} | JSON takes no --template.",
                "watch --json --output file | JSON takes no --output.",
                "usage --json --format tmux | JSON takes no format of a status bar.",
                "usage --watch --format tmux --max-age 5 | --max-age is for one answer.",
                "watch --output= | --output must be a path.",
                "watch absent --format tmux | There is no provider and no command"
            })
    void rejectsWhatItCannotDo(String line, String message) {
        TestHost host = host(kiro());
        assertEquals(64, host.run(line.split(" ")));
        assertTrue((host.err() + host.out()).contains(message), host.err() + host.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usage absent --format waybar",
                "watch absent --format=waybar",
                "usage --format waybar --template {account}",
                "usage --format waybar --tempalte {id}",
                "usage --max-age never --format waybar"
            })
    void showsInTheBarThatItsCommandLineIsWrong(String line) {
        TestHost host = host(kiro());
        assertEquals(0, host.run(line.split(" ")), "Waybar would hide the line after another exit code");
        assertEquals(1, host.out().lines().count(), host.out());
        assertTrue(host.out().contains("\"text\":\"CodexBar: wrong arguments\""), host.out());
        assertTrue(host.out().contains("\"class\":\"error\""), host.out());
        assertFalse(host.err().isEmpty());
    }

    @Test
    void shortensTheHomeFolderInTheBar() {
        TestHost host = host(kiro()).environment("HOME", "/srv/sam");
        host.run("usage", "--format", "waybar", "/srv/sam/x");
        assertTrue(host.out().contains("~/x"), host.out());
        assertFalse(host.out().contains("sam"), host.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage absent --format tmux", "watch --format=polybar --wrong"})
    void exitsAsEverForBarsThatShowTheLineOfAFailure(String line) {
        TestHost host = host(kiro());
        assertEquals(64, host.run(line.split(" ")));
        assertTrue(host.out().contains("CodexBar: wrong arguments"), host.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"providers --format waybar", "guard --format=waybar --wrong"})
    void showsNoLineOfABarForAnotherCommand(String line) {
        TestHost host = host(kiro());
        assertEquals(64, host.run(line.split(" ")));
        assertEquals("", host.out());
    }

    @Test
    void showsInTheBarThatThereIsNoProvider() {
        TestHost host = host();
        assertEquals(64, host.run("usage", "--template", "{id}"));
        assertEquals("CodexBar: wrong arguments\n", host.out());
        assertTrue(host.err().contains("There is no provider."), host.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage", "watch"})
    void showsInTheBarThatEveryProviderIsOff(String command) throws IOException {
        Path file = Files.writeString(
                folder.resolve("config.json"), "{\"providers\":[{\"id\":\"kiro\",\"enabled\":false}]}");
        TestHost host = host(kiro()).environment("CODEXBAR_CONFIG", file.toString());
        host.pausing((time, permits) -> {
            throw new InterruptedException("Ctrl-C");
        });
        host.run(command, "--format", "waybar");
        assertEquals(
                "{\"text\":\"CodexBar: all providers off\",\"alt\":\"unknown\",\"tooltip\":"
                        + "\"Every provider is switched off. `codexbar config enable ID` switches one on.\","
                        + "\"class\":\"unknown\"}\n",
                host.out());
        TestHost named = host(kiro()).environment("CODEXBAR_CONFIG", file.toString());
        assertEquals(0, named.run("usage", "kiro", "--format", "tmux"));
        assertEquals("kiro 25%\n", named.out());
    }

    @Test
    void showsInTheBarThatNoProviderCouldBeLoaded() {
        UsageProviders none =
                UsageProviders.of(kiro()).with(UsageProviders.of(kiro())).without(List.of("kiro"));
        TestHost host = new TestHost(() -> none);
        assertEquals(0, host.run("usage", "--format", "waybar"), host.err());
        assertTrue(host.out().contains("\"text\":\"CodexBar: no provider loaded\""), host.out());
        assertTrue(host.out().contains("\"tooltip\":\"Not loaded: "), host.out());
        assertTrue(host.out().contains("\"class\":\"error\""), host.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage", "watch"})
    void showsInTheBarThatItIsBroken(String command) {
        TestHost host = new TestHost(() -> {
            throw new IllegalStateException("broken");
        });
        assertEquals(1, host.run(command, "--format", "tmux", "--no-color"));
        assertEquals("CodexBar: internal error\n", host.out());
        assertTrue(host.err().contains("broken"), host.err());
        TestHost waybar = new TestHost(() -> {
            throw new IllegalStateException("broken");
        });
        assertEquals(0, waybar.run(command, "--format", "waybar"), "Waybar would hide the line");
        assertTrue(waybar.out().contains("\"text\":\"CodexBar: internal error\""), waybar.out());
    }

    @Test
    void printsALineAtOnceAndOneForEachChange() {
        Gate gate = new Gate();
        TestHost host = host(gate.before(kiro()));
        host.pausing(gate.then(until(() -> host.out().contains("25%"))));
        assertEquals(130, host.run("watch", "--format", "polybar"));
        assertEquals(
                List.of("%{F#8a8a8a}kiro …%{F-}", "kiro 25%"),
                host.out().lines().toList());
    }

    @Test
    void printsALineEachMinuteForCountdowns() {
        Gate gate = new Gate();
        TestHost host = host(gate.before(kiro()));
        Host.Pause changes = gate.then(until(() -> false));
        host.pausing((time, permits) -> {
            if (host.out().contains("1h 58m")) {
                throw new InterruptedException("Ctrl-C");
            }
            if (host.out().contains("25%")) {
                assertTrue(time.compareTo(Duration.ofMinutes(1)) <= 0, time.toString());
                clock.goOn(time);
            } else {
                changes.of(time, permits);
            }
        });
        assertEquals(130, host.run("watch", "--template", "{primary.percent}% {primary.reset}"));
        assertEquals(
                List.of("?% ?", "25% 2h", "25% 1h 59m", "25% 1h 58m"),
                host.out().lines().toList());
    }

    @Test
    void waitsAMinuteAtMostAfterTheClockWasSetBack() {
        TestHost host = host(provider("kiro").thenHangs());
        List<Duration> pauses = new ArrayList<>();
        host.pausing((time, changes) -> {
            pauses.add(time);
            if (pauses.size() == 1) {
                clock.goOn(Duration.ofHours(-3));
            } else {
                throw new InterruptedException("Ctrl-C");
            }
        });
        host.run("watch", "--format", "tmux", "--no-color");
        assertTrue(pauses.stream().allMatch(time -> time.compareTo(Duration.ofMinutes(1)) <= 0), pauses.toString());
        assertEquals(List.of("kiro …", "kiro …"), host.out().lines().toList());
    }

    @Test
    void endsWhenTheBarHasGone() {
        TestHost host = host(kiro()).readerGone();
        assertEquals(1, host.run("watch", "--format", "polybar"));
    }

    @Test
    void separatesTheUpdatesOfAStream() {
        Gate gate = new Gate();
        TestHost host = host(gate.before(kiro()));
        host.pausing(gate.then(until(() -> host.out().contains("25%"))));
        host.run("watch", "--format", "swiftbar");
        List<String> lines = host.out().lines().toList();
        assertTrue(lines.get(0).startsWith("kiro …"), host.out());
        assertEquals(1, lines.stream().filter("~~~"::equals).count());
        assertTrue(lines.get(lines.indexOf("~~~") + 1).startsWith("kiro 25%"), host.out());
    }

    @Test
    void startsWithTheNumbersOfTheRunBefore() {
        host(kiro()).run("--format", "tmux");
        FakeUsageProvider silent = provider("kiro").thenHangs();
        TestHost host = host(silent);
        host.pausing(until(() -> true));
        host.run("watch", "--format", "tmux");
        assertEquals("kiro 25%\n", host.out());
    }

    @Test
    void replacesAFileAndSaysInItThatItHasEnded() throws IOException {
        Path file = Files.createDirectory(folder.resolve("run")).resolve("tmux");
        StringBuilder seen = new StringBuilder();
        Gate gate = new Gate();
        TestHost host = host(gate.before(kiro()));
        Host.Pause wait = gate.then(until(() -> seen.indexOf("25%") >= 0));
        host.pausing((time, changes) -> {
            try {
                seen.append(Files.readString(file));
            } catch (IOException fault) {
                throw new AssertionError(fault);
            }
            wait.of(time, changes);
        });
        assertEquals(130, host.run("watch", "--format", "tmux", "--no-color", "--output", file.toString()));
        assertTrue(seen.toString().startsWith("kiro …\n"), seen.toString());
        assertEquals("CodexBar: not running\n", Files.readString(file));
        assertEquals("", host.out());
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void saysInAFileThatItHasEndedBeforeTheProvidersHaveEnded() throws IOException {
        Path file = folder.resolve("line");
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<String> seen = new CompletableFuture<>();
        UsageProvider slow = new UsageProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                return ProviderDescriptor.builder("kiro", "Kiro").build();
            }

            @Override
            public UsageSnapshot fetch(FetchRequest request) throws InterruptedException {
                asked.countDown();
                try {
                    new CountDownLatch(1).await();
                } finally {
                    seen.complete(contents(file));
                }
                throw new AssertionError("unreachable");
            }
        };
        TestHost host = host(slow);
        host.pausing((time, changes) -> {
            assertTrue(asked.await(20, TimeUnit.SECONDS));
            // A signal comes while a line is written, say.
            Thread.currentThread().interrupt();
            throw new InterruptedException("Ctrl-C");
        });
        assertEquals(130, host.run("watch", "--template", "{id}", "--output", file.toString()), host.err());
        assertEquals(
                "CodexBar: not running\n", seen.orTimeout(20, TimeUnit.SECONDS).join());
        assertEquals("CodexBar: not running\n", Files.readString(file));
    }

    private static String contents(Path file) {
        boolean isInterrupted = Thread.interrupted();
        try {
            return Files.readString(file);
        } catch (IOException fault) {
            return fault.toString();
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void saysWhichFileCannotBeWritten() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");
        Path file = notAFolder.resolve("line");
        TestHost host = host(kiro());
        assertEquals(1, host.run("watch", "--output", file.toString()));
        assertEquals(
                "codexbar: " + notAFolder + " is not a folder, so " + file + " cannot be written. Name another file.\n",
                host.err());
    }

    @Test
    void doesNotMakeTheFolderOfAFile() throws IOException {
        Path missing = folder.resolve("missing/folder");
        TestHost host = host(kiro());
        assertEquals(1, host.run("watch", "--output", missing.resolve("line").toString()));
        assertEquals(
                "codexbar: " + missing + " does not exist, so " + missing.resolve("line")
                        + " cannot be written. Create the folder first, or name another file.\n",
                host.err());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(), files.filter(file -> file.endsWith("missing")).toList());
        }
    }

    @Test
    void goesOnWhenAFileCannotBeWrittenForAWhile() throws IOException {
        Path file = folder.resolve("line");
        Path other = folder.resolve("other");
        TestHost host = host(provider("kiro").thenHangs());
        List<Boolean> written = new ArrayList<>();
        host.pausing((time, changes) -> {
            written.add(Files.isRegularFile(file));
            try {
                if (written.size() == 1) {
                    Files.move(file, other);
                    Files.createDirectory(file);
                } else if (written.size() == 3) {
                    Files.delete(file);
                } else if (written.size() == 4) {
                    throw new InterruptedException("Ctrl-C");
                }
            } catch (IOException fault) {
                throw new AssertionError(fault);
            }
            clock.goOn(Duration.ofMinutes(1));
        });
        assertEquals(130, host.run("watch", "--template", "{id}", "--output", file.toString()));
        assertEquals(List.of(true, false, false, true), written);
        assertEquals(1, host.err().lines().count(), host.err());
        assertTrue(host.err().contains("line is not a regular file"), host.err());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no mkfifo")
    void refusesToReplaceAnythingButAFile() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
        for (Path path : List.of(pipe, link, folder)) {
            TestHost host = host(kiro());
            assertEquals(1, host.run("watch", "--template", "{id}", "--output", path.toString()));
            assertTrue(host.err().contains(path + " is not a regular file, and so it is not replaced."), host.err());
            assertFalse(Files.isRegularFile(path));
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege")
    void writesIntoAFolderThatIsALink() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path file = Files.createSymbolicLink(folder.resolve("link"), real).resolve("line");
        TestHost host = host(kiro()).pauses(0);
        assertEquals(130, host.run("watch", "--template", "{id}", "--output", file.toString()), host.err());
        assertEquals("CodexBar: not running\n", Files.readString(real.resolve("line")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"waybar", "polybar", "i3blocks", "i3status-rust", "tmux", "swiftbar", "genmon"})
    void usesAsciiAloneWhereTheLocaleHasNoMore(String format) {
        TestHost host = host(kiro(), provider("zed")).terminal(80, false);
        host.run("usage", "--format", format);
        assertFalse(host.out().isEmpty());
        assertTrue(host.out().chars().allMatch(c -> c < 128), host.out());
    }
}
