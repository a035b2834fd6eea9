package dev.codexbar.cli;

import dev.codexbar.monitor.FileUsageStore;
import dev.codexbar.monitor.UsageStore;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Everything outside of this command.
 *
 * @param out standard output
 * @param err standard error
 * @param environment the environment variables
 * @param terminal where standard output goes
 * @param errorTerminal whether standard error goes to a terminal
 * @param clock the time
 * @param zone where the person lives
 * @param providers the providers to choose from
 * @param store the answers that the runs of this user share; empty for a user without a home folder
 * @param pause how to wait
 * @param keyboard how to read keys
 */
record Host(
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Terminal terminal,
        boolean errorTerminal,
        Clock clock,
        Supplier<ZoneId> zone,
        ProviderSource providers,
        Supplier<Optional<? extends UsageStore>> store,
        Pause pause,
        KeyboardSource keyboard) {

    /** Opens the keyboard. */
    @FunctionalInterface
    interface KeyboardSource {
        WatchCommand.Keyboard open() throws InterruptedException;
    }

    /** Waits; a test decides how long. */
    @FunctionalInterface
    interface Pause {

        /**
         * Waits.
         *
         * @param time how long
         * @param changes ends the pause by a permit, and loses all it has by that: one wake-up answers them all
         */
        void of(Duration time, Semaphore changes) throws InterruptedException;

        /** Waits, whatever happens. */
        default void of(Duration time) throws InterruptedException {
            of(time, new Semaphore(0));
        }
    }

    /** The same but for the providers. */
    Host with(ProviderSource others) {
        return new Host(out, err, environment, terminal, errorTerminal, clock, zone, others, store, pause, keyboard);
    }

    private static void pause(Duration time, Semaphore changes) throws InterruptedException {
        if (changes.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
            changes.drainPermits();
        }
    }

    static Host system() {
        Map<String, String> environment = System.getenv();
        Terminal terminal = Terminal.system(environment);
        Charset charset = terminal.unicode() ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        return new Host(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, charset),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
                environment,
                terminal,
                Terminal.isErrorTerminal(),
                Clock.systemUTC(),
                ZoneId::systemDefault,
                new InstalledProviders(environment),
                () -> FileUsageStore.ofUser(new JsonSnapshotCodec()),
                Host::pause,
                TerminalKeyboard::open);
    }
}
