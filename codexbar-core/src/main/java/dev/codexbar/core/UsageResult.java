package dev.codexbar.core;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of asking one provider: either a snapshot or the failure that prevented one. Immutable;
 * {@link #toString()} masks identity.
 *
 * @since 0.1.0
 */
public final class UsageResult {

    private final String providerId;
    private final @Nullable ProviderDescriptor descriptor;
    private final @Nullable UsageSnapshot snapshot;
    private final @Nullable UsageException failure;

    private UsageResult(
            String providerId,
            @Nullable ProviderDescriptor descriptor,
            @Nullable UsageSnapshot snapshot,
            @Nullable UsageException failure) {
        this.providerId = Checks.notBlank(providerId, "providerId");
        this.descriptor = descriptor;
        this.snapshot = snapshot;
        this.failure = failure;
    }

    /**
     * Returns the result of a provider that answered.
     *
     * @param provider the provider that was asked
     * @param snapshot what it answered
     * @return a new result
     * @throws IllegalArgumentException if the snapshot has the id of another provider
     */
    public static UsageResult of(ProviderDescriptor provider, UsageSnapshot snapshot) {
        if (!provider.id().equals(snapshot.providerId())) {
            throw new IllegalArgumentException(
                    "provider \"" + provider.id() + "\" gave a snapshot of \"" + snapshot.providerId() + "\"");
        }
        return new UsageResult(provider.id(), provider, snapshot, null);
    }

    /**
     * Returns the result that a snapshot stands for where the provider itself is not at hand, such as in a stored
     * document.
     *
     * @param snapshot what the provider answered
     * @return a new result without a descriptor
     */
    public static UsageResult of(UsageSnapshot snapshot) {
        return new UsageResult(snapshot.providerId(), null, snapshot, null);
    }

    /**
     * Returns the result of a provider that failed.
     *
     * @param provider the provider that was asked
     * @param failure why there is no usage
     * @return a new result
     */
    public static UsageResult failed(ProviderDescriptor provider, UsageException failure) {
        return new UsageResult(provider.id(), provider, null, Objects.requireNonNull(failure, "failure"));
    }

    /**
     * Returns a failure where the provider itself is not at hand: it could not be loaded, or the failure was read from
     * a stored document.
     *
     * @param providerId the id of the provider; not blank
     * @param failure why there is no usage
     * @return a new result without a descriptor
     * @throws IllegalArgumentException if the id is blank
     */
    public static UsageResult failed(String providerId, UsageException failure) {
        return new UsageResult(providerId, null, null, Objects.requireNonNull(failure, "failure"));
    }

    /**
     * Returns which provider was asked.
     *
     * @return the {@linkplain ProviderDescriptor#id() id} of the provider; of a provider that could not be loaded, an
     *     id of the same form that is made from the name of its class
     */
    public String providerId() {
        return providerId;
    }

    /**
     * Returns the name of the provider that people know.
     *
     * @return the {@linkplain ProviderDescriptor#displayName() display name}, or the id if there is no descriptor
     */
    public String displayName() {
        return descriptor == null ? providerId : descriptor.displayName();
    }

    /**
     * Returns the descriptor of the provider.
     *
     * @return the descriptor, or empty if the provider could not be loaded or is not at hand
     */
    public Optional<ProviderDescriptor> descriptor() {
        return Optional.ofNullable(descriptor);
    }

    /**
     * Returns the usage.
     *
     * @return the snapshot, or empty if there is a failure
     */
    public Optional<UsageSnapshot> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    /**
     * Returns why there is no usage.
     *
     * @return the failure, or empty if there is a snapshot
     */
    public Optional<UsageException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Returns whether all parts are equal; failures are compared by what they state, not by their stack traces. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UsageResult that
                && providerId.equals(that.providerId)
                && Objects.equals(descriptor, that.descriptor)
                && Objects.equals(snapshot, that.snapshot)
                && statement(failure).equals(statement(that.failure));
    }

    @Override
    public int hashCode() {
        return Objects.hash(providerId, descriptor, snapshot, statement(failure));
    }

    private static List<Object> statement(@Nullable UsageException failure) {
        return failure == null
                ? List.of()
                : List.of(
                        failure.reason(),
                        String.valueOf(failure.getMessage()),
                        failure.nextStep(),
                        failure.retryAfter(),
                        failure.attempts());
    }

    @Override
    public String toString() {
        ToStringBuilder text = ToStringBuilder.as("UsageResult")
                .field("providerId", providerId)
                .field("descriptor", descriptor)
                .field("snapshot", snapshot);
        if (failure != null) {
            text.field("reason", failure.reason())
                    .field("message", failure.getMessage())
                    .field("nextStep", failure.nextStep().orElse(null))
                    .field("retryAfter", failure.retryAfter().orElse(null))
                    .field("attempts", failure.attempts());
        }
        return text.toString();
    }
}
