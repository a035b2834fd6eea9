package dev.codexbar.core.process;

import dev.codexbar.core.process.ProcessResult.Ending;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The life of one program from its start to its result: the only place that knows limits, endings and what follows.
 *
 * <pre>
 * RUNNING ── it exits ─────────────────────────────────────→ CLEARING ──→ OVER
 *    └────── a limit, the answer, an interrupt, a fault ──→ TERMINATING ──↑
 * </pre>
 *
 * <p>The thread of the caller drives it and sleeps in between. One thread per stream and one that waits for the exit
 * only note what happened and wake the caller.
 */
final class ProcessLife {

    private enum State {
        /** The program runs and is listened to. */
        RUNNING,
        /** Program and family were asked to end, and have a little time for it. */
        TERMINATING,
        /** The program is gone or being killed, and so is what it left; the streams are read to their ends. */
        CLEARING,
        /** Nothing is waited for any more. */
        OVER
    }

    /** What the other threads have noted up to a moment. */
    private record Seen(
            long news,
            boolean exited,
            boolean streamsRead,
            boolean streamsEnded,
            boolean overflowed,
            boolean spoke,
            long latestByteAt) {}

    /** What a limit leaves to programs that tidy up; the promise of 350 ms hangs on it. */
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(250);

    /** Who has the answer, or was interrupted, wants to go on. */
    private static final long SHORT_GRACE = TimeUnit.MILLISECONDS.toNanos(100);

    /** How long the killed may take to disappear. */
    private static final long CLEARANCE = TimeUnit.MILLISECONDS.toNanos(70);

    /**
     * Who holds a stream so long after the exit without writing was not found; the stream's end is not waited for.
     * Long, because on a busy machine a reader may get no time for a while, and rarely waited for: on Linux who holds a
     * stream is found.
     */
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(1);

    /** And who writes on is listened to no longer than this. */
    private static final long AFTERMATH = TimeUnit.SECONDS.toNanos(5);

    /** The pause between two looks for survivors, doubled from the first to the last. */
    private static final long FIRST_PAUSE = TimeUnit.MICROSECONDS.toNanos(500);

    private static final long LAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int READ_SIZE = 64 << 10;

    /** What is handed on before the clock is looked at again. */
    private static final int HEARING = 64 << 10;

    /** A program that asks the terminal and does not read the answers gets no more of them. */
    private static final int UNREAD_ANSWERS = 4096;

    /** 146 years: two such times do not overflow the clock. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final ProcessRequest request;
    private final String runner;
    private final SpawnedProcess process;
    private final ProcessFamily family;
    private final OutputMonitor conversation;
    private final InputWriter writer;
    private final long begin;
    private final long deadline;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // What the other threads note, under the lock.
    private final Capture capture;
    private long news;
    private int unreadStreams;
    private int openStreams;
    private boolean exited;
    private int exitCode;
    private boolean spoke;
    private long latestByteAt;

    // What only the thread of the caller knows.
    private State state = State.RUNNING;
    private @Nullable Ending ending;
    private @Nullable Throwable failure;
    private boolean interruptedLate;
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
        this.conversation = new OutputMonitor(request);
        this.writer = new InputWriter(process.input(), threadName("input"));
        this.capture = new Capture(request.outputLimit());
        this.begin = begin;
        this.deadline = begin + nanos(request.timeLimit());
        this.openStreams = process.error().isPresent() ? 2 : 1;
        this.unreadStreams = openStreams;
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
            place.occupy(life::killNow);
            return life.live();
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
            // A spawner of somebody else's, for instance. Nobody else knows of the program yet.
            try (process) {
                process.kill();
            }
            throw broken;
        }
    }

    private ProcessResult live() throws InterruptedException {
        try {
            startThreads();
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
        open();
        while (state != State.OVER) {
            // In this order: what comes in between is news to the sleep below, and never missed.
            Seen seen = look();
            boolean heardAll = hear();
            long now = System.nanoTime();
            long wakeAt = switch (state) {
                case RUNNING -> run(seen, heardAll, now);
                case TERMINATING -> terminate(seen, now);
                case CLEARING -> clear(seen, heardAll, now);
                case OVER -> now;
            };
            sleep(seen, wakeAt);
        }
    }

    /** Returns when to look again if nothing happens, as do the methods of the other states. */
    private long run(Seen seen, boolean heardAll, long now) {
        if (Thread.interrupted()) {
            failure = new InterruptedException("interrupted while " + request.executable() + " ran");
        }
        if (failure != null) {
            return terminate(null, SHORT_GRACE, now);
        }
        if (seen.overflowed) {
            return terminate(Ending.OUTPUT_LIMIT, GRACE, now);
        }
        if (seen.exited) {
            ending = Ending.EXITED;
            return enter(State.CLEARING, now, Math.min(AFTERMATH, Math.max(deadline - now, 0) + GRACE));
        }
        if (heardAll && isComplete()) {
            return terminate(failure == null ? Ending.SATISFIED : null, SHORT_GRACE, now);
        }
        if (now - deadline >= 0) {
            return terminate(Ending.TIMED_OUT, GRACE, now);
        }
        long wakeAt = family.watch(seen.latestByteAt, now, deadline);
        if (seen.spoke && request.idleLimit().isPresent()) {
            long idleAt = seen.latestByteAt + nanos(request.idleLimit().get());
            if (now - idleAt >= 0) {
                return terminate(Ending.IDLE, GRACE, now);
            }
            wakeAt = earlier(wakeAt, idleAt);
        }
        return heardAll ? conversation.judgeAt(wakeAt) : now;
    }

    private long terminate(@Nullable Ending decided, long grace, long now) {
        ending = decided;
        freeze();
        family.terminate();
        return enter(State.TERMINATING, now, grace);
    }

    private long terminate(Seen seen, long now) {
        boolean gone = false;
        if (seen.exited && now - lookAt >= 0) {
            gone = family.isGone();
            rest(now);
        }
        if (gone || now - stateEndsAt >= 0) {
            process.kill();
            return enter(State.CLEARING, now, CLEARANCE);
        }
        return seen.exited ? earlier(lookAt, stateEndsAt) : stateEndsAt;
    }

    private long clear(Seen seen, boolean heardAll, long now) {
        if (!familyGone && now - lookAt >= 0) {
            familyGone = family.kill();
            rest(now);
        }
        // Before its readers have begun, silence says nothing about the program.
        long silentAt = seen.streamsRead ? later(stateBeganAt, seen.latestByteAt) + SILENCE : now + LAST_PAUSE;
        boolean heard = heardAll && (seen.streamsEnded || seen.overflowed || now - silentAt >= 0);
        if ((seen.exited && familyGone && heard) || now - stateEndsAt >= 0) {
            state = State.OVER;
            return now;
        }
        return heardAll ? earlier(stateEndsAt, familyGone ? silentAt : lookAt) : now;
    }

    private long enter(State next, long now, long longest) {
        state = next;
        stateBeganAt = now;
        stateEndsAt = now + longest;
        lookAt = now;
        lookPause = FIRST_PAUSE;
        return now;
    }

    private void rest(long now) {
        lookAt = now + lookPause;
        lookPause = Math.min(2 * lookPause, LAST_PAUSE);
    }

    private void sleep(Seen seen, long wakeAt) {
        lock.lock();
        try {
            long left = wakeAt - System.nanoTime();
            while (news == seen.news && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupt) {
            if (state == State.RUNNING) {
                failure = interrupt;
            } else {
                // The outcome is decided; whoever asks the thread next shall know.
                interruptedLate = true;
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- What the caller brought along: predicate and dialogue, which may throw.

    private void open() {
        writer.write(request.standardInput());
        try {
            writer.write(conversation.open());
        } catch (RuntimeException | Error thrown) {
            failure = thrown;
        }
        if (request.terminal().isEmpty() && request.dialogue().isEmpty()) {
            writer.finish();
        }
    }

    /** Hands on one piece of what was read; returns whether that was all. */
    private boolean hear() {
        if (!conversation.listens() || failure != null || !(state == State.RUNNING || ending == Ending.EXITED)) {
            return true;
        }
        byte[] output;
        byte[] error;
        boolean all;
        lock.lock();
        try {
            output = capture.output().take(HEARING);
            error = capture.error().take(HEARING);
            all = capture.isTaken();
        } finally {
            lock.unlock();
        }
        try {
            if (output.length > 0) {
                writer.write(conversation.hear(output, writer.waiting() < UNREAD_ANSWERS));
            }
            if (error.length > 0) {
                conversation.overhear(error);
            }
        } catch (RuntimeException | Error thrown) {
            failure = thrown;
        }
        return all;
    }

    /** Tells whether nothing more is to be heard: the answer is complete, or who was to say so failed. */
    private boolean isComplete() {
        try {
            return conversation.isComplete();
        } catch (RuntimeException | Error thrown) {
            failure = thrown;
            return true;
        }
    }

    // ---- What the other threads do.

    private void startThreads() {
        DaemonThreads.start(threadName("output"), () -> read(process.output(), capture.output()));
        process.error()
                .ifPresent(error -> DaemonThreads.start(threadName("error"), () -> read(error, capture.error())));
        DaemonThreads.start(threadName("exit"), this::awaitExit);
    }

    private void read(InputStream stream, Capture.Stream target) {
        byte[] piece = new byte[READ_SIZE];
        noteReading();
        try {
            for (int length = stream.read(piece); length > 0; length = stream.read(piece)) {
                noteOutput(target, piece, length);
            }
        } catch (IOException closed) {
            // The end of a stream that was given up.
        } finally {
            noteEndOfStream();
        }
    }

    private void awaitExit() {
        try {
            noteExit(process.waitFor());
        } catch (InterruptedException never) {
            // Nobody has this thread but this class.
            Thread.currentThread().interrupt();
        }
    }

    /** From here on, silence means that nothing was written. */
    private void noteReading() {
        lock.lock();
        try {
            unreadStreams--;
            latestByteAt = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    private void noteOutput(Capture.Stream target, byte[] piece, int length) {
        lock.lock();
        try {
            capture.append(target, piece, length);
            latestByteAt = System.nanoTime();
            // Only the first bytes wake who just waits for the idle limit: it looks when that would be reached.
            boolean idleBegins = !spoke && request.idleLimit().isPresent();
            spoke = true;
            if (conversation.listens() || capture.isOverflowed() || idleBegins) {
                noteNews();
            }
        } finally {
            lock.unlock();
        }
    }

    private void noteEndOfStream() {
        lock.lock();
        try {
            openStreams--;
            // As long as the program lives, nothing follows from it.
            if (exited && openStreams == 0) {
                noteNews();
            }
        } finally {
            lock.unlock();
        }
    }

    private void noteExit(int code) {
        lock.lock();
        try {
            exited = true;
            exitCode = code;
            noteNews();
        } finally {
            lock.unlock();
        }
    }

    private void noteNews() {
        news++;
        changed.signal();
    }

    private Seen look() {
        lock.lock();
        try {
            return new Seen(
                    news, exited, unreadStreams == 0, openStreams == 0, capture.isOverflowed(), spoke, latestByteAt);
        } finally {
            lock.unlock();
        }
    }

    private void freeze() {
        lock.lock();
        try {
            capture.freeze();
        } finally {
            lock.unlock();
        }
    }

    // ---- The end.

    /** For a JVM that shuts down, and for what must not happen. */
    private void killNow() {
        process.kill();
        for (int look = 0; look < 3 && !family.kill(); look++) {
            Thread.onSpinWait();
        }
    }

    private void close() {
        try {
            process.close();
        } catch (IOException kept) {
            // The program is gone, and its output is here: nothing the caller could do better.
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
        lock.lock();
        try {
            capture.freeze();
            if (ending == null || (ending == Ending.EXITED && capture.isOverflowed())) {
                ending = Ending.OUTPUT_LIMIT;
            }
            ProcessResult.Builder result = ProcessResult.builder(ending)
                    .standardOutput(capture.output().all())
                    .standardError(capture.error().all())
                    .duration(Duration.ofNanos(System.nanoTime() - begin))
                    .runner(runner);
            if (ending == Ending.EXITED) {
                result.exitCode(exitCode);
            }
            if (conversation.readsText() && capture.isTaken()) {
                result.text(conversation.text());
            }
            return result.build();
        } finally {
            lock.unlock();
        }
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
