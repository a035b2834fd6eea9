package dev.codexbar.testkit;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider in virtual time that a monitor watches, and that watches the monitor: when it was asked, and how often at
 * once. Each fetch takes the next answer, and the last one stays.
 */
final class WatchedProvider implements UsageProvider {

    static final String WINDOW = "primary";

    /** What a fetch does. */
    @FunctionalInterface
    interface Answer {
        UsageSnapshot give() throws UsageException, InterruptedException;
    }

    private final ProviderDescriptor descriptor;
    private final VirtualTime time;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Instant> starts = new ArrayList<>();
    private final List<Instant> ends = new ArrayList<>();
    private int running;
    private int mostAtOnce;

    WatchedProvider(VirtualTime time, String id) {
        this(time, ProviderDescriptor.builder(id, id).build());
    }

    WatchedProvider(VirtualTime time, ProviderDescriptor descriptor) {
        this.time = time;
        this.descriptor = descriptor;
    }

    // ---- what it does

    synchronized WatchedProvider then(Answer answer) {
        answers.add(answer);
        return this;
    }

    WatchedProvider thenAnswers(double percent) {
        return then(() -> snapshot(percent, null, null));
    }

    WatchedProvider thenAnswers(double percent, Duration after) {
        return then(() -> {
            time.sleep(after);
            return snapshot(percent, null, null);
        });
    }

    WatchedProvider thenFails(Reason reason) {
        return thenFails(reason, null);
    }

    WatchedProvider thenFails(Reason reason, @Nullable Duration retryAfter) {
        return then(() -> {
            throw failure(reason, retryAfter);
        });
    }

    static UsageException failure(Reason reason, @Nullable Duration retryAfter) {
        UsageException.Builder failure = UsageException.builder(reason, "The stand-in fails with " + reason + ".");
        if (retryAfter != null) {
            failure.retryAfter(retryAfter);
        }
        return failure.build();
    }

    /** Adds a fetch that hangs until it is interrupted. */
    WatchedProvider thenHangs() {
        return then(() -> {
            time.sleep(Duration.ofDays(365));
            throw failure(Reason.FAILED, null);
        });
    }

    /** Adds a fetch that ignores interrupts and answers late. */
    WatchedProvider thenIgnoresInterrupts(Duration duration, double percent) {
        return then(() -> {
            long end = time.nanoTime() + duration.toNanos();
            while (time.nanoTime() < end) {
                try {
                    time.sleep(Duration.ofNanos(end - time.nanoTime()));
                } catch (InterruptedException ignored) {
                    // That is what this answer is about.
                }
            }
            return snapshot(percent, null, null);
        });
    }

    UsageSnapshot snapshot(double percent, @Nullable Instant resetsAt, @Nullable String email) {
        RateWindow.Builder window = RateWindow.builder(percent);
        if (resetsAt != null) {
            window.resetsAt(resetsAt);
        }
        UsageSnapshot.Builder snapshot =
                UsageSnapshot.builder(descriptor.id(), time.now()).primary("Usage", window.build());
        if (email != null) {
            snapshot.identity(AccountIdentity.builder().accountEmail(email).build());
        }
        return snapshot.build();
    }

    @Override
    public ProviderDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
        Answer answer;
        synchronized (this) {
            starts.add(time.now());
            running++;
            mostAtOnce = Math.max(mostAtOnce, running);
            answer = answers.size() > 1 ? answers.remove() : answers.element();
        }
        try {
            return answer.give();
        } finally {
            synchronized (this) {
                running--;
                ends.add(time.now());
            }
        }
    }

    // ---- what it saw

    String id() {
        return descriptor.id();
    }

    synchronized List<Instant> starts() {
        return List.copyOf(starts);
    }

    synchronized List<Instant> ends() {
        return List.copyOf(ends);
    }

    synchronized int fetches() {
        return starts.size();
    }

    synchronized int running() {
        return running;
    }

    /** Returns how many fetches ran at once at most. */
    synchronized int mostAtOnce() {
        return mostAtOnce;
    }
}
