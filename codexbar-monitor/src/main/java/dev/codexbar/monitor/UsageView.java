package dev.codexbar.monitor;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a monitor knows about one provider at one instant. Immutable.
 *
 * <p>There is never a number without its age: where {@link #snapshot()} is present, {@link #measuredAt()} is too. A
 * failure does not replace the last answer, it is shown beside it.
 *
 * @since 0.1.0
 */
public final class UsageView {

    private final ProviderDescriptor descriptor;
    private final Instant asOf;
    private final @Nullable Answer answer;
    private final @Nullable UsageException failure;
    private final @Nullable Instant failedAt;
    private final @Nullable Instant nextAttempt;
    private final int failuresInARow;
    private final boolean refreshing;
    private final State state;
    private final List<String> windowsPastReset;

    /**
     * The last answer and its ages.
     *
     * @param snapshot what was answered
     * @param measuredAt when
     * @param staleAt when it becomes stale
     * @param expiresAt when it expires
     * @param stored whether it comes from an earlier run
     */
    record Answer(UsageSnapshot snapshot, Instant measuredAt, Instant staleAt, Instant expiresAt, boolean stored) {}

    UsageView(
            ProviderDescriptor descriptor,
            Instant asOf,
            @Nullable Answer answer,
            @Nullable UsageException failure,
            @Nullable Instant failedAt,
            @Nullable Instant nextAttempt,
            int failuresInARow,
            boolean refreshing) {
        this.descriptor = descriptor;
        this.asOf = asOf;
        this.answer = answer;
        this.failure = failure;
        this.failedAt = failedAt;
        this.nextAttempt = nextAttempt;
        this.failuresInARow = failuresInARow;
        this.refreshing = refreshing;
        this.state = stateOf(answer, failure, asOf);
        this.windowsPastReset =
                answer == null || state == State.EXPIRED ? List.of() : Snapshots.pastReset(answer.snapshot(), asOf);
    }

    private static State stateOf(@Nullable Answer answer, @Nullable UsageException failure, Instant now) {
        if (answer == null) {
            return failure == null ? State.PENDING : State.FAILED;
        }
        if (!now.isBefore(answer.expiresAt())) {
            return State.EXPIRED;
        }
        return now.isBefore(answer.staleAt()) ? State.FRESH : State.STALE;
    }

    /** Returns this view at another instant. */
    UsageView at(Instant now) {
        return new UsageView(descriptor, now, answer, failure, failedAt, nextAttempt, failuresInARow, refreshing);
    }

    /** Returns the next instant at which this view changes by itself, or {@code null} if it does not. */
    @Nullable
    Instant nextChange() {
        if (answer == null || state == State.EXPIRED) {
            return null;
        }
        Instant change = state == State.FRESH ? answer.staleAt() : answer.expiresAt();
        Instant reset = Snapshots.nextPastReset(answer.snapshot(), asOf);
        return reset == null ? change : Times.earlier(change, reset);
    }

    /**
     * Returns the id of the provider.
     *
     * @return the id
     */
    public String providerId() {
        return descriptor.id();
    }

    /**
     * Returns what the provider is called and where its pages are.
     *
     * @return the descriptor
     */
    public ProviderDescriptor descriptor() {
        return descriptor;
    }

    /**
     * Returns how good the last answer is.
     *
     * @return the state at {@link #asOf()}
     */
    public State state() {
        return state;
    }

    /**
     * Returns the instant that this view describes.
     *
     * @return when it was taken
     */
    public Instant asOf() {
        return asOf;
    }

    /**
     * Returns the last answer, whatever failed since.
     *
     * @return the snapshot, or empty if there was none yet or it is {@link State#EXPIRED}
     */
    public Optional<UsageSnapshot> snapshot() {
        return answer == null || state == State.EXPIRED ? Optional.empty() : Optional.of(answer.snapshot());
    }

    /**
     * Returns when the last answer was measured. A failure never changes it.
     *
     * @return the instant, present as well if the answer is {@link State#EXPIRED}; empty if there was no answer yet
     */
    public Optional<Instant> measuredAt() {
        return Optional.ofNullable(answer).map(Answer::measuredAt);
    }

    /**
     * Returns how old the last answer is.
     *
     * @return the time from {@link #measuredAt()} to {@link #asOf()}, never negative; empty if there was no answer yet
     */
    public Optional<Duration> age() {
        return measuredAt().map(measured -> Times.longer(Duration.between(measured, asOf), Duration.ZERO));
    }

    /**
     * Returns whether the last answer comes from an earlier run of this program, by a {@link UsageStore}, with no
     * answer since.
     *
     * @return {@code true} if the answer was read from the store at the start
     */
    public boolean isStored() {
        return answer != null && answer.stored();
    }

    /**
     * Returns why the last attempt failed.
     *
     * @return the failure, or empty if the last attempt gave an answer or there was none
     */
    public Optional<UsageException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Returns when the last attempt failed.
     *
     * @return the instant, present if {@link #failure()} is
     */
    public Optional<Instant> failedAt() {
        return Optional.ofNullable(failedAt);
    }

    /**
     * Returns how many attempts failed since the last answer.
     *
     * @return the count; 0 if the last attempt gave an answer or there was none
     */
    public int failuresInARow() {
        return failuresInARow;
    }

    /**
     * Returns when the provider is asked next.
     *
     * @return the instant, which may be over while an attempt waits or runs; empty if none is planned because the
     *     monitor is not started, suspended or closed
     */
    public Optional<Instant> nextAttempt() {
        return Optional.ofNullable(nextAttempt);
    }

    /**
     * Returns whether the provider is being asked.
     *
     * @return {@code true} from the moment an attempt is due to its end
     */
    public boolean isRefreshing() {
        return refreshing;
    }

    /**
     * Returns the windows whose reset is over: their percentages are of the period before, so do not show them as those
     * of today.
     *
     * @return an unmodifiable list of ids of windows of {@link #snapshot()}, in its order, possibly empty
     */
    public List<String> windowsPastReset() {
        return windowsPastReset;
    }

    /** Returns whether another view says the same, whenever it was taken. */
    boolean saysTheSameAs(UsageView that) {
        return state == that.state
                && failuresInARow == that.failuresInARow
                && refreshing == that.refreshing
                && failure == that.failure
                && Objects.equals(answer, that.answer)
                && Objects.equals(failedAt, that.failedAt)
                && Objects.equals(nextAttempt, that.nextAttempt)
                && windowsPastReset.equals(that.windowsPastReset)
                && descriptor.equals(that.descriptor);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UsageView that && asOf.equals(that.asOf) && saysTheSameAs(that);
    }

    @Override
    public int hashCode() {
        return Objects.hash(descriptor.id(), asOf, state, answer, failedAt, nextAttempt, failuresInARow, refreshing);
    }

    /** Identity is masked, as it is in snapshots. */
    @Override
    public String toString() {
        return "UsageView[" + providerId() + " " + state + (isStored() ? " (stored)" : "")
                + ", measuredAt=" + measuredAt().map(Instant::toString).orElse("-")
                + ", failure="
                + failure().map(one -> one.reason() + " " + one.getMessage()).orElse("-")
                + ", failuresInARow=" + failuresInARow
                + ", nextAttempt=" + nextAttempt().map(Instant::toString).orElse("-")
                + (refreshing ? ", refreshing" : "")
                + (windowsPastReset.isEmpty() ? "" : ", past reset: " + windowsPastReset)
                + ", snapshot=" + snapshot().map(UsageSnapshot::toString).orElse("-") + "]";
    }

    /**
     * How good the last answer is.
     *
     * @since 0.1.0
     */
    public enum State {
        /** There was no attempt yet that ended: neither numbers nor a failure. */
        PENDING,
        /** The answer is recent. */
        FRESH,
        /** The answer is older than it should be: show it with its age. */
        STALE,
        /** The answer is too old to be shown: its numbers are withheld, its age is still known. */
        EXPIRED,
        /** There was no answer yet, and the last attempt failed. */
        FAILED
    }
}
