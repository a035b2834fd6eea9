package dev.codexbar.core;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a provider has no usage to report; states why and what the person can do about it.
 *
 * <p>The message is one English sentence for people. Identity in the message and in the next step (e-mail addresses,
 * account numbers, tokens) is masked when the exception is made, escape sequences and control characters are removed,
 * and what is longer than 1000 characters is cut, so both are fit for a log or a terminal.
 *
 * @since 0.1.0
 */
public final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why there is no usage. */
    private final Reason reason;

    /** What the person can do. */
    private final @Nullable String nextStep;

    /** How long a host should wait. */
    private final @Nullable Duration retryAfter;

    private final transient List<FetchAttempt> attempts;

    /**
     * Makes an exception with a reason and nothing more to say.
     *
     * @param reason why there is no usage
     * @param message one sentence for people; not blank
     * @param nextStep what the person can do, such as {@code "Run `kiro-cli login`."}; not blank
     * @throws IllegalArgumentException if a text is blank
     */
    public UsageException(Reason reason, String message, String nextStep) {
        this(builder(reason, message).nextStep(nextStep));
    }

    private UsageException(Builder builder) {
        super(builder.message, builder.cause);
        this.reason = builder.reason;
        this.nextStep = builder.nextStep;
        this.retryAfter = builder.retryAfter;
        this.attempts = builder.attempts;
    }

    /**
     * Returns a builder.
     *
     * @param reason why there is no usage
     * @param message one sentence for people; not blank
     * @return a new builder
     * @throws IllegalArgumentException if the message is blank
     */
    public static Builder builder(Reason reason, String message) {
        return new Builder(reason, message);
    }

    /**
     * Returns why there is no usage.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Returns what the person can do about it.
     *
     * @return a sentence such as {@code "Run `kiro-cli login`."}, or empty if only waiting helps
     */
    public Optional<String> nextStep() {
        return Optional.ofNullable(nextStep);
    }

    /**
     * Returns how long a host should wait before it asks again.
     *
     * @return the time that the service asked for, or empty if it asked for none
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Returns the strategies that were tried, in order.
     *
     * @return an unmodifiable list, possibly empty; empty after deserialisation
     */
    public List<FetchAttempt> attempts() {
        // Transient: null after deserialisation.
        return attempts == null ? List.of() : attempts;
    }

    /**
     * Why there is no usage. Later versions may add reasons: treat an unknown one like {@link #FAILED}.
     *
     * @since 0.1.0
     */
    public enum Reason {
        /** The tool is not on this machine. */
        NOT_INSTALLED,
        /** The tool is installed, but no account is signed in. */
        NOT_LOGGED_IN,
        /** The sign-in has expired: the person has to sign in again. */
        LOGIN_EXPIRED,
        /** The tool did not answer in time. */
        TIMED_OUT,
        /** The tool works, but its service does not respond. */
        UNAVAILABLE,
        /** The service is rate limiting requests. */
        RATE_LIMITED,
        /** This version of the tool, or this machine, offers no way to ask without using up quota. */
        UNSUPPORTED,
        /** The tool answered, but in a format that this provider cannot read. */
        UNREADABLE,
        /** Any other failure. */
        FAILED
    }

    /**
     * Collects the parts of a {@link UsageException}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final Reason reason;
        private final String message;
        private @Nullable String nextStep;
        private @Nullable Duration retryAfter;
        private @Nullable Throwable cause;
        private List<FetchAttempt> attempts = List.of();

        private Builder(Reason reason, String message) {
            this.reason = Objects.requireNonNull(reason, "reason");
            this.message = Checks.sentence(message, "message");
        }

        /**
         * Sets what the person can do.
         *
         * @param sentence not blank
         * @return this builder
         * @throws IllegalArgumentException if the sentence is blank
         */
        public Builder nextStep(String sentence) {
            this.nextStep = Checks.sentence(sentence, "nextStep");
            return this;
        }

        /**
         * Sets how long a host should wait before it asks again.
         *
         * @param wait longer than zero
         * @return this builder
         * @throws IllegalArgumentException if the wait is zero or negative
         */
        public Builder retryAfter(Duration wait) {
            this.retryAfter = Checks.positive(wait, "retryAfter");
            return this;
        }

        /**
         * Sets what caused the failure.
         *
         * @param throwable the cause, or {@code null} if there is none
         * @return this builder
         * @apiNote A cause is printed with a stack trace, so its message must not contain identity.
         */
        public Builder cause(@Nullable Throwable throwable) {
            this.cause = throwable;
            return this;
        }

        /**
         * Sets the strategies that were tried; those that were set before are dropped.
         *
         * @param tried the attempts in order
         * @return this builder
         */
        public Builder attempts(List<FetchAttempt> tried) {
            this.attempts = List.copyOf(tried);
            return this;
        }

        /**
         * Returns the exception.
         *
         * @return a new exception with what was set so far
         */
        public UsageException build() {
            return new UsageException(this);
        }
    }
}
