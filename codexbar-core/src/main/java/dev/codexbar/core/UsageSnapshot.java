package dev.codexbar.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The usage that a provider read in one fetch. Immutable; {@link #toString()} masks identity.
 *
 * <p>The quotas are one list, {@link #windows()}; {@link #primary()} and its like are look-ups in it. Everything but
 * the provider, the instant and the (possibly empty) identity may be missing: what a tool did not report is absent,
 * never 0.
 *
 * @since 0.1.0
 */
public final class UsageSnapshot {

    private final String providerId;
    private final Instant updatedAt;
    private final List<NamedRateWindow> windows;
    private final AccountIdentity identity;
    private final @Nullable String plan;
    private final @Nullable UsageCost cost;
    private final List<UsageDetail> details;
    private final @Nullable String strategy;
    private final @Nullable String toolVersion;
    private final List<FetchAttempt> attempts;

    private UsageSnapshot(Builder builder) {
        this.providerId = builder.providerId;
        this.updatedAt = builder.updatedAt;
        this.windows = List.copyOf(builder.windows);
        this.identity = builder.identity;
        this.plan = builder.plan;
        this.cost = builder.cost;
        this.details = List.copyOf(builder.details);
        this.strategy = builder.strategy;
        this.toolVersion = builder.toolVersion;
        this.attempts = List.copyOf(builder.attempts);
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
     * Returns which provider this snapshot is from.
     *
     * @return the id of the provider
     */
    public String providerId() {
        return providerId;
    }

    /**
     * Returns all quotas that the tool reported.
     *
     * @return an unmodifiable list in the order to show them, with unique ids; empty if the tool reported no numbers
     */
    public List<NamedRateWindow> windows() {
        return windows;
    }

    /**
     * Returns the main quota: the window with the id {@link NamedRateWindow#PRIMARY}.
     *
     * @return the window, or empty if the tool did not report it
     */
    public Optional<RateWindow> primary() {
        return window(NamedRateWindow.PRIMARY);
    }

    /**
     * Returns the second quota: the window with the id {@link NamedRateWindow#SECONDARY}.
     *
     * @return the window, or empty if there is none or the tool did not report it
     */
    public Optional<RateWindow> secondary() {
        return window(NamedRateWindow.SECONDARY);
    }

    /**
     * Returns the third quota: the window with the id {@link NamedRateWindow#TERTIARY}.
     *
     * @return the window, or empty if there is none or the tool did not report it
     */
    public Optional<RateWindow> tertiary() {
        return window(NamedRateWindow.TERTIARY);
    }

    /**
     * Returns the quota with an id.
     *
     * @param id the {@linkplain NamedRateWindow#id() id} of the window
     * @return the window, or empty if there is none with this id
     */
    public Optional<RateWindow> window(String id) {
        Objects.requireNonNull(id, "id");
        for (NamedRateWindow named : windows) {
            if (named.id().equals(id)) {
                return Optional.of(named.window());
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the account that this usage belongs to.
     *
     * @return the identity; {@link AccountIdentity#unknown()} if the tool reported none
     */
    public AccountIdentity identity() {
        return identity;
    }

    /**
     * Returns the plan that determines the quotas.
     *
     * @return a name such as {@code "KIRO PRO+"}, or empty if unknown
     */
    public Optional<String> plan() {
        return Optional.ofNullable(plan);
    }

    /**
     * Returns the money that was spent beyond a quota, or where there is no quota.
     *
     * @return the cost, or empty if there is none or the tool did not report it
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
     * @return a name such as {@code "pty"}, or empty if the provider has only one strategy
     */
    public Optional<String> strategy() {
        return Optional.ofNullable(strategy);
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
    public List<FetchAttempt> attempts() {
        return attempts;
    }

    /**
     * Returns this snapshot without its account, for readers who are not to know whose usage it is.
     *
     * <p>E-mail address and organisation are left out, and asterisks take their place in all other texts, in any
     * spelling; so they do for everything that {@link IdentityMask} recognises. The id of a window that holds them is
     * replaced by its position. The plan stays, even if the tool states its name as the organisation.
     *
     * @return a new snapshot with the same numbers, whose texts are each one line without control characters
     */
    public UsageSnapshot redacted() {
        return Redaction.of(this);
    }

    /**
     * Returns a builder that starts with the parts of this snapshot.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(providerId, updatedAt)
                .windows(windows)
                .identity(identity)
                .plan(plan)
                .cost(cost)
                .details(details)
                .strategy(strategy)
                .toolVersion(toolVersion)
                .attempts(attempts);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UsageSnapshot that
                && providerId.equals(that.providerId)
                && updatedAt.equals(that.updatedAt)
                && windows.equals(that.windows)
                && identity.equals(that.identity)
                && Objects.equals(plan, that.plan)
                && Objects.equals(cost, that.cost)
                && details.equals(that.details)
                && Objects.equals(strategy, that.strategy)
                && Objects.equals(toolVersion, that.toolVersion)
                && attempts.equals(that.attempts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                providerId, updatedAt, windows, identity, plan, cost, details, strategy, toolVersion, attempts);
    }

    @Override
    public String toString() {
        return ToStringBuilder.as("UsageSnapshot")
                .field("providerId", providerId)
                .field("windows", windows)
                .field("identity", identity)
                .field("plan", plan)
                .field("cost", cost)
                .field("details", details)
                .field("updatedAt", updatedAt)
                .field("strategy", strategy)
                .field("toolVersion", toolVersion)
                .field("attempts", attempts)
                .toString();
    }

    /**
     * Collects the parts of a {@link UsageSnapshot}. Of a list, the method with the singular name adds an element, and
     * the one with the plural name replaces all elements. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final String providerId;
        private final Instant updatedAt;
        private final List<NamedRateWindow> windows = new ArrayList<>();
        private final Set<String> windowIds = new HashSet<>();
        private final Map<String, Integer> numbers = new HashMap<>();
        private AccountIdentity identity = AccountIdentity.unknown();
        private @Nullable String plan;
        private @Nullable UsageCost cost;
        private final List<UsageDetail> details = new ArrayList<>();
        private @Nullable String strategy;
        private @Nullable String toolVersion;
        private final List<FetchAttempt> attempts = new ArrayList<>();

        private Builder(String providerId, Instant updatedAt) {
            this.providerId = Checks.notBlank(providerId, "providerId");
            this.updatedAt = Checks.wholeSeconds(updatedAt, "updatedAt");
        }

        /**
         * Adds a quota behind those that were added before.
         *
         * @param named the window; its id must not be taken
         * @return this builder
         * @throws IllegalArgumentException if another window of this snapshot has the same id
         */
        public Builder window(NamedRateWindow named) {
            if (!windowIds.add(named.id())) {
                throw new IllegalArgumentException("two windows have the id \"" + named.id() + "\"");
            }
            windows.add(named);
            return this;
        }

        /**
         * Adds a quota behind those that were added before, unless it is unknown.
         *
         * @param id unique within the snapshot; not blank
         * @param title what people read; not blank
         * @param window the window, or {@code null} if it is unknown: nothing is added then
         * @return this builder
         * @throws IllegalArgumentException if the id or the title is blank, or another window of this snapshot has the
         *     same id
         */
        public Builder window(String id, String title, @Nullable RateWindow window) {
            return window == null ? this : window(new NamedRateWindow(id, title, window));
        }

        /**
         * Adds the main quota, unless it is unknown.
         *
         * @param title what people read, such as {@code "Credits"}; not blank
         * @param window the window, or {@code null} if it is unknown: nothing is added then
         * @return this builder
         * @throws IllegalArgumentException if the title is blank, or there is a main quota already
         */
        public Builder primary(String title, @Nullable RateWindow window) {
            return window(NamedRateWindow.PRIMARY, title, window);
        }

        /**
         * Adds the second quota, unless it is unknown.
         *
         * @param title what people read, such as {@code "Bonus"}; not blank
         * @param window the window, or {@code null} if there is none or it is unknown: nothing is added then
         * @return this builder
         * @throws IllegalArgumentException if the title is blank, or there is a second quota already
         */
        public Builder secondary(String title, @Nullable RateWindow window) {
            return window(NamedRateWindow.SECONDARY, title, window);
        }

        /**
         * Adds a quota whose id is made from its title, unless it is unknown. For titles that are free text of a tool:
         * they may occur twice, and may hold an e-mail address, which never gets into an id.
         *
         * <p>The id is the prefix, followed by the letters a to z and the digits of the title with hyphens between
         * them, or by {@code "unnamed"} if there are none. If that id is taken, the first free number from 2 up is
         * appended.
         *
         * @param prefix how the id begins, such as {@code "kiro-bonus-"}; not blank
         * @param title what people read; not blank
         * @param window the window, or {@code null} if it is unknown: nothing is added then
         * @return this builder
         * @throws IllegalArgumentException if the prefix or the title is blank
         */
        public Builder windowByTitle(String prefix, String title, @Nullable RateWindow window) {
            Checks.notBlank(prefix, "prefix");
            Checks.notBlank(title, "title");
            return window == null ? this : window(freeId(prefix + Slug.of(title)), title, window);
        }

        private String freeId(String base) {
            if (!windowIds.contains(base)) {
                return base;
            }
            // Counting goes on where it ended, so that many equal titles cost linear time.
            int number = numbers.getOrDefault(base, 2);
            while (windowIds.contains(base + "-" + number)) {
                number++;
            }
            numbers.put(base, number + 1);
            return base + "-" + number;
        }

        /**
         * Sets all quotas; those that were added before are dropped.
         *
         * @param all the windows in the order to show them, with unique ids
         * @return this builder
         * @throws IllegalArgumentException if two of them have the same id
         */
        public Builder windows(List<NamedRateWindow> all) {
            List<NamedRateWindow> copy = List.copyOf(all);
            windows.clear();
            windowIds.clear();
            numbers.clear();
            copy.forEach(this::window);
            return this;
        }

        /**
         * Sets the account that this usage belongs to.
         *
         * @param value the identity
         * @return this builder
         */
        public Builder identity(AccountIdentity value) {
            this.identity = Objects.requireNonNull(value, "identity");
            return this;
        }

        /**
         * Sets the plan that determines the quotas.
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
         * Sets the money that was spent.
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
         * Sets all facts that have no field of their own; those that were added before are dropped.
         *
         * @param rows the rows in the order to show them
         * @return this builder
         */
        public Builder details(List<UsageDetail> rows) {
            List<UsageDetail> copy = List.copyOf(rows);
            details.clear();
            details.addAll(copy);
            return this;
        }

        /**
         * Sets which strategy answered.
         *
         * @param name not blank, or {@code null} if the provider has only one strategy
         * @return this builder
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder strategy(@Nullable String name) {
            this.strategy = name == null ? null : Checks.notBlank(name, "strategy");
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
         * Adds an attempt that came before the answer.
         *
         * @param attempt the attempt
         * @return this builder
         */
        public Builder attempt(FetchAttempt attempt) {
            this.attempts.add(Objects.requireNonNull(attempt, "attempt"));
            return this;
        }

        /**
         * Sets all attempts that came before the answer; those that were added before are dropped.
         *
         * @param all the attempts in order
         * @return this builder
         */
        public Builder attempts(List<FetchAttempt> all) {
            List<FetchAttempt> copy = List.copyOf(all);
            attempts.clear();
            attempts.addAll(copy);
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
