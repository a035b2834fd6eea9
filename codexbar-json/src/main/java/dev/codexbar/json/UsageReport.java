package dev.codexbar.json;

import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one provider answered: a snapshot, or the reason why there is none. One element of a published document.
 * Immutable.
 *
 * @since 0.1.0
 */
public final class UsageReport {

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");

    /** The ways of asking that the published contract has words for, beside {@code cli}. */
    private static final Set<String> PUBLISHED_SOURCES = Set.of("api", "oauth", "web");

    /** 0000-01-01T00:00:00Z, in numbers because parsing it loads more classes than all the rest of this room. */
    private static final Instant FIRST = Instant.ofEpochSecond(-62_167_219_200L);

    /** 9999-12-31T23:59:59Z. */
    private static final Instant LAST = Instant.ofEpochSecond(253_402_300_799L);

    private final String providerId;
    private final String source;
    private final @Nullable UsageSnapshot snapshot;
    private final @Nullable UsageException failure;
    private final FailureKind failureKind;

    UsageReport(
            String providerId,
            String source,
            @Nullable UsageSnapshot snapshot,
            @Nullable UsageException failure,
            FailureKind failureKind) {
        if (!ID.matcher(Objects.requireNonNull(providerId, "providerId")).matches()) {
            throw new IllegalArgumentException(
                    "provider id must be 1 to 64 of a-z, 0-9 and '-': \"" + providerId + "\"");
        }
        if (source.isBlank()) {
            throw new IllegalArgumentException("source must not be blank: \"" + source + "\"");
        }
        this.providerId = providerId;
        this.source = source;
        this.snapshot = snapshot;
        this.failure = failure;
        this.failureKind = failureKind;
        if (snapshot != null) {
            checkInstants(snapshot);
        }
    }

    /**
     * Returns the report of a provider that answered. Its {@linkplain #source() source} is {@code "cli"} unless the
     * snapshot names a strategy that the published contract has a word for ({@code "api"}, {@code "oauth"},
     * {@code "web"}).
     *
     * @param snapshot what the provider learned
     * @return a new report
     * @throws IllegalArgumentException if the provider id is not 1 to 64 lower-case letters, digits and hyphens, or an
     *     instant is not in the years 0000 to 9999
     */
    public static UsageReport of(UsageSnapshot snapshot) {
        return new UsageReport(snapshot.providerId(), published(snapshot, "cli"), snapshot, null, FailureKind.PROVIDER);
    }

    /**
     * Returns the report of a provider that answered. Its {@linkplain #source() source} is {@code "cli"} if the
     * provider asks a {@linkplain ProviderDescriptor#cliName() command-line tool}, and otherwise {@code "oauth"} or
     * {@code "web"} if the snapshot names such a strategy, or {@code "api"}.
     *
     * @param provider who was asked
     * @param snapshot what the provider learned
     * @return a new report
     * @throws IllegalArgumentException if the snapshot has another provider's id, or an instant is not in the years
     *     0000 to 9999
     */
    public static UsageReport of(ProviderDescriptor provider, UsageSnapshot snapshot) {
        if (!provider.id().equals(snapshot.providerId())) {
            throw new IllegalArgumentException(
                    "provider \"" + provider.id() + "\" gave a snapshot of \"" + snapshot.providerId() + "\"");
        }
        String source = provider.cliName().isPresent() ? "cli" : published(snapshot, "api");
        return new UsageReport(provider.id(), source, snapshot, null, FailureKind.PROVIDER);
    }

    /**
     * Returns the report of a provider that failed. Its {@linkplain #source() source} is {@code "auto"}.
     *
     * @param providerId the {@linkplain ProviderDescriptor#id() id} of the provider
     * @param failure why there is no usage
     * @return a new report
     * @throws IllegalArgumentException if the id is not 1 to 64 lower-case letters, digits and hyphens
     */
    public static UsageReport failed(String providerId, UsageException failure) {
        return failed(providerId, "auto", failure);
    }

    /**
     * Returns the report of a provider that failed when it was to be asked in a certain way.
     *
     * @param providerId the {@linkplain ProviderDescriptor#id() id} of the provider
     * @param source the way that was wanted, such as {@code "auto"} or {@code "cli"}; not blank
     * @param failure why there is no usage
     * @return a new report
     * @throws IllegalArgumentException if the id is not 1 to 64 lower-case letters, digits and hyphens, or the source
     *     is blank
     */
    public static UsageReport failed(String providerId, String source, UsageException failure) {
        return new UsageReport(
                providerId, source, null, Objects.requireNonNull(failure, "failure"), FailureKind.PROVIDER);
    }

    /**
     * Returns the report of a command that failed before a provider was asked. Its provider and its source are
     * {@code "cli"}.
     *
     * @param kind what went wrong
     * @param message one sentence for people; not blank
     * @return a new report
     * @throws IllegalArgumentException if the message is blank
     */
    public static UsageReport commandFailed(FailureKind kind, String message) {
        UsageException failure =
                UsageException.builder(UsageException.Reason.FAILED, message).build();
        return new UsageReport("cli", "cli", null, failure, Objects.requireNonNull(kind, "kind"));
    }

    private static String published(UsageSnapshot snapshot, String other) {
        String strategy = snapshot.source().orElse(other);
        return PUBLISHED_SOURCES.contains(strategy) ? strategy : other;
    }

    private static void checkInstants(UsageSnapshot snapshot) {
        checkInstant(Optional.of(snapshot.updatedAt()));
        checkWindow(snapshot.primary());
        checkWindow(snapshot.secondary());
        checkWindow(snapshot.tertiary());
        for (NamedRateWindow extra : snapshot.extraWindows()) {
            checkInstant(extra.window().resetsAt());
        }
        if (snapshot.cost().isPresent()) {
            checkInstant(snapshot.cost().get().resetsAt());
        }
    }

    private static void checkWindow(Optional<RateWindow> window) {
        if (window.isPresent()) {
            checkInstant(window.get().resetsAt());
        }
    }

    private static void checkInstant(Optional<Instant> instant) {
        if (instant.isPresent()
                && (instant.get().isBefore(FIRST) || instant.get().isAfter(LAST))) {
            throw new IllegalArgumentException("instant must be in the years 0000 to 9999: " + instant.get());
        }
    }

    /**
     * Returns whose report this is.
     *
     * @return the id of the provider, or {@code "cli"} if the command failed before a provider was asked
     */
    public String providerId() {
        return providerId;
    }

    /**
     * Returns how the provider was asked, in the words of the published contract.
     *
     * @return {@code "cli"} for a command-line tool; {@code "auto"} if a provider failed
     */
    public String source() {
        return source;
    }

    /**
     * Returns what the provider learned.
     *
     * @return the snapshot, or empty if it failed
     */
    public Optional<UsageSnapshot> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    /**
     * Returns why there is no snapshot.
     *
     * @return the failure, or empty if there is a snapshot
     */
    public Optional<UsageException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Returns who is to blame for the failure.
     *
     * @return the kind, or empty if there is a snapshot
     */
    public Optional<FailureKind> failureKind() {
        return failure == null ? Optional.empty() : Optional.of(failureKind);
    }

    /**
     * Returns the code of the published contract, which is also the exit code of the command.
     *
     * @return 0 for a snapshot, 1 for a failure, 2 if the tool was not found, 3 if its answer could not be read, 4 if
     *     it did not answer in time, 64 for bad arguments
     */
    public int code() {
        if (failure == null) {
            return 0;
        }
        if (failureKind == FailureKind.ARGS) {
            return 64;
        }
        return switch (failure.reason()) {
            case NOT_INSTALLED -> 2;
            case UNREADABLE -> 3;
            case TIMED_OUT -> 4;
            default -> 1;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UsageReport that
                && providerId.equals(that.providerId)
                && source.equals(that.source)
                && Objects.equals(snapshot, that.snapshot)
                && failureKind == that.failureKind
                && sameFailure(failure, that.failure);
    }

    private static boolean sameFailure(@Nullable UsageException one, @Nullable UsageException other) {
        if (one == null || other == null) {
            return one == other;
        }
        return one.reason() == other.reason()
                && Objects.equals(one.getMessage(), other.getMessage())
                && one.nextStep().equals(other.nextStep())
                && one.retryAfter().equals(other.retryAfter())
                && one.attempts().equals(other.attempts());
    }

    @Override
    public int hashCode() {
        return Objects.hash(providerId, source, snapshot, failure == null ? null : failure.getMessage());
    }

    /** Returns the report for logs; identity is masked. */
    @Override
    public String toString() {
        return "UsageReport[" + providerId + ", " + source + ", "
                + (failure == null ? snapshot : failure.reason() + ": " + failure.getMessage()) + "]";
    }

    /**
     * Who is to blame for a failure, in the words of the published contract.
     *
     * @since 0.1.0
     */
    public enum FailureKind {
        /** The arguments of the command. */
        ARGS,
        /** The configuration. */
        CONFIG,
        /** The provider, its tool or its service. */
        PROVIDER,
        /** The command itself. */
        RUNTIME;

        String published() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
