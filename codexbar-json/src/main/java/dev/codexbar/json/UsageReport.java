package dev.codexbar.json;

import dev.codexbar.core.IdentityMask;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One element of a published document: the {@linkplain UsageResult result} of a provider, with what only the document
 * states about it. Immutable.
 *
 * @since 0.1.0
 */
public final class UsageReport {

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");

    /** The sources that the published contract knows beside {@code cli}. */
    private static final Set<String> PUBLISHED_SOURCES = Set.of("api", "oauth", "web");

    /** 0000-01-01T00:00:00Z, in numbers because parsing it loads more classes than all the rest of this package. */
    private static final Instant FIRST = Instant.ofEpochSecond(-62_167_219_200L);

    /** 9999-12-31T23:59:59Z. */
    private static final Instant LAST = Instant.ofEpochSecond(253_402_300_799L);

    private final UsageResult result;
    private final String source;
    private final FailureKind failureKind;
    private final @Nullable Freshness freshness;

    UsageReport(UsageResult result, String source, FailureKind failureKind) {
        this(result, source, failureKind, null);
    }

    private UsageReport(UsageResult result, String source, FailureKind failureKind, @Nullable Freshness freshness) {
        String id = result.providerId();
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("provider id must be 1 to 64 of a-z, 0-9 and '-': \"" + id + "\"");
        }
        if (source.isBlank()) {
            throw new IllegalArgumentException("source must not be blank: \"" + source + "\"");
        }
        this.result = result;
        this.source = source;
        this.failureKind = Objects.requireNonNull(failureKind, "failureKind");
        if (result.snapshot().isPresent()) {
            checkInstants(result.snapshot().get());
        }
        // Without a snapshot there is nothing that could be fresh.
        this.freshness = result.snapshot().isPresent() ? freshness : null;
        if (this.freshness != null) {
            checkInstant(this.freshness.measuredAt());
            checkInstant(this.freshness.nextAttemptAt());
        }
    }

    /**
     * Returns the report of a result.
     *
     * <p>The {@linkplain #source() source} of a failure is {@code "auto"}. That of a snapshot is {@code "cli"} if the
     * provider asks a {@linkplain ProviderDescriptor#cliName() command-line tool}. Otherwise it is {@code "oauth"} or
     * {@code "web"} if the snapshot names such a strategy, and {@code "api"} if it does not. The
     * {@linkplain #failureKind() kind} of a failure is {@link FailureKind#PROVIDER}.
     *
     * @param result the result
     * @return a new report
     * @throws IllegalArgumentException if the provider id is not 1 to 64 lower-case letters, digits and hyphens, or an
     *     instant is not in the years 0000 to 9999
     */
    public static UsageReport of(UsageResult result) {
        return new UsageReport(result, sourceOf(result), FailureKind.PROVIDER);
    }

    private static String sourceOf(UsageResult result) {
        if (result.snapshot().isEmpty()) {
            return "auto";
        }
        if (result.descriptor().flatMap(ProviderDescriptor::cliName).isPresent()) {
            return "cli";
        }
        String strategy = result.snapshot().get().strategy().orElse("");
        return PUBLISHED_SOURCES.contains(strategy) ? strategy : "api";
    }

    /**
     * Returns this report with another source.
     *
     * @param way how the provider was asked, or was to be asked, such as {@code "cli"}; not blank
     * @return a new report
     * @throws IllegalArgumentException if the source is blank
     */
    public UsageReport withSource(String way) {
        return new UsageReport(result, Objects.requireNonNull(way, "source"), failureKind, freshness);
    }

    /**
     * Returns this report with another kind of failure. A report with a snapshot does not show it.
     *
     * @param kind what failed
     * @return a new report
     */
    public UsageReport withFailureKind(FailureKind kind) {
        return new UsageReport(result, source, kind, freshness);
    }

    /**
     * Returns this report with how fresh its snapshot is. A report of a failure does not show it.
     *
     * @param age how fresh the snapshot is
     * @return a new report
     * @throws IllegalArgumentException if an instant is not in the years 0000 to 9999
     */
    public UsageReport withFreshness(Freshness age) {
        return new UsageReport(result, source, failureKind, Objects.requireNonNull(age, "freshness"));
    }

    private static void checkInstants(UsageSnapshot snapshot) {
        checkInstant(Optional.of(snapshot.updatedAt()));
        for (NamedRateWindow named : snapshot.windows()) {
            checkInstant(named.window().resetsAt());
        }
        if (snapshot.cost().isPresent()) {
            checkInstant(snapshot.cost().get().resetsAt());
        }
    }

    private static void checkInstant(Optional<Instant> instant) {
        if (instant.isPresent()
                && (instant.get().isBefore(FIRST) || instant.get().isAfter(LAST))) {
            throw new IllegalArgumentException("instant must be in the years 0000 to 9999: " + instant.get());
        }
    }

    /**
     * Returns the result of the provider.
     *
     * @return the result; without a descriptor if it was read from a document
     */
    public UsageResult result() {
        return result;
    }

    /**
     * Returns whose report this is.
     *
     * @return the id of the provider, or {@code "cli"} if the command failed before a provider was asked
     */
    public String providerId() {
        return result.providerId();
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
     * Returns the usage.
     *
     * @return the snapshot, or empty if there is a failure
     */
    public Optional<UsageSnapshot> snapshot() {
        return result.snapshot();
    }

    /**
     * Returns why there is no snapshot.
     *
     * @return the failure, or empty if there is a snapshot
     */
    public Optional<UsageException> failure() {
        return result.failure();
    }

    /**
     * Returns what failed.
     *
     * @return the kind, or empty if there is a snapshot
     */
    public Optional<FailureKind> failureKind() {
        return failure().isPresent() ? Optional.of(failureKind) : Optional.empty();
    }

    /**
     * Returns how fresh the snapshot is.
     *
     * @return the freshness, or empty if it was not stated or there is a failure
     */
    public Optional<Freshness> freshness() {
        return Optional.ofNullable(freshness);
    }

    /** The code of an error in the published contract. */
    int code() {
        if (failureKind == FailureKind.ARGS) {
            return 64;
        }
        return switch (failure().orElseThrow().reason()) {
            case NOT_INSTALLED -> 2;
            case UNREADABLE -> 3;
            case TIMED_OUT -> 4;
            default -> 1;
        };
    }

    /** Returns whether both would be written alike; the descriptor of the provider is no part of a document. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UsageReport that
                && source.equals(that.source)
                && failureKind().equals(that.failureKind())
                && freshness().equals(that.freshness())
                && written(result).equals(written(that.result));
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, freshness, written(result));
    }

    private static UsageResult written(UsageResult result) {
        return result.snapshot()
                .map(UsageResult::of)
                .orElseGet(() ->
                        UsageResult.failed(result.providerId(), result.failure().orElseThrow()));
    }

    /** Returns the report for logs; identity is masked. */
    @Override
    public String toString() {
        return "UsageReport[source=" + IdentityMask.mask(source) + ", result=" + result
                + freshness().map(age -> ", freshness=" + age).orElse("") + "]";
    }

    /**
     * What failed, in the words of the published contract.
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
