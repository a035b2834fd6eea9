package dev.codexbar.provider.kiro;

import dev.codexbar.core.HomePaths;
import dev.codexbar.core.UsageException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why one way to ask gave no answer. Made by {@link KiroFailures} only. */
final class KiroFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** What to do with a failure, beside reporting it. */
    enum Remedy {
        /** Another way may answer. */
        OTHER_WAY,
        /** Asking the same again often helps. */
        ASK_AGAIN,
        /** No other way can answer. */
        NONE,
        /** The way cost credits: never ask so again. */
        NEVER_AGAIN
    }

    private final UsageException.Reason reason;
    private final String nextStep;
    private final Remedy remedy;
    private final @Nullable Feature missing;

    KiroFailure(
            UsageException.Reason reason,
            String message,
            String nextStep,
            Remedy remedy,
            @Nullable Feature missing,
            @Nullable Throwable cause) {
        // No stack trace: it says nothing about what the program did, and refreshes fail by the minute.
        super(message, cause, false, false);
        this.reason = reason;
        this.nextStep = nextStep;
        this.remedy = remedy;
        this.missing = missing;
    }

    /** Returns the same failure, which shows that the program lacks a feature if one is named. */
    KiroFailure missing(@Nullable Feature feature) {
        return new KiroFailure(reason, message(), nextStep, remedy, feature, getCause());
    }

    /** Returns the same failure with another remedy. */
    KiroFailure with(Remedy other) {
        return new KiroFailure(reason, message(), nextStep, other, missing, getCause());
    }

    /** Returns the same failure without home folders and the names of people in the paths of its message. */
    KiroFailure masked(HomePaths homes) {
        return new KiroFailure(reason, homes.mask(message()), nextStep, remedy, missing, getCause());
    }

    UsageException.Reason reason() {
        return reason;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    String nextStep() {
        return nextStep;
    }

    Remedy remedy() {
        return remedy;
    }

    /** Returns the feature that the failure shows to be missing. */
    Optional<Feature> missing() {
        return Optional.ofNullable(missing);
    }
}
