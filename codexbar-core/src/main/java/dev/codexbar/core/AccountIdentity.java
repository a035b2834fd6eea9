package dev.codexbar.core;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The account that a usage belongs to. Immutable; {@link #toString()} masks the e-mail address.
 *
 * @since 0.1.0
 */
public final class AccountIdentity {

    private static final AccountIdentity UNKNOWN = builder().build();

    private final @Nullable String accountEmail;
    private final @Nullable String accountOrganization;
    private final @Nullable String loginMethod;

    private AccountIdentity(Builder builder) {
        this.accountEmail = builder.accountEmail;
        this.accountOrganization = builder.accountOrganization;
        this.loginMethod = builder.loginMethod;
    }

    /**
     * Returns the identity of which nothing is known.
     *
     * @return the empty identity
     */
    public static AccountIdentity unknown() {
        return UNKNOWN;
    }

    /**
     * Returns a builder.
     *
     * @return a new builder, with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the e-mail address of the account, or its login where a tool knows accounts by no address.
     *
     * @return the full address or login, or empty if unknown; mask it before it gets into a log
     */
    public Optional<String> accountEmail() {
        return Optional.ofNullable(accountEmail);
    }

    /**
     * Returns the organisation or, for tools that sell plans to persons, the name of the plan.
     *
     * @return a name such as {@code "KIRO FREE"}, or empty if unknown
     */
    public Optional<String> accountOrganization() {
        return Optional.ofNullable(accountOrganization);
    }

    /**
     * Returns how the person signed in.
     *
     * @return a name such as {@code "Builder ID"}, or empty if unknown
     */
    public Optional<String> loginMethod() {
        return Optional.ofNullable(loginMethod);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccountIdentity that
                && Objects.equals(accountEmail, that.accountEmail)
                && Objects.equals(accountOrganization, that.accountOrganization)
                && Objects.equals(loginMethod, that.loginMethod);
    }

    @Override
    public int hashCode() {
        return Objects.hash(accountEmail, accountOrganization, loginMethod);
    }

    @Override
    public String toString() {
        return ToStringBuilder.as("AccountIdentity")
                .field("accountEmail", accountEmail == null ? null : IdentityMask.EMAIL)
                .field("accountOrganization", IdentityMask.maskNullable(accountOrganization))
                .field("loginMethod", IdentityMask.maskNullable(loginMethod))
                .toString();
    }

    /**
     * Collects the parts of an {@link AccountIdentity}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private @Nullable String accountEmail;
        private @Nullable String accountOrganization;
        private @Nullable String loginMethod;

        private Builder() {}

        /**
         * Sets the e-mail address of the account, or its login where the tool knows accounts by no address.
         *
         * @param email not blank
         * @return this builder
         * @throws IllegalArgumentException if the address is blank
         */
        public Builder accountEmail(String email) {
            this.accountEmail = Checks.notBlank(email, "accountEmail");
            return this;
        }

        /**
         * Sets the organisation or the name of the plan.
         *
         * @param organization not blank
         * @return this builder
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder accountOrganization(String organization) {
            this.accountOrganization = Checks.notBlank(organization, "accountOrganization");
            return this;
        }

        /**
         * Sets how the person signed in.
         *
         * @param method not blank
         * @return this builder
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder loginMethod(String method) {
            this.loginMethod = Checks.notBlank(method, "loginMethod");
            return this;
        }

        /**
         * Returns the identity.
         *
         * @return a new identity with what was set so far
         */
        public AccountIdentity build() {
            return new AccountIdentity(this);
        }
    }
}
