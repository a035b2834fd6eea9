package dev.codexbar.cli;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The keyboard of the controlling terminal, without echo and without waiting for Enter, through {@code stty}. Ctrl-C
 * stays a signal.
 */
final class TerminalKeyboard implements WatchCommand.Keyboard {

    private final Stty stty;
    private final InputStream input;
    private final String before;
    private volatile boolean isSizeNew = true;

    private TerminalKeyboard(Stty stty, InputStream input, String before) {
        this.stty = stty;
        this.input = input;
        this.before = before;
    }

    /** Opens it; where there is no terminal that can be set, such as on Windows, there are no keys and no sizes. */
    static WatchCommand.Keyboard open() throws InterruptedException {
        return open("stty", new File("/dev/tty"));
    }

    static WatchCommand.Keyboard open(String program, File terminal) throws InterruptedException {
        if (!terminal.exists()) {
            return new None();
        }
        Stty stty = new Stty(program, terminal);
        Optional<String> before = stty.run("-g").filter(settings -> !settings.isEmpty());
        if (before.isEmpty()) {
            return new None();
        }
        TerminalKeyboard keyboard;
        try {
            keyboard = new TerminalKeyboard(stty, new FileInputStream(terminal), before.get());
        } catch (IOException noTerminal) {
            return new None();
        }
        boolean isSet = false;
        try {
            // A read ends after a tenth of a second, with or without a key.
            isSet = stty.run("-icanon", "-echo", "min", "0", "time", "1").isPresent();
        } finally {
            if (!isSet) {
                // A read would wait for Enter, and no q, r or new size would be noticed meanwhile.
                keyboard.close();
            }
        }
        if (!isSet) {
            return new None();
        }
        keyboard.noticeSizes();
        return keyboard;
    }

    /** By reflection, because javac warns about {@code sun.misc.Signal}. Without it the size is asked for once. */
    private void noticeSizes() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object noting = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        isSizeNew = true;
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), noting);
        } catch (ReflectiveOperationException | IllegalArgumentException unsupported) {
            // Another JVM, or a system without the signal.
        }
    }

    @Override
    public int read(Duration longest) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return input.read();
    }

    @Override
    public Optional<int[]> newSize() {
        if (!isSizeNew) {
            return Optional.empty();
        }
        isSizeNew = false;
        try {
            String[] numbers = stty.run("size").orElse("").split(" ", -1);
            if (numbers.length == 2 && Integer.parseInt(numbers[0]) > 0) {
                return Optional.of(new int[] {Integer.parseInt(numbers[1]), Integer.parseInt(numbers[0])});
            }
        } catch (NumberFormatException unknown) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        // The interrupt that ended the command must not keep the terminal from being restored.
        boolean isInterrupted = Thread.interrupted();
        try {
            stty.run(before);
            input.close();
        } catch (InterruptedException | IOException second) {
            isInterrupted = true;
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The program that sets terminals.
     *
     * @param program its name or path
     * @param terminal the terminal that it sets
     */
    private record Stty(String program, File terminal) {

        /** Returns what it printed; empty if it failed. */
        Optional<String> run(String... arguments) throws InterruptedException {
            List<String> command = new ArrayList<>(List.of(program));
            command.addAll(List.of(arguments));
            try {
                Process process = new ProcessBuilder(command)
                        .redirectInput(terminal)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                try {
                    if (!process.waitFor(2, TimeUnit.SECONDS) || process.exitValue() != 0) {
                        return Optional.empty();
                    }
                    byte[] output = process.getInputStream().readAllBytes();
                    return Optional.of(new String(output, StandardCharsets.US_ASCII).strip());
                } finally {
                    process.destroyForcibly();
                }
            } catch (IOException noStty) {
                return Optional.empty();
            }
        }
    }

    /** No keys. */
    private static final class None implements WatchCommand.Keyboard {

        @Override
        public int read(Duration longest) throws InterruptedException {
            Thread.sleep(longest.toMillis());
            return -1;
        }

        @Override
        public Optional<int[]> newSize() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // nothing was opened
        }
    }
}
