package dev.codexbar.core.process;

import dev.codexbar.core.process.ProcessStartException.Reason;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The start of a program, or the typed reason why there is none. What can be known is checked beforehand, the same for
 * all spawners, because some of them start a shell or a helper in between, and a failure would only show as an exit
 * code.
 */
final class ProcessStart {

    /** The environment variable by which everything a run started is found. Nested runs add to it. */
    static final String MARK = "CODEXBAR_RUN";

    /** Marks made by this JVM so far. */
    private static final AtomicLong MARKS = new AtomicLong();

    /** In the message of the JDK: "error=2, No such file or directory", since JDK 24 "error: 2 (No such …)". */
    private static final Pattern ERROR_NUMBER = Pattern.compile("error[=:] ?(\\d+)");

    private static final Pattern INTERPRETER = Pattern.compile("#![ \\t]*([^ \\t\\n]+)");

    /** A script's first line is cut after so many bytes by Linux. */
    private static final int FIRST_LINE = 256;

    /** The most bytes of one argument or variable on Linux, with the NUL at its end: 32 pages. */
    private static final int LINUX_STRING = 128 << 10;

    /**
     * The most bytes of all of them: a quarter of the usual stack on Linux, ARG_MAX on macOS, a command line on
     * Windows.
     */
    private static final int LINUX_TOTAL = 2 << 20;

    private static final int MACOS_TOTAL = 1 << 20;
    private static final int WINDOWS_ARGUMENTS = 32_767;

    /** Descriptors that a start needs for a moment: ends of pipes or of a terminal, and those of the JDK. */
    private static final int DESCRIPTORS = 20;

    /** A start failed for lack of descriptors; until there are enough again, each start is preceded by a check. */
    private static volatile boolean descriptorsWereScarce;

    private ProcessStart() {}

    /**
     * Checks a request and makes it what a spawner may rely on.
     *
     * @param mark what the environment shall hold, besides the mark of this JVM if it has one itself
     */
    static ProcessRequest prepare(ProcessSpawner spawner, ProcessRequest request, String mark)
            throws ProcessStartException {
        if (request.terminal().isPresent() != spawner.isTerminal()) {
            throw spawner.isTerminal()
                    ? new ProcessStartException(
                            Reason.FAILED, request.executable() + " wants pipes, not a terminal", null)
                    : new ProcessStartException(
                            Reason.TERMINAL_UNAVAILABLE,
                            request.executable() + " needs a terminal, not " + spawner.name(),
                            null);
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeAll(request.removedEnvironment());
        environment.putAll(request.environment());
        Path executable = executable(request, environment);
        checkInterpreter(executable);
        checkWorkingDirectory(request);
        ProcessRequest prepared = request.toBuilder(executable.toString())
                .environment(MARK, nested(System.getenv(MARK), mark))
                .build();
        checkSizes(prepared, environment);
        return prepared;
    }

    /**
     * A mark that no other run on this machine has, and that is no part of another one.
     *
     * <p>Not a random one: setting up the random numbers of the JVM takes longer than starting a program, and this need
     * not be hard to guess.
     */
    static String newMark() {
        return "p" + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + "-"
                + MARKS.incrementAndGet() + ".";
    }

    /** Takes the place from which a program is killed when this JVM shuts down. */
    static LiveProcesses.Place reservePlace(ProcessRequest request) throws ProcessStartException {
        try {
            return LiveProcesses.reserve();
        } catch (IllegalStateException shuttingDown) {
            throw new ProcessStartException(
                    Reason.FAILED, request.executable() + " is not started while the JVM shuts down", shuttingDown);
        }
    }

    /** Starts a prepared request. */
    static SpawnedProcess spawn(ProcessSpawner spawner, ProcessRequest request)
            throws IOException, InterruptedException {
        checkDescriptors(request);
        try {
            return spawner.spawn(request);
        } catch (ProcessStartException typed) {
            throw typed;
        } catch (InterruptedIOException interrupt) {
            // As usual, the exception replaces the interrupt status.
            Thread.interrupted();
            throw (InterruptedException)
                    new InterruptedException("interrupted while " + request.executable() + " was started")
                            .initCause(interrupt);
        } catch (IOException untyped) {
            Reason reason = reasonOf(untyped);
            descriptorsWereScarce |= reason == Reason.OUT_OF_RESOURCES;
            throw new ProcessStartException(
                    reason, request.executable() + " could not be started: " + untyped.getMessage(), untyped);
        } catch (LinkageError | RuntimeException broken) {
            throw new ProcessStartException(
                    spawner.isTerminal() ? Reason.TERMINAL_UNAVAILABLE : Reason.FAILED,
                    request.executable() + " could not be started: " + reasonOf(broken),
                    broken);
        }
    }

    /** Avoids a start that cannot succeed: for lack of descriptors it fails and leaks two more (seen on JDK 17). */
    private static void checkDescriptors(ProcessRequest request) throws IOException {
        if (!descriptorsWereScarce || OperatingSystem.WINDOWS) {
            return;
        }
        List<InputStream> probes = new ArrayList<>();
        try {
            while (probes.size() < DESCRIPTORS) {
                probes.add(new FileInputStream("/dev/null"));
            }
            descriptorsWereScarce = false;
        } catch (IOException exhausted) {
            throw new ProcessStartException(
                    Reason.OUT_OF_RESOURCES,
                    request.executable() + " could not be started: there are no descriptors left",
                    exhausted);
        } finally {
            for (InputStream probe : probes) {
                probe.close();
            }
        }
    }

    /** A run within a run is found by the marks of both. */
    private static String nested(@Nullable String outer, String mark) {
        return outer == null || outer.length() > 1000 ? mark : outer + "," + mark;
    }

    private static Path executable(ProcessRequest request, Map<String, String> environment)
            throws ProcessStartException {
        String name = request.executable();
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException notAPath) {
            throw new ProcessStartException(Reason.NOT_FOUND, name + " is no file name here", notAPath);
        }
        if (path.getNameCount() == 1 && !path.isAbsolute() && !name.contains("/")) {
            Optional<Path> found =
                    ExecutableFinder.builder().environment(environment).build().find(name);
            return found.orElseThrow(
                    () -> new ProcessStartException(Reason.NOT_FOUND, name + " was not found on PATH", null));
        }
        Path absolute = path.toAbsolutePath();
        if (!Files.exists(absolute)) {
            throw new ProcessStartException(Reason.NOT_FOUND, "there is no " + absolute, null);
        }
        if (Files.isDirectory(absolute)) {
            throw new ProcessStartException(Reason.NOT_EXECUTABLE, absolute + " is a directory", null);
        }
        if (!Files.isExecutable(absolute)) {
            throw new ProcessStartException(Reason.NOT_EXECUTABLE, "this user may not execute " + absolute, null);
        }
        return absolute;
    }

    /** The system reports a missing interpreter as if the script were missing. */
    private static void checkInterpreter(Path script) throws ProcessStartException {
        if (OperatingSystem.WINDOWS) {
            return;
        }
        String start;
        try (InputStream content = new FileInputStream(script.toFile())) {
            start = new String(content.readNBytes(FIRST_LINE), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            // A program may be executable without being readable; then it is no script.
            return;
        }
        // A carriage return belongs to the name: that is why scripts with the line ends of Windows do not start.
        Matcher matcher = INTERPRETER.matcher(start);
        String interpreter = matcher.lookingAt() ? matcher.group(1) : "";
        if (interpreter.startsWith("/") && !Files.isExecutable(Path.of(interpreter))) {
            throw new ProcessStartException(
                    Reason.NOT_EXECUTABLE,
                    script + " needs " + interpreter.replace("\r", "\\r") + ", which cannot be executed",
                    null);
        }
    }

    private static void checkWorkingDirectory(ProcessRequest request) throws ProcessStartException {
        Path directory = request.workingDirectory().orElse(null);
        if (directory == null) {
            return;
        }
        if (!Files.isDirectory(directory)) {
            throw new ProcessStartException(
                    Reason.NO_WORKING_DIRECTORY,
                    request.executable() + " cannot start in " + directory + ", which is no directory",
                    null);
        }
        if (!OperatingSystem.WINDOWS && !Files.isExecutable(directory)) {
            throw new ProcessStartException(
                    Reason.NO_WORKING_DIRECTORY,
                    request.executable() + " cannot start in " + directory + ", which this user may not enter",
                    null);
        }
    }

    private static void checkSizes(ProcessRequest request, Map<String, String> environment)
            throws ProcessStartException {
        long arguments = request.executable().length() + 1L;
        long largest = 0;
        for (String argument : request.arguments()) {
            long size = size(argument);
            arguments += size;
            largest = Math.max(largest, size);
        }
        long variables = 0;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            long size = size(variable.getKey()) + size(variable.getValue());
            variables += size;
            largest = Math.max(largest, size);
        }
        boolean fits;
        if (OperatingSystem.WINDOWS) {
            fits = arguments <= WINDOWS_ARGUMENTS;
        } else if (OperatingSystem.LINUX) {
            fits = largest <= LINUX_STRING && arguments + variables <= LINUX_TOTAL;
        } else {
            fits = arguments + variables <= MACOS_TOTAL;
        }
        if (!fits) {
            throw new ProcessStartException(
                    Reason.TOO_LARGE,
                    "the arguments (" + arguments + " bytes) or the environment (" + variables + " bytes) of "
                            + request.executable() + " are too large",
                    null);
        }
    }

    /** With the byte that ends or parts it. */
    private static long size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length + 1L;
    }

    /**
     * Only the first use of a class that cannot be initialised fails with the reason; later ones have it as their
     * cause.
     */
    private static Throwable reasonOf(Throwable broken) {
        boolean uninitialised = broken instanceof NoClassDefFoundError || broken instanceof ExceptionInInitializerError;
        Throwable cause = broken.getCause();
        return uninitialised && cause != null ? reasonOf(cause) : broken;
    }

    private static Reason reasonOf(IOException fault) {
        if (fault instanceof FileNotFoundException || fault.getCause() instanceof FileNotFoundException) {
            // Only /dev/null is opened on the way, which fails only for lack of descriptors.
            return Reason.OUT_OF_RESOURCES;
        }
        Matcher matcher = ERROR_NUMBER.matcher(String.valueOf(fault.getMessage()));
        if (!matcher.find()) {
            return Reason.FAILED;
        }
        int number = Integer.parseInt(matcher.group(1));
        return OperatingSystem.WINDOWS ? windowsReason(number) : unixReason(number);
    }

    private static Reason unixReason(int errno) {
        return switch (errno) {
            case 2, 20 -> Reason.NOT_FOUND; // ENOENT, ENOTDIR
            case 8, 13 -> Reason.NOT_EXECUTABLE; // ENOEXEC, EACCES
            case 7 -> Reason.TOO_LARGE; // E2BIG
            case 11, 12, 23, 24, 35 -> Reason.OUT_OF_RESOURCES; // EAGAIN (35 on macOS), ENOMEM, ENFILE, EMFILE
            default -> Reason.FAILED;
        };
    }

    private static Reason windowsReason(int error) {
        return switch (error) {
            case 2, 3 -> Reason.NOT_FOUND; // ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND
            case 5, 193 -> Reason.NOT_EXECUTABLE; // ERROR_ACCESS_DENIED, ERROR_BAD_EXE_FORMAT
            case 206 -> Reason.TOO_LARGE; // ERROR_FILENAME_EXCED_RANGE
            case 267 -> Reason.NO_WORKING_DIRECTORY; // ERROR_DIRECTORY
            case 4, 8, 14, 1455 -> Reason.OUT_OF_RESOURCES; // handles, memory, memory, page file
            default -> Reason.FAILED;
        };
    }
}
