package dev.codexbar.core;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fact that has no property of its own in a snapshot, as one row of a small table. Immutable.
 *
 * @since 0.1.0
 */
public final class UsageDetail {

    /** The section of rows that name none. */
    private static final String DEFAULT_SECTION = "Usage";

    private final String section;
    private final String label;
    private final String value;
    private final @Nullable String secondaryValue;

    private UsageDetail(Builder builder) {
        this.section = builder.section;
        this.label = builder.label;
        this.value = builder.value;
        this.secondaryValue = builder.secondaryValue;
    }

    /**
     * Returns a row in the section {@code "Usage"}.
     *
     * @param label what the row describes, such as {@code "Overages"}; not blank
     * @param value the value, such as {@code "Enabled"}; not blank
     * @return a new row
     * @throws IllegalArgumentException if a text is blank
     */
    public static UsageDetail of(String label, String value) {
        return builder(label, value).build();
    }

    /**
     * Returns a builder.
     *
     * @param label what the row describes, such as {@code "Overages"}; not blank
     * @param value the value, such as {@code "Enabled"}; not blank
     * @return a new builder
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String label, String value) {
        return new Builder(label, value);
    }

    /**
     * Returns the heading under which this row is shown. Rows of one section are shown together.
     *
     * @return the heading; {@code "Usage"} unless the provider says otherwise
     */
    public String section() {
        return section;
    }

    /**
     * Returns what the row describes.
     *
     * @return the label, not blank
     */
    public String label() {
        return label;
    }

    /**
     * Returns the value of the row.
     *
     * @return the value as text for people, not blank
     */
    public String value() {
        return value;
    }

    /**
     * Returns an addition to the value, to be displayed less prominently.
     *
     * @return a text such as {@code "of 10000"}, or empty
     */
    public Optional<String> secondaryValue() {
        return Optional.ofNullable(secondaryValue);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UsageDetail that
                && section.equals(that.section)
                && label.equals(that.label)
                && value.equals(that.value)
                && Objects.equals(secondaryValue, that.secondaryValue);
    }

    @Override
    public int hashCode() {
        return Objects.hash(section, label, value, secondaryValue);
    }

    @Override
    public String toString() {
        return ToStringBuilder.as("UsageDetail")
                .field("section", section)
                .field("label", label)
                .field("value", IdentityMask.mask(value))
                .field("secondaryValue", IdentityMask.maskNullable(secondaryValue))
                .toString();
    }

    /**
     * Collects the parts of a {@link UsageDetail}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final String label;
        private final String value;
        private String section = DEFAULT_SECTION;
        private @Nullable String secondaryValue;

        private Builder(String label, String value) {
            this.label = Checks.notBlank(label, "label");
            this.value = Checks.notBlank(value, "value");
        }

        /**
         * Sets the heading under which this row is shown.
         *
         * @param heading not blank
         * @return this builder
         * @throws IllegalArgumentException if the heading is blank
         */
        public Builder section(String heading) {
            this.section = Checks.notBlank(heading, "section");
            return this;
        }

        /**
         * Sets an addition to the value.
         *
         * @param text not blank
         * @return this builder
         * @throws IllegalArgumentException if the text is blank
         */
        public Builder secondaryValue(String text) {
            this.secondaryValue = Checks.notBlank(text, "secondaryValue");
            return this;
        }

        /**
         * Returns the row.
         *
         * @return a new row with what was set so far
         */
        public UsageDetail build() {
            return new UsageDetail(this);
        }
    }
}
