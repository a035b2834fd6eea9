package dev.codexbar.provider.codex.report;

import dev.codexbar.core.terminal.TerminalText;
import dev.codexbar.provider.codex.report.CodexUsage.BankedResets;
import dev.codexbar.provider.codex.report.CodexUsage.Bucket;
import dev.codexbar.provider.codex.report.CodexUsage.CreditLimit;
import dev.codexbar.provider.codex.report.CodexUsage.Credits;
import dev.codexbar.provider.codex.report.CodexUsage.Window;
import dev.codexbar.provider.support.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the usage in three spellings: that of Codex 0.57 and later ({@code usedPercent}), that of 0.49 to 0.55
 * ({@code used_percent}, {@code window_minutes}), and that of the service itself ({@code limit_window_seconds}), which
 * a Codex that cannot decode it quotes.
 */
final class RateLimitsReader {

    private static final String MAIN = "codex";

    private static final int LONGEST_ID = 100;

    /** The last second of the year 9999. */
    private static final double LAST_SECOND = 253_402_300_799.0;

    /** A century. */
    private static final double MOST_MINUTES = 52_596_000;

    private static final double MOST_CREDITS = 1e15;

    /** A decimal number, of which two decimals are worth showing. */
    private static final Pattern DECIMAL =
            Pattern.compile("(?=-?\\d{1,15}(?:\\.|$))(-?\\d++(?:\\.\\d{1,2}+)?+)\\d{0,40}+");

    private RateLimitsReader() {}

    /** Reads the result of {@code account/rateLimits/read}. */
    static CodexAnswer read(JsonValue result) {
        JsonValue main = result.get("rateLimits");
        if (!main.isObject()) {
            return CodexProblem.UNREADABLE;
        }
        // The main windows never from the map: a second bucket with the same id replaces the first there.
        List<Bucket> extras = new ArrayList<>();
        result.get("rateLimitsByLimitId").members().forEach((id, bucket) -> {
            if (!id.equals(MAIN)) {
                extras.add(bucket(TerminalText.singleLine(id, LONGEST_ID), bucket));
            }
        });
        return new CodexUsage(
                bucket(MAIN, main),
                sorted(extras),
                credits(main.get("credits")),
                creditLimit(main.get("individualLimit")),
                bankedResets(result.get("rateLimitResetCredits")),
                CodexAccount.plan(main.get("planType")),
                CodexAccount.text(main.get("rateLimitReachedType")),
                isFalse(result.get("ordinaryUsageAllowed")),
                isTrue(main.get("spendControlReached")));
    }

    /** Reads what the service itself answers, as far as it tells any usage. */
    static CodexAnswer readServiceAnswer(JsonValue body) {
        List<Bucket> extras = new ArrayList<>();
        for (JsonValue extra : body.get("additional_rate_limits").elements()) {
            CodexAccount.text(extra.get("metered_feature"))
                    .filter(id -> !id.equals(MAIN))
                    .ifPresent(id -> extras.add(
                            serviceBucket(id, CodexAccount.text(extra.get("limit_name")), extra.get("rate_limit"))));
        }
        Bucket main = serviceBucket(MAIN, Optional.empty(), body.get("rate_limit"));
        Optional<Credits> credits = credits(body.get("credits"));
        Optional<CreditLimit> creditLimit =
                creditLimit(body.get("spend_control").get("individual_limit"));
        boolean tellsUsage = hasWindow(main)
                || credits.isPresent()
                || creditLimit.isPresent()
                || extras.stream().anyMatch(RateLimitsReader::hasWindow);
        if (!tellsUsage) {
            return CodexProblem.UNDECODABLE;
        }
        JsonValue reached = body.get("rate_limit_reached_type");
        return new CodexUsage(
                main,
                sorted(extras),
                credits,
                creditLimit,
                bankedResets(body.get("rate_limit_reset_credits")),
                CodexAccount.plan(body.get("plan_type")),
                CodexAccount.text(reached.get("type")).or(() -> CodexAccount.text(reached)),
                // Whether the answer is for the account that is signed in is not checked here, as Codex would.
                false,
                isTrue(body.get("spend_control").get("reached")));
    }

    private static boolean hasWindow(Bucket bucket) {
        return bucket.first().isPresent() || bucket.second().isPresent();
    }

    private static List<Bucket> sorted(List<Bucket> extras) {
        // Codex lists them in a random order.
        extras.sort((one, other) -> one.id().compareTo(other.id()));
        return List.copyOf(extras);
    }

    private static Bucket bucket(String id, JsonValue json) {
        return new Bucket(
                id,
                CodexAccount.text(json.get("limitName")),
                window(json.get("primary")),
                window(json.get("secondary")));
    }

    private static Bucket serviceBucket(String id, Optional<String> name, JsonValue json) {
        return new Bucket(id, name, window(json.get("primary_window")), window(json.get("secondary_window")));
    }

    private static Optional<Window> window(JsonValue json) {
        OptionalDouble percent = either(json, "usedPercent", "used_percent").number();
        // A negative percentage occurs, and means nothing.
        if (percent.isEmpty() || percent.getAsDouble() < 0) {
            return Optional.empty();
        }
        JsonValue seconds = json.get("limit_window_seconds");
        OptionalDouble minutes = seconds.isNull()
                ? either(json, "windowDurationMins", "window_minutes").number()
                // Rounded up as Codex does.
                : map(seconds.number(), length -> Math.ceil(length / 60));
        JsonValue reset = json.get("reset_at");
        return Optional.of(new Window(
                percent.getAsDouble(),
                period(minutes),
                instant(reset.isNull() ? either(json, "resetsAt", "resets_at") : reset)));
    }

    private static Optional<Duration> period(OptionalDouble minutes) {
        return minutes.isPresent() && minutes.getAsDouble() >= 1 && minutes.getAsDouble() <= MOST_MINUTES
                ? Optional.of(Duration.ofMinutes((long) minutes.getAsDouble()))
                : Optional.empty();
    }

    /** Returns a time, in seconds since 1970; the time 0 stands for none. */
    private static Optional<Instant> instant(JsonValue json) {
        OptionalDouble seconds = json.number();
        return seconds.isPresent() && seconds.getAsDouble() >= 1 && seconds.getAsDouble() <= LAST_SECOND
                ? Optional.of(Instant.ofEpochSecond((long) seconds.getAsDouble()))
                : Optional.empty();
    }

    /** Nearly every account has no credits: Codex then reports a balance of 0, which is not worth showing. */
    private static Optional<Credits> credits(JsonValue json) {
        boolean unlimited = isTrue(json.get("unlimited"));
        if (!unlimited && !isTrue(either(json, "hasCredits", "has_credits"))) {
            return Optional.empty();
        }
        // A text in what Codex tells; a number in what it could not decode.
        Matcher balance = DECIMAL.matcher(decimal(json.get("balance")));
        return Optional.of(
                new Credits(unlimited, balance.matches() ? Optional.of(balance.group(1)) : Optional.empty()));
    }

    private static String decimal(JsonValue json) {
        return json.text().or(json::scalar).orElse("");
    }

    private static Optional<CreditLimit> creditLimit(JsonValue json) {
        OptionalDouble used = credits(json, "used");
        OptionalDouble limit = credits(json, "limit");
        OptionalDouble left =
                either(json, "remainingPercent", "remaining_percent").number();
        OptionalDouble percent = used.isPresent() && limit.isPresent() && limit.getAsDouble() > 0
                ? OptionalDouble.of(100 * used.getAsDouble() / limit.getAsDouble())
                : map(left, remaining -> 100 - remaining);
        if (percent.isEmpty() || percent.getAsDouble() < 0 || percent.getAsDouble() > MOST_CREDITS) {
            return Optional.empty();
        }
        JsonValue reset = either(json, "resetsAt", "reset_at");
        return Optional.of(new CreditLimit(percent.getAsDouble(), used, limit, instant(reset)));
    }

    private static OptionalDouble credits(JsonValue json, String name) {
        String text = decimal(json.get(name));
        if (!DECIMAL.matcher(text).matches() || text.startsWith("-")) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Double.parseDouble(text));
    }

    private static Optional<BankedResets> bankedResets(JsonValue json) {
        OptionalDouble count = either(json, "availableCount", "available_count").number();
        if (count.isEmpty() || count.getAsDouble() < 0 || count.getAsDouble() > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        Optional<Instant> nextExpiry = json.get("credits").elements().stream()
                .filter(one ->
                        one.get("status").text().filter("available"::equals).isPresent())
                .map(one -> instant(one.get("expiresAt")))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
        return Optional.of(new BankedResets((int) count.getAsDouble(), nextExpiry));
    }

    private static JsonValue either(JsonValue json, String name, String otherName) {
        JsonValue value = json.get(name);
        return value.isNull() ? json.get(otherName) : value;
    }

    private static boolean isTrue(JsonValue json) {
        return json.truth().orElse(false);
    }

    private static boolean isFalse(JsonValue json) {
        return !json.truth().orElse(true);
    }

    private static OptionalDouble map(OptionalDouble value, DoubleUnaryOperator change) {
        return value.isPresent() ? OptionalDouble.of(change.applyAsDouble(value.getAsDouble())) : value;
    }
}
