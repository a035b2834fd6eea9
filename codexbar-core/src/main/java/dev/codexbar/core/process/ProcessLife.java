package dev.codexbar.core.process;

import dev.codexbar.core.process.ProcessEvents.Progress;
import dev.codexbar.core.process.ProcessResult.Ending;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The life of one program from its start to its result: the only place that knows limits, endings and what follows.
 *
 * <pre>
 * RUNNING ── it exits ──────────────────────────────────────────────────────→ CLEARING ──→ OVER
 *    ├────── a limit, the answer, an interrupt, a fault ────────→ TERMINATING ──↑ ↑
 *    └────── the same, gently ──→ CLOSING_INPUT ── grace over ──────↑             │
 *                                       └──────── it exits ───────────────────────┘
 * </pre>
 *
 * <p>The thread of the caller drives it and sleeps in between. One thread per stream and one that waits for the exit
 * report what happens to {@link ProcessEvents}, which wakes the driver.
 */
final class ProcessLife implements LiveProcesses.Program {

    private enum State {
        /** The program runs, and its output is followed. */
        RUNNING,
        /** The input of the program was closed; no signal is sent while it has time to exit. */
        CLOSING_INPUT,
        /** The program and its family got a signal to end, and have a short grace period. */
        TERMINATING,
        /** The program has exited or is being killed, and so is its family; the streams are drained. */
        CLEARING,
        /** Nothing is waited for any more. */
        OVER
    }

    /** The grace period between the first signal and the kill. The promise of 350 ms depends on it. */
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(250);

    /** The same when the caller is waiting: after SATISFIED or an interrupt. */
    private static final long SHORT_GRACE = TimeUnit.MILLISECONDS.toNanos(100);

    /** How long killed processes may take to disappear. */
    private static final long CLEARANCE = TimeUnit.MILLISECONDS.toNanos(70);

    /**
     * After the exit, the driver gives up waiting for end of file once the unknown holder of the stream has been silent
     * this long. Long, because on a busy machine a reader may get no time for a while; rarely waited for, because Linux
     * finds the holder.
     */
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(1);

    /** After the exit, an unknown holder of the stream that keeps writing is read no longer than this. */
    private static final long AFTERMATH = TimeUnit.SECONDS.toNanos(5);

    /** The back-off between two looks for survivors, doubled from the first to the last. */
    private static final long FIRST_PAUSE = TimeUnit.MICROSECONDS.toNanos(500);

    private static final long LAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    /** How often a JVM that shuts down looks whether a program whose input it closed has exited. */
    private static final long SHUTDOWN_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    private static final int READ_SIZE = 64 << 10;

    /** How much output is handed on before the clock is looked at again. */
    private static final int PIECE_SIZE = 64 << 10;

    /** A program that queries the terminal and does not read the replies gets no more of them. */
    private static final int MOST_UNREAD_REPLIES = 4096;

    /** 146 years: two such times do not overflow the clock. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final ProcessRequest request;
    private final String runner;
    private final SpawnedProcess process;
    private final ProcessFamily family;
    private final ProcessEvents events;
    private final OutputMonitor monitor;
    private final InputWriter writer;
    private final long begin;
    /** When signals are sent at the latest. */
    private final long deadline;

    /** How long the program may take to exit once its input is closed; 0 if signals come first. */
    private final long inputGrace;

    // What only the driving thread uses.
    private State state = State.RUNNING;
    private @Nullable Ending ending;
    private @Nullable Throwable failure;
    private boolean interruptedLate;
    /** Whether output is still kept and handed on. */
    private boolean following = true;

    private long signalGrace;
    private long stateBeganAt;
    private long stateEndsAt;
    private boolean familyGone;
    private long lookAt;
    private long lookPause = FIRST_PAUSE;

    private ProcessLife(
            String runner, SpawnedProcess process, ProcessRequest request, ProcessFamily family, long begin) {
        this.runner = runner;
        this.process = process;
        this.request = request;
        this.family = family;
        this.monitor = new OutputMonitor(request);
        this.events = new ProcessEvents(
                request.outputLimit(),
                process.error().isPresent() ? 2 : 1,
                monitor.isListening(),
                request.idleLimit().isPresent());
        this.writer = new InputWriter(process.input(), process.endOfInput(), threadName("input"));
        this.begin = begin;
        long timeLimit = nanos(request.timeLimit());
        this.deadline = begin + timeLimit;
        this.inputGrace =
                Math.min(request.closeInputFirst().map(ProcessLife::nanos).orElse(0L), timeLimit / 2);
    }

    /** Starts a program and sees it through. */
    static ProcessResult of(ProcessSpawner spawner, ProcessRequest request) throws IOException, InterruptedException {
        return of(spawner, request, ProcessFamily::of);
    }

    /** The same with another way to find what a program started, by the program and the mark of its run. */
    static ProcessResult of(
            ProcessSpawner spawner,
            ProcessRequest request,
            BiFunction<? super SpawnedProcess, ? super String, ? extends ProcessFamily> families)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before " + request.executable() + " was started");
        }
        String mark = ProcessStart.newMark();
        ProcessRequest prepared = ProcessStart.prepare(spawner, request, mark);
        LiveProcesses.Place place = ProcessStart.reservePlace(prepared);
        try {
            String runner = spawner.name();
            SpawnedProcess process = ProcessStart.spawn(spawner, prepared);
            ProcessLife life = begun(runner, process, prepared, families, mark, begin);
            return life.live(place);
        } finally {
            place.leave();
        }
    }

    private static ProcessLife begun(
            String runner,
            SpawnedProcess process,
            ProcessRequest request,
            BiFunction<? super SpawnedProcess, ? super String, ? extends ProcessFamily> families,
            String mark,
            long begin)
            throws IOException {
        try {
            return new ProcessLife(runner, process, request, families.apply(process, mark), begin);
        } catch (Throwable broken) {
            // A faulty spawner, for instance. Only this method knows of the program yet.
            try (process) {
                process.kill();
            }
            throw broken;
        }
    }

    private ProcessResult live(LiveProcesses.Place place) throws InterruptedException {
        try {
            startThreads();
            // After the threads: where the JVM is shutting down already, the exit is waited for in this call.
            place.occupy(this);
            drive();
        } catch (Throwable broken) {
            // No memory for a thread, for instance. Whatever it is, the program does not outlive it.
            killNow();
            throw broken;
        } finally {
            writer.abandon();
            close();
        }
        if (interruptedLate) {
            Thread.currentThread().interrupt();
        }
        throwFailure();
        return result();
    }

    // ---- The state machine, on the thread of the caller.

    private void drive() {
        beginInput();
        while (state != State.OVER) {
            // In this order: an event that comes in between ends the sleep below at once, so none is missed.
            Progress progress = events.look();
            boolean upToDate = handOnOutput();
            long now = System.nanoTime();
            long wakeAt = switch (state) {
                case RUNNING -> whileRunning(progress, upToDate, now);
                case CLOSING_INPUT -> whileClosingInput(progress, upToDate, now);
                case TERMINATING -> whileTerminating(progress, now);
                case CLEARING -> whileClearing(progress, upToDate, now);
                case OVER -> now;
            };
            sleep(progress, wakeAt);
        }
    }

    /** Returns when to look again if nothing happens, as do the methods of the other states. */
    private long whileRunning(Progress progress, boolean upToDate, long now) {
        if (Thread.interrupted()) {
            failure = new InterruptedException("interrupted while " + request.executable() + " ran");
        }
        if (failure != null) {
            return end(null, SHORT_GRACE, now);
        }
        if (progress.overflowed()) {
            return end(Ending.OUTPUT_LIMIT, GRACE, now);
        }
        if (progress.exited()) {
            ending = Ending.EXITED;
            return beginClearing(now);
        }
        if (upToDate && isComplete()) {
            return end(failure == null ? Ending.SATISFIED : null, SHORT_GRACE, now);
        }
        if (now - (deadline - inputGrace) >= 0) {
            return end(Ending.TIMED_OUT, GRACE, now);
        }
        long wakeAt = family.watch(progress.latestByteAt(), now, deadline - inputGrace);
        if (progress.hasOutput() && request.idleLimit().isPresent()) {
            long idleAt = progress.latestByteAt() + nanos(request.idleLimit().get());
            if (now - idleAt >= 0) {
                return end(Ending.IDLE, GRACE, now);
            }
            wakeAt = earlier(wakeAt, idleAt);
        }
        return upToDate ? monitor.judgeAt(wakeAt) : now;
    }

    /** Ends the program as gently as the request wants; the ending is {@code null} if there is a failure instead. */
    private long end(@Nullable Ending decided, long grace, long now) {
        ending = decided;
        signalGrace = grace;
        // An answer may still come from a program that has reached a limit and now reads the end of its input.
        if (inputGrace == 0 || !mayBecomeSatisfied()) {
            freeze();
        }
        if (inputGrace == 0) {
            return beginTermination(now);
        }
        writer.finish();
        return enter(State.CLOSING_INPUT, now, Math.min(inputGrace, deadline - now));
    }

    private boolean mayBecomeSatisfied() {
        return ending == Ending.TIMED_OUT || ending == Ending.IDLE;
    }

    private long whileClosingInput(Progress progress, boolean upToDate, long now) {
        if (following && progress.overflowed()) {
            ending = Ending.OUTPUT_LIMIT;
            freeze();
        }
        if (following && upToDate && isComplete()) {
            becomeSatisfied();
        }
        if (progress.exited()) {
            return beginClearing(now);
        }
        if (now - stateEndsAt >= 0) {
            return beginTermination(now);
        }
        long wakeAt = family.watch(progress.latestByteAt(), now, stateEndsAt);
        if (!following) {
            return wakeAt;
        }
        return upToDate ? monitor.judgeAt(wakeAt) : now;
    }

    /** Or fails, if that is why nothing more is to be read. */
    private void becomeSatisfied() {
        ending = failure == null ? Ending.SATISFIED : null;
        signalGrace = SHORT_GRACE;
        freeze();
    }

    private long beginTermination(long now) {
        freeze();
        family.terminate();
        return enter(State.TERMINATING, now, signalGrace);
    }

    private long whileTerminating(Progress progress, long now) {
        boolean gone = false;
        if (progress.exited() && now - lookAt >= 0) {
            gone = family.isGone();
            backOff(now);
        }
        if (gone || now - stateEndsAt >= 0) {
            process.kill();
            return enter(State.CLEARING, now, CLEARANCE);
        }
        return progress.exited() ? earlier(lookAt, stateEndsAt) : stateEndsAt;
    }

    /** After an exit: what the program wrote is read to its end, if it is still of interest. */
    private long beginClearing(long now) {
        long longest = following ? Math.min(AFTERMATH, Math.max(deadline - now, 0) + GRACE) : CLEARANCE;
        return enter(State.CLEARING, now, longest);
    }

    private long whileClearing(Progress progress, boolean upToDate, long now) {
        if (!familyGone && now - lookAt >= 0) {
            familyGone = family.kill();
            backOff(now);
        }
        // Before its readers have started, silence says nothing about the program.
        long silentAt =
                progress.readersStarted() ? later(stateBeganAt, progress.latestByteAt()) + SILENCE : now + LAST_PAUSE;
        boolean drained = upToDate && (progress.streamsEnded() || progress.overflowed() || now - silentAt >= 0);
        if ((progress.exited() && familyGone && drained) || now - stateEndsAt >= 0) {
            if (following && mayBecomeSatisfied() && monitorIsCompleteAtLast()) {
                becomeSatisfied();
            }
            state = State.OVER;
            return now;
        }
        return upToDate ? earlier(stateEndsAt, familyGone ? silentAt : lookAt) : now;
    }

    private long enter(State next, long now, long longest) {
        state = next;
        stateBeganAt = now;
        stateEndsAt = now + longest;
        lookAt = now;
        lookPause = FIRST_PAUSE;
        return now;
    }

    private void backOff(long now) {
        lookAt = now + lookPause;
        lookPause = Math.min(2 * lookPause, LAST_PAUSE);
    }

    private void freeze() {
        following = false;
        events.freeze();
    }

    private void sleep(Progress progress, long wakeAt) {
        try {
            events.await(progress, wakeAt);
        } catch (InterruptedException interrupt) {
            if (state == State.RUNNING) {
                failure = interrupt;
            } else {
                // The outcome is decided; the interrupt status is restored at the end.
                interruptedLate = true;
            }
        }
    }

    // ---- What the caller brought along: predicate and dialogue, which may throw.

    private void beginInput() {
        writer.write(request.standardInput());
        try {
            writer.write(monitor.start());
        } catch (RuntimeException | Error thrown) {
            failure = thrown;
        }
        if (!request.keepsInputOpen()) {
            writer.finish();
        }
    }

    /** Hands on one piece of the output; returns whether that was all there is so far. */
    private boolean handOnOutput() {
        if (!monitor.isListening() || failure != null || !following) {
            return true;
        }
        byte[] output = events.take(events.output(), PIECE_SIZE);
        byte[] error = events.take(events.error(), PIECE_SIZE);
        try {
            if (output.length > 0) {
                // Once the input is closed, the writer drops these.
                writer.write(monitor.onOutput(output, writer.pending() < MOST_UNREAD_REPLIES));
            }
            if (error.length > 0) {
                monitor.onError(error);
            }
        } catch (RuntimeException | Error thrown) {
            failure = thrown;
        }
        return events.isAllTaken();
    }

    /** Tells whether nothing more is to be read: the answer is complete, or the code that decides it failed. */
    private boolean isComplete() {
        try {
            return failure != null || monitor.isComplete();
        } catch (RuntimeException | Error thrown) {
            failure = thrown;
            return true;
        }
    }

    /** The same for the whole output, without back-off. */
    private boolean monitorIsCompleteAtLast() {
        monitor.judgeAtOnce();
        return isComplete();
    }

    // ---- The other threads.

    private void startThreads() {
        DaemonThreads.start(threadName("output"), () -> read(process.output(), events.output()));
        process.error().ifPresent(error -> DaemonThreads.start(threadName("error"), () -> read(error, events.error())));
        DaemonThreads.start(threadName("exit"), this::awaitExit);
    }

    private void read(InputStream stream, Capture.Stream target) {
        byte[] piece = new byte[READ_SIZE];
        events.noteReaderStarted();
        try {
            for (int length = stream.read(piece); length > 0; length = stream.read(piece)) {
                events.noteOutput(target, piece, length);
            }
        } catch (IOException closed) {
            // The stream was given up and closed.
        } finally {
            events.noteEndOfFile();
        }
    }

    private void awaitExit() {
        try {
            events.noteExit(process.waitFor());
        } catch (InterruptedException never) {
            // This thread is known to this class only.
            Thread.currentThread().interrupt();
        }
    }

    // ---- The end.

    @Override
    public long closeInput() {
        if (inputGrace > 0) {
            writer.finish();
        }
        return inputGrace;
    }

    @Override
    public void awaitExitUntil(long time) {
        while (!events.look().exited() && System.nanoTime() - time < 0) {
            LockSupport.parkNanos(SHUTDOWN_PAUSE);
        }
    }

    /** For a JVM that shuts down, and for what must not happen. */
    @Override
    public void killNow() {
        process.kill();
        for (int look = 0; look < 3 && !family.kill(); look++) {
            Thread.onSpinWait();
        }
    }

    private void close() {
        try {
            process.close();
        } catch (IOException kept) {
            // The program is gone, and its output is here: the caller could do nothing about it.
        }
    }

    private void throwFailure() throws InterruptedException {
        if (failure instanceof InterruptedException interrupt) {
            throw interrupt;
        }
        if (failure instanceof RuntimeException fault) {
            throw fault;
        }
        if (failure instanceof Error fault) {
            throw fault;
        }
    }

    private ProcessResult result() {
        events.freeze();
        Ending known = ending;
        if (known == null || (known == Ending.EXITED && events.look().overflowed())) {
            known = Ending.OUTPUT_LIMIT;
        }
        ProcessResult.Builder result = events.result(known)
                .duration(Duration.ofNanos(System.nanoTime() - begin))
                .runner(runner);
        request.terminal().ifPresent(result::terminal);
        if (monitor.readsText() && events.isAllTaken()) {
            result.text(monitor.text());
        }
        return result.build();
    }

    private String threadName(String role) {
        return "codexbar-" + role + "-" + process.pid();
    }

    private static long nanos(Duration limit) {
        return limit.compareTo(LONGEST) < 0 ? limit.toNanos() : LONGEST.toNanos();
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    private static long later(long one, long other) {
        return one - other < 0 ? other : one;
    }
}
