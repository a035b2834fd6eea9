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

    private static final File TERMINAL = new File("/dev/tty");

    private final InputStream input;
    private final String before;
    private volatile boolean isSizeNew = true;

    private TerminalKeyboard(InputStream input, String before) {
        this.input = input;
        this.before = before;
    }

    /** Opens it; where there is no terminal that can be set, such as on Windows, there are no keys and no sizes. */
    static WatchCommand.Keyboard open() throws InterruptedException {
        if (!TERMINAL.exists()) {
            return new None();
        }
        String before = stty("-g");
        if (before.isEmpty()) {
            return new None();
        }
        try {
            TerminalKeyboard keyboard = new TerminalKeyboard(new FileInputStream(TERMINAL), before);
            // A read ends after a tenth of a second, with or without a key.
            stty("-icanon", "-echo", "min", "0", "time", "1");
            keyboard.noticeSizes();
            return keyboard;
        } catch (IOException noTerminal) {
            return new None();
        }
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
            String[] numbers = stty("size").split(" ", -1);
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
            stty(before);
            input.close();
        } catch (InterruptedException | IOException second) {
            isInterrupted = true;
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns what {@code stty} printed; empty if it failed. */
    private static String stty(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(TERMINAL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return process.exitValue() == 0 ? output.strip() : "";
        } catch (IOException noStty) {
            return "";
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
