package dev.codexbar.provider.copilot.report;

import dev.codexbar.core.terminal.TerminalText;
import dev.codexbar.provider.support.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The answer to {@code GET /copilot_internal/user}. The names are those of {@code CopilotUserResponse} in the API
 * schema of {@code @github/copilot-sdk}; the endpoint is undocumented, so every part may be missing.
 *
 * @param login the name of the account
 * @param plan such as {@code "individual_pro"}
 * @param accessType such as {@code "free_limited_copilot"}
 * @param organizations the names of the organisations that pay
 * @param quotas the main ones, then the others in the order of the answer
 * @param mayStillSignUp whether the account has no Copilot yet, but could have the free one
 */
record CopilotUser(
        Optional<String> login,
        Optional<String> plan,
        Optional<String> accessType,
        List<String> organizations,
        List<Quota> quotas,
        boolean mayStillSignUp) {

    static final String FREE = "free_limited_copilot";

    private static final List<String> MAIN = List.of("premium_interactions", "chat");

    private static final int TEXT_LIMIT = 100;

    /** There are three today; a hundred would be no table for people any more. */
    private static final int MOST_QUOTAS = 16;

    private static final int MOST_ORGANIZATIONS = 5;

    /** What is larger is no count of requests. */
    private static final double MOST = 1e12;

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,16}+(?:\\.\\d{1,16}+)?+");

    private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /** Returns the content of an answer, or empty if it is no such answer. */
    static Optional<CopilotUser> read(JsonValue body) {
        Optional<String> plan = text(body.get("copilot_plan"));
        JsonValue snapshots = body.get("quota_snapshots");
        JsonValue left = body.get("limited_user_quotas");
        if (plan.isEmpty() && !snapshots.isObject() && !left.isObject()) {
            return Optional.empty();
        }
        List<Quota> quotas = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String name : mainFirst(snapshots.members().keySet())) {
            if (snapshots.get(name).isObject() && quotas.size() < MOST_QUOTAS && names.add(name)) {
                quotas.add(snapshot(name, snapshots.get(name), body));
            }
        }
        for (String name : mainFirst(left.members().keySet())) {
            if (quotas.size() < MOST_QUOTAS && names.add(name)) {
                quotas.add(ofFreePlan(name, left.get(name), body));
            }
        }
        return Optional.of(new CopilotUser(
                text(body.get("login")),
                plan,
                text(body.get("access_type_sku")),
                organizations(body),
                List.copyOf(quotas),
                body.get("can_signup_for_limited").truth().orElse(false)));
    }

    /** The main quotas first, so that no number of others crowds them out. */
    private static List<String> mainFirst(Set<String> names) {
        return Stream.concat(
                        MAIN.stream().filter(names::contains), names.stream().filter(name -> !MAIN.contains(name)))
                .toList();
    }

    private static Quota snapshot(String name, JsonValue json, JsonValue body) {
        OptionalDouble entitlement = number(json.get("entitlement"));
        Optional<Instant> monthlyReset = instant(body.get("quota_reset_date_utc"));
        Optional<Instant> ownReset = epochSecond(json.get("quota_reset_at"));
        Optional<Instant> reset = ownReset.or(() -> monthlyReset);
        return new Quota(
                name,
                // A negative entitlement stands for "as much as you like".
                json.get("unlimited").truth().orElse(false) || entitlement.orElse(0) < 0,
                fromZero(entitlement),
                // With decimals, where GitHub counts parts of requests.
                number(json.get("quota_remaining")).isPresent()
                        ? number(json.get("quota_remaining"))
                        : number(json.get("remaining")),
                number(json.get("percent_remaining")),
                reset,
                reset.isPresent() ? Optional.empty() : day(body.get("quota_reset_date")),
                // A quota that resets on a day of its own may be one of a session or of a week.
                ownReset.isEmpty() || ownReset.equals(monthlyReset),
                instant(json.get("timestamp_utc")),
                fromZero(number(json.get("overage_count"))),
                json.get("overage_permitted").truth(),
                json.get("token_based_billing").truth().orElse(false),
                fromZero(number(json.get("credits_used"))));
    }

    /** The free plan has totals and what is left of them. */
    private static Quota ofFreePlan(String name, JsonValue left, JsonValue body) {
        return new Quota(
                name,
                false,
                fromZero(number(body.get("monthly_quotas").get(name))),
                number(left),
                OptionalDouble.empty(),
                Optional.empty(),
                day(body.get("limited_user_reset_date")),
                true,
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                false,
                OptionalDouble.empty());
    }

    private static List<String> organizations(JsonValue body) {
        List<String> names = new ArrayList<>();
        for (JsonValue organization : body.get("organization_list").elements()) {
            if (names.size() < MOST_ORGANIZATIONS) {
                text(organization.get("name"))
                        .or(() -> text(organization.get("login")))
                        .ifPresent(names::add);
            }
        }
        return List.copyOf(names);
    }

    /** Returns a number, which some versions of the service send as a text. */
    private static OptionalDouble number(JsonValue json) {
        OptionalDouble number = json.number();
        if (number.isEmpty()) {
            String text = json.text().orElse("");
            number = NUMBER.matcher(text).matches()
                    ? OptionalDouble.of(Double.parseDouble(text))
                    : OptionalDouble.empty();
        }
        return Math.abs(number.orElse(0)) <= MOST ? number : OptionalDouble.empty();
    }

    private static OptionalDouble fromZero(OptionalDouble number) {
        return number.orElse(-1) >= 0 ? number : OptionalDouble.empty();
    }

    private static Optional<Instant> epochSecond(JsonValue json) {
        OptionalDouble seconds = number(json);
        return seconds.isPresent() ? plausible(Instant.ofEpochSecond((long) seconds.getAsDouble())) : Optional.empty();
    }

    private static Optional<Instant> instant(JsonValue json) {
        try {
            return plausible(
                    OffsetDateTime.parse(json.text().orElse("").strip()).toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> day(JsonValue json) {
        try {
            LocalDate day = LocalDate.parse(json.text().orElse("").strip());
            return day.getYear() >= 2020 && day.getYear() < 2200 ? Optional.of(day) : Optional.empty();
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> plausible(Instant instant) {
        return instant.isBefore(EARLIEST) || !instant.isBefore(LATEST) ? Optional.empty() : Optional.of(instant);
    }

    private static Optional<String> text(JsonValue json) {
        String text = TerminalText.singleLine(json.text().orElse(""), TEXT_LIMIT);
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Names the plan only: whose account it is, is private. */
    @Override
    public String toString() {
        return "CopilotUser[plan=" + plan.orElse(null) + "]";
    }
}
