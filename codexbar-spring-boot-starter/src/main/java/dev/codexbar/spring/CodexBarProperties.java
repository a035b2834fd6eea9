package dev.codexbar.spring;

import dev.codexbar.monitor.WatchSettings;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties of CodexBar.
 *
 * @param enabled Whether usage is watched at all.
 * @param refreshInterval How often each provider is asked while all is well, from 60 seconds to 6 hours. A provider
 *     that declares a longer minimum is asked at that one.
 * @param timeLimit How long one fetch may take, at most 10 minutes.
 * @param patience How long a request waits for tools that have no answer yet, longer than zero. The longest time limit
 *     among these properties plus one second unless set; a time limit that a UsageMonitorCustomizer sets does not
 *     count.
 * @param staleAfter Age from which on an answer is shown as stale, at most 24 hours. Two intervals and one time limit
 *     unless set.
 * @param expireAfter Age from which on an answer is not shown any more, at most 24 hours. Twelve intervals, but at
 *     least one hour, unless set.
 * @param maxConcurrent How many fetches run at once at most.
 * @param historySize How many points of each window are kept in memory, for sparklines.
 * @param providers Settings of single providers, by their id.
 * @param metrics Meters.
 * @param health Health.
 * @param web Page, dashboard and JSON.
 */
@ConfigurationProperties("codexbar")
record CodexBarProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("5m") Duration refreshInterval,
        @DefaultValue("30s") Duration timeLimit,
        @Nullable Duration patience,
        @Nullable Duration staleAfter,
        @Nullable Duration expireAfter,
        @DefaultValue("8") int maxConcurrent,
        @DefaultValue("2000") int historySize,
        @DefaultValue Map<String, Provider> providers,
        @DefaultValue Metrics metrics,
        @DefaultValue Health health,
        @DefaultValue Web web) {

    /**
     * Settings of one provider.
     *
     * @param enabled Whether this provider is asked.
     * @param refreshInterval How often this provider is asked, from 60 seconds to 6 hours.
     * @param timeLimit How long one fetch of this provider may take, at most 10 minutes.
     */
    record Provider(
            @DefaultValue("true") boolean enabled,
            @Nullable Duration refreshInterval,
            @Nullable Duration timeLimit) {

        WatchSettings settings(String id) {
            WatchSettings.Builder settings = WatchSettings.builder();
            String prefix = "codexbar.providers." + id + ".";
            set(prefix + "refresh-interval", refreshInterval, settings::interval);
            set(prefix + "time-limit", timeLimit, settings::timeLimit);
            return settings.build();
        }
    }

    /**
     * Meters.
     *
     * @param enabled Whether usage is published as meters of Micrometer.
     * @param winCodexbarNames Whether the names that boards made for Win-CodexBar read are published beside the
     *     standard ones.
     */
    record Metrics(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("false") boolean winCodexbarNames) {}

    /**
     * Health.
     *
     * @param downWhenAllFail Whether health is DOWN while the last attempt of every provider has failed. A quota is
     *     rarely a reason to restart a service, so it is UNKNOWN unless set.
     */
    record Health(@DefaultValue("false") boolean downWhenAllFail) {}

    /**
     * Page, dashboard and JSON.
     *
     * @param enabled Whether the page and the dashboard are served, behind the security of the application.
     * @param path Path of the page, below the context path.
     * @param identity Whether answers of the page, of the dashboard and of controllers name the account.
     */
    record Web(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("/codexbar") String path,
            @DefaultValue("redacted") Identity identity) {}

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
        return Stream.concat(Stream.of(timeLimit), providers.values().stream().map(Provider::timeLimit))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElseThrow()
                .plusSeconds(1);
    }

    /** Returns the ids of the providers that are not asked. */
    List<String> switchedOff() {
        return providers.entrySet().stream()
                .filter(entry -> !entry.getValue().enabled())
                .map(Map.Entry::getKey)
                .toList();
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
