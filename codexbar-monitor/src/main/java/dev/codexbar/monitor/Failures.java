package dev.codexbar.monitor;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The failures that a monitor itself states. */
final class Failures {

    private Failures() {}

    static UsageException timedOut(ProviderDescriptor descriptor, Duration limit) {
        return new UsageException(
                Reason.TIMED_OUT,
                descriptor.displayName() + " did not answer within " + seconds(limit) + " s.",
                "Wait for the next attempt, or allow more time.");
    }

    static UsageException interrupted(ProviderDescriptor descriptor) {
        return new UsageException(
                Reason.FAILED,
                "Asking " + descriptor.displayName() + " was interrupted.",
                "Wait for the next attempt.");
    }

    static UsageException broken(ProviderDescriptor descriptor, Throwable fault) {
        return UsageException.builder(
                        Reason.FAILED,
                        "The provider of " + descriptor.displayName() + " is broken: it threw "
                                + fault.getClass().getName() + ".")
                .nextStep("Report this to the author of the provider.")
                .build();
    }

    /** Returns what is wrong with an answer, or {@code null} if it is one. */
    static @Nullable UsageException invalid(ProviderDescriptor descriptor, @Nullable UsageSnapshot snapshot) {
        if (snapshot != null && snapshot.providerId().equals(descriptor.id())) {
            return null;
        }
        return new UsageException(
                Reason.FAILED,
                "The provider of " + descriptor.displayName() + " is broken: it answered with "
                        + (snapshot == null ? "nothing." : "usage of \"" + snapshot.providerId() + "\"."),
                "Report this to the author of the provider.");
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0
                ? Long.toString(limit.toSeconds())
                : Double.toString(limit.toMillis() / 1000.0);
    }
}
