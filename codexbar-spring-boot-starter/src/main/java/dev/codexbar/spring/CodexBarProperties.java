package dev.codexbar.spring;

import dev.codexbar.monitor.WatchSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties of CodexBar.
 *
 * <p>They are bound by setters, as those of Spring Boot itself are: an application that starts has loaded the classes
 * for that, while a record and the conversion of its default values would be the only ones of their kind.
 */
@ConfigurationProperties("codexbar")
final class CodexBarProperties {

    /** Whether usage is watched at all. */
    private boolean enabled = true;

    /**
     * How often each provider is asked while all is well, from 60 seconds to 6 hours. A provider that declares a longer
     * minimum is asked at that one.
     */
    private Duration refreshInterval = Duration.ofMinutes(5);

    /** How long one fetch may take, at most 10 minutes. */
    private Duration timeLimit = Duration.ofSeconds(30);

    /**
     * How long a request waits for tools that have no answer yet, longer than zero. The longest time limit among these
     * properties plus one second unless set; a time limit that a UsageMonitorCustomizer sets does not count.
     */
    private @Nullable Duration patience;

    /** Age from which on an answer is shown as stale, at most 24 hours. Two intervals and one time limit unless set. */
    private @Nullable Duration staleAfter;

    /**
     * Age from which on an answer is not shown any more, at most 24 hours. Twelve intervals, but at least one hour,
     * unless set.
     */
    private @Nullable Duration expireAfter;

    /** How many fetches run at once at most. */
    private int maxConcurrent = 8;

    /** How many points of each window are kept in memory, for sparklines. */
    private int historySize = 2000;

    /** Settings of single providers, by their id. */
    private final Map<String, Provider> providers = new LinkedHashMap<>();

    private final Metrics metrics = new Metrics();
    private final Health health = new Health();
    private final Web web = new Web();

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public Duration getRefreshInterval() {
        return refreshInterval;
    }

    public void setRefreshInterval(Duration refreshInterval) {
        this.refreshInterval = refreshInterval;
    }

    public Duration getTimeLimit() {
        return timeLimit;
    }

    public void setTimeLimit(Duration timeLimit) {
        this.timeLimit = timeLimit;
    }

    public @Nullable Duration getPatience() {
        return patience;
    }

    public void setPatience(@Nullable Duration patience) {
        this.patience = patience;
    }

    public @Nullable Duration getStaleAfter() {
        return staleAfter;
    }

    public void setStaleAfter(@Nullable Duration staleAfter) {
        this.staleAfter = staleAfter;
    }

    public @Nullable Duration getExpireAfter() {
        return expireAfter;
    }

    public void setExpireAfter(@Nullable Duration expireAfter) {
        this.expireAfter = expireAfter;
    }

    public int getMaxConcurrent() {
        return maxConcurrent;
    }

    public void setMaxConcurrent(int maxConcurrent) {
        this.maxConcurrent = maxConcurrent;
    }

    public int getHistorySize() {
        return historySize;
    }

    public void setHistorySize(int historySize) {
        this.historySize = historySize;
    }

    public Map<String, Provider> getProviders() {
        return providers;
    }

    public Metrics getMetrics() {
        return metrics;
    }

    public Health getHealth() {
        return health;
    }

    public Web getWeb() {
        return web;
    }

    /** Settings of one provider. */
    static final class Provider {

        /** Whether this provider is asked. */
        private boolean enabled = true;

        /** How often this provider is asked, from 60 seconds to 6 hours. */
        private @Nullable Duration refreshInterval;

        /** How long one fetch of this provider may take, at most 10 minutes. */
        private @Nullable Duration timeLimit;

        public boolean isEnabled() {
            return enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }

        public @Nullable Duration getRefreshInterval() {
            return refreshInterval;
        }

        public void setRefreshInterval(@Nullable Duration refreshInterval) {
            this.refreshInterval = refreshInterval;
        }

        public @Nullable Duration getTimeLimit() {
            return timeLimit;
        }

        public void setTimeLimit(@Nullable Duration timeLimit) {
            this.timeLimit = timeLimit;
        }

        WatchSettings settings(String id) {
            WatchSettings.Builder settings = WatchSettings.builder();
            String prefix = "codexbar.providers." + id + ".";
            set(prefix + "refresh-interval", refreshInterval, settings::interval);
            set(prefix + "time-limit", timeLimit, settings::timeLimit);
            return settings.build();
        }
    }

    /** Meters. */
    static final class Metrics {

        /** Whether usage is published as meters of Micrometer. */
        private boolean enabled = true;

        /** Whether the names that boards made for Win-CodexBar read are published beside the standard ones. */
        private boolean winCodexbarNames = false;

        public boolean isEnabled() {
            return enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }

        public boolean isWinCodexbarNames() {
            return winCodexbarNames;
        }

        public void setWinCodexbarNames(boolean winCodexbarNames) {
            this.winCodexbarNames = winCodexbarNames;
        }
    }

    /** Health. */
    static final class Health {

        /**
         * Whether health is DOWN while the last attempt of every provider has failed. A quota is rarely a reason to
         * restart a service, so it is UNKNOWN unless set.
         */
        private boolean downWhenAllFail = false;

        public boolean isDownWhenAllFail() {
            return downWhenAllFail;
        }

        public void setDownWhenAllFail(boolean downWhenAllFail) {
            this.downWhenAllFail = downWhenAllFail;
        }
    }

    /** Page, dashboard and JSON. */
    static final class Web {

        /** Whether the page and the dashboard are served, behind the security of the application. */
        private boolean enabled = false;

        /** Path of the page, below the context path. */
        private String path = "/codexbar";

        /** Whether answers of the page, of the dashboard and of controllers name the account. */
        private Identity identity = Identity.REDACTED;

        public boolean isEnabled() {
            return enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }

        public String getPath() {
            return path;
        }

        public void setPath(String path) {
            this.path = path;
        }

        public Identity getIdentity() {
            return identity;
        }

        public void setIdentity(Identity identity) {
            this.identity = identity;
        }
    }

    /** Whether answers name the account. */
    enum Identity {
        /** Neither e-mail address nor organisation. */
        REDACTED,
        /** E-mail address and organisation, where they are known. */
        FULL
    }

    WatchSettings settings() {
        WatchSettings.Builder settings = WatchSettings.builder();
        set("codexbar.refresh-interval", refreshInterval, settings::interval);
        set("codexbar.time-limit", timeLimit, settings::timeLimit);
        set("codexbar.stale-after", staleAfter, settings::staleAfter);
        set("codexbar.expire-after", expireAfter, settings::expireAfter);
        return settings.build();
    }

    /** Unless set, as long as the slowest tool may take, and a second to report its end. */
    Duration patienceOfRequests() {
        if (patience != null) {
            if (patience.isNegative() || patience.isZero()) {
                throw new InvalidConfigurationPropertyValueException(
                        "codexbar.patience", patience, "it must be longer than zero");
            }
            return patience;
        }
        Duration longest = timeLimit;
        for (Provider provider : providers.values()) {
            if (provider.timeLimit != null && provider.timeLimit.compareTo(longest) > 0) {
                longest = provider.timeLimit;
            }
        }
        return longest.plusSeconds(1);
    }

    /** Returns the ids of the providers that are not asked. */
    Set<String> switchedOff() {
        Set<String> ids = new TreeSet<>();
        for (Map.Entry<String, Provider> entry : providers.entrySet()) {
            if (!entry.getValue().enabled) {
                ids.add(entry.getKey());
            }
        }
        return ids;
    }

    /** Names the property in place of the parameter that the setter complains of. */
    static <T> void set(String name, @Nullable T value, Consumer<T> setter) {
        if (value == null) {
            return;
        }
        try {
            setter.accept(value);
        } catch (IllegalArgumentException refused) {
            throw new InvalidConfigurationPropertyValueException(name, value, String.valueOf(refused.getMessage()));
        }
    }
}
