package dev.codexbar.testkit;

import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessStartException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A runner without processes: it plays {@link FakeProgram}s, chosen by the command, and records what was asked of it.
 *
 * <pre>{@code
 * FakeProcessRunner runner = new FakeProcessRunner()
 *         .on(FakeProgram.prints("kiro-cli 2.11.0\n"), "kiro-cli", "--version")
 *         .on(FakeProgram.hangs(), "kiro-cli", "whoami");
 * }</pre>
 *
 * <p>It keeps every limit of a request as a real runner does: time, idle and output limit, {@code stopWhen}, the
 * dialogue, {@code closeInputFirst} and interruption. A command that no program is set for is not found, as if it were
 * not installed. Thread-safe; meant to be set up before it is used.
 *
 * @since 0.1.0
 */
public final class FakeProcessRunner implements ProcessRunner {

    /** Programs for one kind of command; each run takes the next, and the last one stays. */
    private static final class Rule {

        private final String name;
        private final Predicate<? super ProcessRequest> matches;
        private final List<FakeProgram> programs;
        private int next;

        Rule(String name, Predicate<? super ProcessRequest> matches, List<FakeProgram> programs) {
            if (programs.isEmpty()) {
                throw new IllegalArgumentException("no program for " + name);
            }
            this.name = name;
            this.matches = matches;
            this.programs = List.copyOf(programs);
        }

        FakeProgram takeNext() {
            FakeProgram program = programs.get(next);
            next = Math.min(next + 1, programs.size() - 1);
            return program;
        }
    }

    private final @Nullable MutableClock clock;
    private final Object lock = new Object();
    private final List<Rule> rules = new ArrayList<>();
    private final List<ProcessRequest> calls = new ArrayList<>();
    private int running;

    /** Makes a runner whose programs take real time: one that hangs does so until the time limit is over. */
    public FakeProcessRunner() {
        this.clock = null;
    }

    /**
     * Makes a runner whose programs take no real time: instead of waiting it advances a clock, so that a program that
     * hangs is timed out at once.
     *
     * @param clock the clock that is advanced
     */
    public FakeProcessRunner(MutableClock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Sets what a command does. A command set later wins over one set earlier.
     *
     * @param program what it does
     * @param executable its file name, compared without the folder and a suffix such as {@code .exe}
     * @param leadingArguments the arguments it begins with; there may be more
     * @return this runner
     */
    public FakeProcessRunner on(FakeProgram program, String executable, String... leadingArguments) {
        return on(List.of(program), executable, leadingArguments);
    }

    /**
     * Sets what a command does from run to run. A command set later wins over one set earlier.
     *
     * @param programs what it does at the first run, the second and so on; the last one stays
     * @param executable its file name, compared without the folder and a suffix such as {@code .exe}
     * @param leadingArguments the arguments it begins with; there may be more
     * @return this runner
     * @throws IllegalArgumentException if the list is empty
     */
    public FakeProcessRunner on(List<FakeProgram> programs, String executable, String... leadingArguments) {
        List<String> leading = List.of(leadingArguments);
        String name = leading.isEmpty() ? executable : executable + " " + String.join(" ", leading);
        return add(new Rule(
                name,
                request -> simpleName(request.executable()).equals(simpleName(executable))
                        && startsWith(request.arguments(), leading),
                programs));
    }

    /**
     * Sets what happens with certain requests. A condition set later wins over one set earlier.
     *
     * @param condition which requests are meant
     * @param programs what happens at the first run, the second and so on; the last one stays
     * @return this runner
     * @throws IllegalArgumentException if there is no program
     */
    public FakeProcessRunner when(Predicate<? super ProcessRequest> condition, FakeProgram... programs) {
        return add(new Rule(
                "a condition", Objects.requireNonNull(condition, "condition"), Arrays.asList(programs.clone())));
    }

    /**
     * Returns what was asked of this runner.
     *
     * @return the requests in order
     */
    public List<ProcessRequest> calls() {
        synchronized (lock) {
            return List.copyOf(calls);
        }
    }

    /**
     * Returns how many programs run now.
     *
     * @return a number from 0 up
     */
    public int running() {
        synchronized (lock) {
            return running;
        }
    }

    /**
     * Waits until a program runs, so that a test can interrupt it.
     *
     * @param limit how long to wait at most
     * @return {@code true} if a program runs, {@code false} if none did in time
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public boolean awaitRunning(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (lock) {
            while (running == 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                lock.wait(left / 1_000_000, (int) (left % 1_000_000));
            }
            return true;
        }
    }

    @Override
    public ProcessResult run(ProcessRequest request) throws IOException, InterruptedException {
        FakeProgram program;
        synchronized (lock) {
            calls.add(request);
            program = choose(request);
            running++;
            lock.notifyAll();
        }
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before " + request);
            }
            return new FakeRun(request, program, clock).run();
        } finally {
            synchronized (lock) {
                running--;
            }
        }
    }

    private FakeProcessRunner add(Rule rule) {
        synchronized (lock) {
            rules.add(0, rule);
        }
        return this;
    }

    private FakeProgram choose(ProcessRequest request) {
        for (Rule rule : rules) {
            if (rule.matches.test(request)) {
                return rule.takeNext();
            }
        }
        String commandLine = (request.executable() + " " + String.join(" ", request.arguments())).strip();
        List<String> known = rules.stream().map(rule -> rule.name).toList();
        return FakeProgram.fails(new ProcessStartException(
                ProcessStartException.Reason.NOT_FOUND,
                "No fake program is set for " + commandLine + "; there are " + known,
                null));
    }

    private static String simpleName(String executable) {
        Path name = Path.of(executable).getFileName();
        return (name == null ? executable : name.toString()).replaceFirst("(?i)\\.(?:exe|cmd|bat)$", "");
    }

    private static boolean startsWith(List<String> arguments, List<String> leading) {
        return arguments.size() >= leading.size()
                && arguments.subList(0, leading.size()).equals(leading);
    }
}
