package dev.codexbar.core;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The description of a provider: its id and name, its pages, and how to display it. Immutable.
 *
 * @since 0.1.0
 */
public final class ProviderDescriptor {

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern COLOR = Pattern.compile("#[0-9A-F]{6}");

    private final String id;
    private final String displayName;
    private final Map<String, String> windowTitles;
    private final @Nullable URI dashboardUri;
    private final @Nullable URI statusUri;
    private final @Nullable String cliName;
    private final List<ProviderProgram> programs;
    private final @Nullable String access;
    private final @Nullable String accentColor;
    private final @Nullable Duration minimumInterval;

    private ProviderDescriptor(Builder builder) {
        this.id = builder.id;
        this.displayName = builder.displayName;
        this.windowTitles = Collections.unmodifiableMap(new LinkedHashMap<>(builder.windowTitles));
        this.dashboardUri = builder.dashboardUri;
        this.statusUri = builder.statusUri;
        this.cliName = builder.cliName == null && !builder.programs.isEmpty()
                ? builder.programs.get(0).name()
                : builder.cliName;
        this.programs = List.copyOf(builder.programs);
        this.access = builder.access;
        this.accentColor = builder.accentColor;
        this.minimumInterval = builder.minimumInterval;
    }

    /**
     * Returns a builder.
     *
     * @param id 1 to 64 lower-case letters, digits and hyphens, such as {@code "kiro"}: unique, and stable across
     *     versions
     * @param displayName the name people know, such as {@code "Kiro"}; not blank
     * @return a new builder
     * @throws IllegalArgumentException if the id has another shape or the name is blank
     */
    public static Builder builder(String id, String displayName) {
        return new Builder(id, displayName);
    }

    /**
     * Returns the id: 1 to 64 lower-case letters, digits and hyphens, unique among all providers.
     *
     * @return the id
     */
    public String id() {
        return id;
    }

    /**
     * Returns the name people know.
     *
     * @return the display name, not blank
     */
    public String displayName() {
        return displayName;
    }

    /**
     * Returns the titles of the windows that this provider usually reports, so that a host can label a display before
     * the first answer.
     *
     * @return an unmodifiable map from the {@linkplain NamedRateWindow#id() id} of a window to its title, such as
     *     {@code "primary"} to {@code "Credits"}, in the order to show them; possibly empty
     */
    public Map<String, String> windowTitles() {
        return windowTitles;
    }

    /**
     * Returns the page where a person sees the same usage in a browser.
     *
     * @return the page, or empty if there is none
     */
    public Optional<URI> dashboardUri() {
        return Optional.ofNullable(dashboardUri);
    }

    /**
     * Returns the page that shows whether the tool's service is up.
     *
     * @return the page, or empty if there is none
     */
    public Optional<URI> statusUri() {
        return Optional.ofNullable(statusUri);
    }

    /**
     * Returns the name of the command-line program that the provider runs.
     *
     * @return a name such as {@code "kiro-cli"}, or empty if it runs none
     */
    public Optional<String> cliName() {
        return Optional.ofNullable(cliName);
    }

    /**
     * Returns the programs that the provider asks.
     *
     * @return an unmodifiable list in the order in which the provider prefers them; empty if it asks none, or does not
     *     tell
     */
    public List<ProviderProgram> programs() {
        return programs;
    }

    /**
     * Returns how the provider asks its tool, and whether that can cost anything.
     *
     * @return one sentence for people, or empty if the provider does not tell
     */
    public Optional<String> access() {
        return Optional.ofNullable(access);
    }

    /**
     * Returns the colour a display may use for this provider.
     *
     * @return a colour as {@code #RRGGBB} in upper-case hexadecimal digits, or empty
     */
    public Optional<String> accentColor() {
        return Optional.ofNullable(accentColor);
    }

    /**
     * Returns how long a host should wait from one fetch to the next, out of courtesy to the tool and its service.
     *
     * @return the interval, longer than zero, or empty if this provider has no opinion
     */
    public Optional<Duration> minimumInterval() {
        return Optional.ofNullable(minimumInterval);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProviderDescriptor that
                && id.equals(that.id)
                && displayName.equals(that.displayName)
                && windowTitles.equals(that.windowTitles)
                && Objects.equals(dashboardUri, that.dashboardUri)
                && Objects.equals(statusUri, that.statusUri)
                && Objects.equals(cliName, that.cliName)
                && programs.equals(that.programs)
                && Objects.equals(access, that.access)
                && Objects.equals(accentColor, that.accentColor)
                && Objects.equals(minimumInterval, that.minimumInterval);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                id,
                displayName,
                windowTitles,
                dashboardUri,
                statusUri,
                cliName,
                programs,
                access,
                accentColor,
                minimumInterval);
    }

    @Override
    public String toString() {
        return ToStringBuilder.as("ProviderDescriptor")
                .field("id", id)
                .field("displayName", displayName)
                .field("windowTitles", windowTitles)
                .field("dashboardUri", dashboardUri)
                .field("statusUri", statusUri)
                .field("cliName", cliName)
                .field("programs", programs)
                .field("access", access)
                .field("accentColor", accentColor)
                .field("minimumInterval", minimumInterval)
                .toString();
    }

    /**
     * Collects the parts of a {@link ProviderDescriptor}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final String id;
        private final String displayName;
        private final Map<String, String> windowTitles = new LinkedHashMap<>();
        private @Nullable URI dashboardUri;
        private @Nullable URI statusUri;
        private @Nullable String cliName;
        private final List<ProviderProgram> programs = new ArrayList<>();
        private @Nullable String access;
        private @Nullable String accentColor;
        private @Nullable Duration minimumInterval;

        private Builder(String id, String displayName) {
            if (!ID.matcher(Objects.requireNonNull(id, "id")).matches()) {
                throw new IllegalArgumentException("provider id must be 1 to 64 of a-z, 0-9 and '-': \"" + id + "\"");
            }
            this.id = id;
            this.displayName = Checks.notBlank(displayName, "displayName");
        }

        /**
         * Adds the title of a window that this provider usually reports.
         *
         * @param id the {@linkplain NamedRateWindow#id() id} of the window, such as {@link NamedRateWindow#PRIMARY};
         *     not blank
         * @param title what people read, such as {@code "Credits"}; not blank
         * @return this builder
         * @throws IllegalArgumentException if a text is blank, or this id has a title already
         */
        public Builder windowTitle(String id, String title) {
            Checks.notBlank(id, "id");
            if (windowTitles.putIfAbsent(id, Checks.notBlank(title, "title")) != null) {
                throw new IllegalArgumentException("two titles for the window \"" + id + "\"");
            }
            return this;
        }

        /**
         * Sets the page where a person sees the same usage.
         *
         * @param uri the page
         * @return this builder
         */
        public Builder dashboardUri(URI uri) {
            this.dashboardUri = Objects.requireNonNull(uri, "dashboardUri");
            return this;
        }

        /**
         * Sets the page that shows whether the service is up.
         *
         * @param uri the page
         * @return this builder
         */
        public Builder statusUri(URI uri) {
            this.statusUri = Objects.requireNonNull(uri, "statusUri");
            return this;
        }

        /**
         * Sets the name of the command-line program that the provider runs. Unless set, it is that of the first
         * {@linkplain #program program}.
         *
         * @param name a file name without a folder; not blank
         * @return this builder
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder cliName(String name) {
            this.cliName = Checks.notBlank(name, "cliName");
            return this;
        }

        /**
         * Adds a program that the provider asks.
         *
         * @param program the program, after those that the provider prefers to it
         * @return this builder
         */
        public Builder program(ProviderProgram program) {
            programs.add(Objects.requireNonNull(program, "program"));
            return this;
        }

        /**
         * Sets how the provider asks its tool, and whether that can cost anything.
         *
         * @param sentence one sentence for people, such as {@code "Runs `gh api` with one read-only request, which
         *     counts against no quota."}; not blank
         * @return this builder
         * @throws IllegalArgumentException if the sentence is blank
         */
        public Builder access(String sentence) {
            this.access = Checks.notBlank(sentence, "access");
            return this;
        }

        /**
         * Sets the colour a display may use.
         *
         * @param color {@code #RRGGBB} in upper-case hexadecimal digits
         * @return this builder
         * @throws IllegalArgumentException if the colour has another shape
         */
        public Builder accentColor(String color) {
            if (!COLOR.matcher(Objects.requireNonNull(color, "accentColor")).matches()) {
                throw new IllegalArgumentException("accentColor must be #RRGGBB in upper case: \"" + color + "\"");
            }
            this.accentColor = color;
            return this;
        }

        /**
         * Sets how long a host should wait from one fetch to the next.
         *
         * @param interval longer than zero
         * @return this builder
         * @throws IllegalArgumentException if the interval is zero or negative
         */
        public Builder minimumInterval(Duration interval) {
            this.minimumInterval = Checks.positive(interval, "minimumInterval");
            return this;
        }

        /**
         * Returns the descriptor.
         *
         * @return a new descriptor with what was set so far
         */
        public ProviderDescriptor build() {
            return new ProviderDescriptor(this);
        }
    }
}
