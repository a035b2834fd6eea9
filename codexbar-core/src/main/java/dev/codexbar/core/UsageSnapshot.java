package dev.codexbar.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider learned in one fetch. Immutable; {@link #toString()} masks identity.
 *
 * <p>Everything but the provider, the instant and the (possibly empty) identity may be missing: what a tool did not
 * tell is absent, never 0.
 *
 * @since 0.1.0
 */
public final class UsageSnapshot {

    private final String providerId;
    private final Instant updatedAt;
    private final @Nullable RateWindow primary;
    private final @Nullable RateWindow secondary;
    private final @Nullable RateWindow tertiary;
    private final List<NamedRateWindow> extraWindows;
    private final AccountIdentity identity;
    private final @Nullable String plan;
    private final @Nullable UsageCost cost;
    private final List<UsageDetail> details;
    private final @Nullable String source;
    private final @Nullable String toolVersion;
    private final List<FetchAttempt> diagnostics;

    private UsageSnapshot(Builder builder) {
        this.providerId = builder.providerId;
        this.updatedAt = builder.updatedAt;
        this.primary = builder.primary;
        this.secondary = builder.secondary;
        this.tertiary = builder.tertiary;
        this.extraWindows = List.copyOf(builder.extraWindows);
        this.identity = builder.identity;
        this.plan = builder.plan;
        this.cost = builder.cost;
        this.details = List.copyOf(builder.details);
        this.source = builder.source;
        this.toolVersion = builder.toolVersion;
        this.diagnostics = List.copyOf(builder.diagnostics);
    }

    /**
     * Returns a builder.
     *
     * @param providerId the {@linkplain ProviderDescriptor#id() id} of the provider; not blank
     * @param updatedAt when the tool answered; fractions of a second are cut off
     * @return a new builder
     * @throws IllegalArgumentException if the id is blank
     */
    public static Builder builder(String providerId, Instant updatedAt) {
        return new Builder(providerId, updatedAt);
    }

    /**
     * Returns whose snapshot this is.
     *
     * @return the id of the provider
     */
    public String providerId() {
        return providerId;
    }

    /**
     * Returns the main quota.
     *
     * @return the window, or empty if the tool did not tell
     */
    public Optional<RateWindow> primary() {
        return Optional.ofNullable(primary);
    }

    /**
     * Returns the quota beside the main one.
     *
     * @return the window, or empty if there is none or the tool did not tell
     */
    public Optional<RateWindow> secondary() {
        return Optional.ofNullable(secondary);
    }

    /**
     * Returns the third quota.
     *
     * @return the window, or empty if there is none or the tool did not tell
     */
    public Optional<RateWindow> tertiary() {
        return Optional.ofNullable(tertiary);
    }

    /**
     * Returns further quotas.
     *
     * @return an unmodifiable list in the order to show them, with unique ids, possibly empty
     */
    public List<NamedRateWindow> extraWindows() {
        return extraWindows;
    }

    /**
     * Returns whose usage it is.
     *
     * @return the identity, of which nothing may be known
     */
    public AccountIdentity identity() {
        return identity;
    }

    /**
     * Returns the plan that sets the quotas.
     *
     * @return a name such as {@code "KIRO PRO+"}, or empty if unknown
     */
    public Optional<String> plan() {
        return Optional.ofNullable(plan);
    }

    /**
     * Returns the money spent beyond or instead of a quota.
     *
     * @return the cost, or empty if there is none or the tool did not tell
     */
    public Optional<UsageCost> cost() {
        return Optional.ofNullable(cost);
    }

    /**
     * Returns facts that have no field of their own.
     *
     * @return an unmodifiable list in the order to show them, possibly empty
     */
    public List<UsageDetail> details() {
        return details;
    }

    /**
     * Returns when the tool answered.
     *
     * @return the instant, in whole seconds
     */
    public Instant updatedAt() {
        return updatedAt;
    }

    /**
     * Returns which strategy of the provider answered.
     *
     * @return a name such as {@code "pty"}, or empty if the provider has but one way
     */
    public Optional<String> source() {
        return Optional.ofNullable(source);
    }

    /**
     * Returns the version of the tool that answered.
     *
     * @return digits and dots such as {@code "2.11.0"}, or empty if unknown
     */
    public Optional<String> toolVersion() {
        return Optional.ofNullable(toolVersion);
    }

    /**
     * Returns the attempts that came before the answer.
     *
     * @return an unmodifiable list in order, empty if the first attempt answered
     */
    public List<FetchAttempt> diagnostics() {
        return diagnostics;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UsageSnapshot that
                && providerId.equals(that.providerId)
                && updatedAt.equals(that.updatedAt)
                && Objects.equals(primary, that.primary)
                && Objects.equals(secondary, that.secondary)
                && Objects.equals(tertiary, that.tertiary)
                && extraWindows.equals(that.extraWindows)
                && identity.equals(that.identity)
                && Objects.equals(plan, that.plan)
                && Objects.equals(cost, that.cost)
                && details.equals(that.details)
                && Objects.equals(source, that.source)
                && Objects.equals(toolVersion, that.toolVersion)
                && diagnostics.equals(that.diagnostics);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                providerId,
                updatedAt,
                primary,
                secondary,
                tertiary,
                extraWindows,
                identity,
                plan,
                cost,
                details,
                source,
                toolVersion,
                diagnostics);
    }

    @Override
    public String toString() {
        return ToStringBuilder.as("UsageSnapshot")
                .field("providerId", providerId)
                .field("primary", primary)
                .field("secondary", secondary)
                .field("tertiary", tertiary)
                .field("extraWindows", extraWindows)
                .field("identity", identity)
                .field("plan", IdentityMask.maskNullable(plan))
                .field("cost", cost)
                .field("details", details)
                .field("updatedAt", updatedAt)
                .field("source", source)
                .field("toolVersion", toolVersion)
                .field("diagnostics", diagnostics)
                .toString();
    }

    /**
     * Collects the parts of a {@link UsageSnapshot}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final String providerId;
        private final Instant updatedAt;
        private @Nullable RateWindow primary;
        private @Nullable RateWindow secondary;
        private @Nullable RateWindow tertiary;
        private final List<NamedRateWindow> extraWindows = new ArrayList<>();
        private final Set<String> extraWindowIds = new HashSet<>();
        private AccountIdentity identity = AccountIdentity.unknown();
        private @Nullable String plan;
        private @Nullable UsageCost cost;
        private final List<UsageDetail> details = new ArrayList<>();
        private @Nullable String source;
        private @Nullable String toolVersion;
        private List<FetchAttempt> diagnostics = List.of();

        private Builder(String providerId, Instant updatedAt) {
            this.providerId = Checks.notBlank(providerId, "providerId");
            this.updatedAt = Checks.wholeSeconds(updatedAt, "updatedAt");
        }

        /**
         * Sets the main quota.
         *
         * @param window the window, or {@code null} if it is unknown
         * @return this builder
         */
        public Builder primary(@Nullable RateWindow window) {
            this.primary = window;
            return this;
        }

        /**
         * Sets the quota beside the main one.
         *
         * @param window the window, or {@code null} if there is none or it is unknown
         * @return this builder
         */
        public Builder secondary(@Nullable RateWindow window) {
            this.secondary = window;
            return this;
        }

        /**
         * Sets the third quota.
         *
         * @param window the window, or {@code null} if there is none or it is unknown
         * @return this builder
         */
        public Builder tertiary(@Nullable RateWindow window) {
            this.tertiary = window;
            return this;
        }

        /**
         * Adds a further quota.
         *
         * @param window the window; its id must not be taken
         * @return this builder
         * @throws IllegalArgumentException if another further window has the same id
         */
        public Builder extraWindow(NamedRateWindow window) {
            Objects.requireNonNull(window, "window");
            if (!extraWindowIds.add(window.id())) {
                throw new IllegalArgumentException("two extra windows have the id \"" + window.id() + "\"");
            }
            this.extraWindows.add(window);
            return this;
        }

        /**
         * Sets whose usage it is.
         *
         * @param value the identity
         * @return this builder
         */
        public Builder identity(AccountIdentity value) {
            this.identity = Objects.requireNonNull(value, "identity");
            return this;
        }

        /**
         * Sets the plan that sets the quotas.
         *
         * @param name not blank, or {@code null} if unknown
         * @return this builder
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder plan(@Nullable String name) {
            this.plan = name == null ? null : Checks.notBlank(name, "plan");
            return this;
        }

        /**
         * Sets the money spent.
         *
         * @param value the cost, or {@code null} if there is none or it is unknown
         * @return this builder
         */
        public Builder cost(@Nullable UsageCost value) {
            this.cost = value;
            return this;
        }

        /**
         * Adds a fact that has no field of its own.
         *
         * @param row the row
         * @return this builder
         */
        public Builder detail(UsageDetail row) {
            this.details.add(Objects.requireNonNull(row, "detail"));
            return this;
        }

        /**
         * Sets which strategy answered.
         *
         * @param strategy not blank, or {@code null} if the provider has but one way
         * @return this builder
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder source(@Nullable String strategy) {
            this.source = strategy == null ? null : Checks.notBlank(strategy, "source");
            return this;
        }

        /**
         * Sets the version of the tool.
         *
         * @param version not blank, or {@code null} if unknown
         * @return this builder
         * @throws IllegalArgumentException if the version is blank
         */
        public Builder toolVersion(@Nullable String version) {
            this.toolVersion = version == null ? null : Checks.notBlank(version, "toolVersion");
            return this;
        }

        /**
         * Sets the attempts that came before the answer.
         *
         * @param attempts the attempts in order
         * @return this builder
         */
        public Builder diagnostics(List<FetchAttempt> attempts) {
            this.diagnostics = List.copyOf(attempts);
            return this;
        }

        /**
         * Returns the snapshot.
         *
         * @return a new snapshot with what was set so far
         */
        public UsageSnapshot build() {
            return new UsageSnapshot(this);
        }
    }
}
