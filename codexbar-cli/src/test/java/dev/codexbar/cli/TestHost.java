package dev.codexbar.cli;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.monitor.FileUsageStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The world outside of the command, as a test sets it up. */
final class TestHost {

    static final Instant NOW = Instant.parse("2026-08-22T09:30:00Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>(Map.of("HOME", "/nonexistent"));
    private final List<Duration> pauses = new ArrayList<>();
    private final ProviderSource providers;
    private boolean errorTerminal;
    private Optional<Path> storeFolder = Optional.of(Path.of("/nonexistent"));
    private Host.KeyboardSource keyboard;
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private Terminal terminal = new Terminal(false, 80, true);
    private int pausesLeft;
    private boolean readerGone;
    private Runnable whilePausing = () -> {};
    private Host.Pause pause = (time, changes) -> pause(time);

    TestHost(UsageProvider... providers) {
        UsageProviders registry = UsageProviders.of(providers);
        this.providers = () -> registry;
    }

    TestHost(ProviderSource providers) {
        this.providers = providers;
    }

    /** Where the answers are that runs share. */
    TestHost store(Path folder) {
        this.storeFolder = Optional.of(folder);
        return this;
    }

    /** As for a user without a home folder. */
    TestHost withoutStore() {
        this.storeFolder = Optional.empty();
        return this;
    }

    TestHost terminal(int columns, boolean unicode) {
        this.terminal = new Terminal(true, columns, unicode);
        return this;
    }

    /** Time goes on from then: a monitor starts to ask one provider after the other. */
    TestHost runningClock() {
        this.clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), NOW));
        return this;
    }

    TestHost keyboard(Host.KeyboardSource keys) {
        this.keyboard = keys;
        return this;
    }

    /** Standard error is a terminal. */
    TestHost errorTerminal() {
        this.errorTerminal = true;
        return this;
    }

    TestHost environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** How often the command may wait until Ctrl-C comes. */
    TestHost pauses(int count) {
        this.pausesLeft = count;
        return this;
    }

    /** What happens while the command waits. */
    TestHost whilePausing(Runnable action) {
        this.whilePausing = action;
        return this;
    }

    /** How the command waits. */
    TestHost pausing(Host.Pause way) {
        this.pause = way;
        return this;
    }

    TestHost clock(Clock other) {
        this.clock = other;
        return this;
    }

    /** Standard output has no reader any more. */
    TestHost readerGone() {
        this.readerGone = true;
        return this;
    }

    private OutputStream standardOutput() {
        if (!readerGone) {
            return out;
        }
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
    }

    int run(String... args) {
        Host host = new Host(
                new PrintStream(standardOutput(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                terminal,
                errorTerminal,
                clock,
                () -> ZoneOffset.UTC,
                providers,
                () -> storeFolder.map(folder -> FileUsageStore.in(folder, new JsonSnapshotCodec())),
                pause,
                keyboard);
        int code = new Application(host).run(args);
        // An interrupt is for the caller to see, and must not reach the next test.
        Thread.interrupted();
        return code;
    }

    private void pause(Duration time) throws InterruptedException {
        pauses.add(time);
        whilePausing.run();
        if (pausesLeft-- == 0) {
            throw new InterruptedException();
        }
    }

    List<Duration> pauses() {
        return pauses;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
