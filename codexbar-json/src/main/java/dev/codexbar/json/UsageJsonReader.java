package dev.codexbar.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchAttempt;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one document. Every method that reads a value starts on its first token and ends on its last; a value of an
 * unknown member is skipped, and {@code null} is an absent member.
 */
final class UsageJsonReader {

    private static final int DEEPEST = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Names of hostile documents stay out of the table that all documents of this JVM share.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(UsageJson.LONGEST_DOCUMENT)
                    .build())
            .build();

    private final JsonParser in;

    private UsageJsonReader(JsonParser in) {
        this.in = in;
    }

    /** A fault that belongs to the place where the parser stands. */
    private static final class Fault extends Exception {

        private static final long serialVersionUID = 1L;

        private final String expectation;

        Fault(String expectation) {
            super(expectation, null, false, false);
            this.expectation = expectation;
        }
    }

    /** How a value of a member is read. */
    private interface Value<T> {
        T read() throws IOException, Fault;
    }

    static List<UsageReport> read(String document) throws UsageJsonException {
        if (document.length() > UsageJson.LONGEST_DOCUMENT) {
            throw tooLong();
        }
        try (JsonParser parser = FACTORY.createParser(document)) {
            return read(parser);
        } catch (IOException fault) {
            throw translate(fault);
        }
    }

    static List<UsageReport> read(byte[] document) throws UsageJsonException {
        if (document.length > UsageJson.LONGEST_DOCUMENT) {
            throw tooLong();
        }
        try (JsonParser parser = FACTORY.createParser(document)) {
            return read(parser);
        } catch (IOException fault) {
            throw translate(fault);
        }
    }

    private static UsageJsonException tooLong() {
        return new UsageJsonException("The document is larger than 4 MiB", 1, 1);
    }

    /** Jackson's own words quote the document, which may hold identity. */
    private static UsageJsonException translate(IOException fault) {
        if (fault instanceof UsageJsonException own) {
            return own;
        }
        JsonLocation place = fault instanceof JsonProcessingException json ? json.getLocation() : null;
        String words = "The document is not well-formed JSON";
        if (fault instanceof JsonEOFException) {
            words = "The document is cut off";
        } else if (fault instanceof StreamConstraintsException) {
            words = "The document is nested too deep or holds too long a number or name";
        }
        return at(words, place);
    }

    private static UsageJsonException at(String words, @Nullable JsonLocation place) {
        return new UsageJsonException(
                words,
                place == null ? 1 : Math.max(1, place.getLineNr()),
                place == null ? 1 : Math.max(1, place.getColumnNr()));
    }

    private static List<UsageReport> read(JsonParser parser) throws IOException {
        try {
            return new UsageJsonReader(parser).document();
        } catch (Fault fault) {
            throw at(fault.expectation, parser.currentLocation());
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException impossible) {
            // The model refuses a value; its own words quote the value.
            throw at("A value is outside of what is possible", parser.currentLocation());
        }
    }

    private List<UsageReport> document() throws IOException, Fault {
        if (in.nextToken() == null) {
            throw new Fault("The document is empty");
        }
        List<UsageReport> reports = list("the document", this::report);
        if (in.nextToken() != null) {
            throw new Fault("Something follows the document");
        }
        return List.copyOf(reports);
    }

    // ---- elements

    private UsageReport report() throws IOException, Fault {
        String provider = null;
        String source = null;
        String strategy = null;
        String version = null;
        String toolVersion = null;
        List<FetchAttempt> attempts = List.of();
        Usage usage = null;
        Failure failure = null;
        for (String name = first("an element"); name != null; name = next()) {
            switch (name) {
                case "provider" -> provider = text();
                case "source" -> source = text();
                case "strategy" -> strategy = text();
                case "version" -> version = text();
                case "toolVersion" -> toolVersion = text();
                case "attempts" -> attempts = list("attempts", this::attempt);
                case "usage" -> usage = optional(this::usage);
                case "error" -> failure = optional(this::failure);
                default -> in.skipChildren();
            }
        }
        String id = present(provider, "An element needs a provider");
        String way = present(source, "An element needs a source");
        if (failure != null) {
            require(usage == null, "An element has either usage or an error");
            return new UsageReport(UsageResult.failed(id, failure.exception()), way, failure.kind);
        }
        UsageSnapshot snapshot = present(usage, "An element needs usage or an error")
                .snapshot(id)
                .strategy(strategy)
                .toolVersion(toolVersion == null ? version : toolVersion)
                .attempts(attempts)
                .build();
        return new UsageReport(UsageResult.of(snapshot), way, UsageReport.FailureKind.PROVIDER);
    }

    /** The members of an error, which may come in any order. */
    private static final class Failure {

        private int code = 1;
        private @Nullable String message;
        private @Nullable String summary;
        private @Nullable String nextStep;
        private @Nullable Duration retryAfter;
        private UsageException.@Nullable Reason reason;
        private UsageReport.FailureKind kind = UsageReport.FailureKind.PROVIDER;
        private List<FetchAttempt> attempts = List.of();

        UsageException exception() throws Fault {
            String words = present(summary == null ? message : summary, "An error needs a message");
            UsageException.Builder builder = UsageException.builder(reason == null ? reasonOf(code) : reason, words)
                    .attempts(attempts);
            if (nextStep != null) {
                builder.nextStep(nextStep);
            }
            if (retryAfter != null) {
                builder.retryAfter(retryAfter);
            }
            return builder.build();
        }

        private static UsageException.Reason reasonOf(int code) {
            return switch (code) {
                case 2 -> UsageException.Reason.NOT_INSTALLED;
                case 3 -> UsageException.Reason.UNREADABLE;
                case 4 -> UsageException.Reason.TIMED_OUT;
                default -> UsageException.Reason.FAILED;
            };
        }
    }

    private Failure failure() throws IOException, Fault {
        Failure failure = new Failure();
        for (String name = first("error"); name != null; name = next()) {
            switch (name) {
                case "code" -> failure.code = (int) number("code");
                case "message" -> failure.message = text();
                case "summary" -> failure.summary = text();
                case "nextStep" -> failure.nextStep = text();
                case "retryAfter" -> failure.retryAfter = duration();
                case "reason" -> failure.reason = reason();
                case "kind" -> failure.kind = kind();
                case "attempts" -> failure.attempts = list("attempts", this::attempt);
                default -> in.skipChildren();
            }
        }
        return failure;
    }

    private UsageReport.FailureKind kind() throws Fault, IOException {
        String published = text();
        for (UsageReport.FailureKind kind : UsageReport.FailureKind.values()) {
            if (kind.published().equals(published)) {
                return kind;
            }
        }
        return UsageReport.FailureKind.PROVIDER;
    }

    /** A reason that a later version added counts as {@code FAILED}, as the enum asks. */
    private UsageException.@Nullable Reason reason() throws IOException, Fault {
        String published = text();
        return published == null
                ? null
                : JsonNames.constant(UsageException.Reason.class, published).orElse(UsageException.Reason.FAILED);
    }

    private FetchAttempt attempt() throws IOException, Fault {
        String strategy = null;
        String message = null;
        UsageException.Reason reason = null;
        Duration duration = Duration.ZERO;
        for (String name = first("an attempt"); name != null; name = next()) {
            switch (name) {
                case "strategy" -> strategy = text();
                case "message" -> message = text();
                case "reason" -> reason = reason();
                case "duration" -> duration = Optional.ofNullable(duration()).orElse(Duration.ZERO);
                default -> in.skipChildren();
            }
        }
        String way = present(strategy, "An attempt needs a strategy");
        String words = present(message, "An attempt needs a message");
        return reason == null
                ? FetchAttempt.incomplete(way, words, duration)
                : FetchAttempt.failed(way, reason, words, duration);
    }

    // ---- usage

    /** The members of usage, which may come in any order and before the provider is known. */
    private static final class Usage {

        private @Nullable Instant updatedAt;
        private final Map<MainWindow, RateWindow> mainWindows = new EnumMap<>(MainWindow.class);
        private List<Optional<NamedRateWindow>> extraWindows = List.of();
        private @Nullable String plan;
        private @Nullable UsageCost limitedCost;
        private @Nullable UsageCost cost;
        private List<List<UsageDetail>> details = List.of();
        private @Nullable List<List<UsageDetail>> allDetails;
        private final Identity identity = new Identity();
        private final Identity olderIdentity = new Identity();

        UsageSnapshot.Builder snapshot(String provider) throws Fault {
            UsageSnapshot.Builder builder = UsageSnapshot.builder(provider, present(updatedAt, "usage needs updatedAt"))
                    .plan(plan)
                    .cost(limitedCost == null ? cost : limitedCost)
                    .identity(identity.or(olderIdentity));
            mainWindows.forEach((main, window) -> builder.window(main.id(), main.title(), window));
            extraWindows.forEach(window -> window.ifPresent(builder::window));
            (allDetails == null ? details : allDetails).forEach(section -> section.forEach(builder::detail));
            return builder;
        }
    }

    private static final class Identity {

        private @Nullable String accountEmail;
        private @Nullable String accountOrganization;
        private @Nullable String loginMethod;

        AccountIdentity or(Identity other) {
            AccountIdentity.Builder builder = AccountIdentity.builder();
            either(accountEmail, other.accountEmail).ifPresent(builder::accountEmail);
            either(accountOrganization, other.accountOrganization).ifPresent(builder::accountOrganization);
            either(loginMethod, other.loginMethod).ifPresent(builder::loginMethod);
            return builder.build();
        }

        private static Optional<String> either(@Nullable String one, @Nullable String other) {
            return Optional.ofNullable(one).or(() -> Optional.ofNullable(other));
        }
    }

    private Usage usage() throws IOException, Fault {
        Usage usage = new Usage();
        for (String name = first("usage"); name != null; name = next()) {
            switch (name) {
                case "updatedAt" -> usage.updatedAt = instant();
                case NamedRateWindow.PRIMARY, NamedRateWindow.SECONDARY, NamedRateWindow.TERTIARY ->
                    mainWindow(name, usage.mainWindows);
                case "extraRateWindows" -> usage.extraWindows = list("extraRateWindows", this::namedWindow);
                case "plan" -> usage.plan = text();
                case "providerCost" -> usage.limitedCost = cost();
                case "cost" -> usage.cost = cost();
                case "details" -> usage.details = list("details", this::section);
                case "allDetails" -> usage.allDetails = optional(() -> list("allDetails", this::section));
                case "identity" -> identity(usage.identity);
                case "accountEmail" -> usage.olderIdentity.accountEmail = text();
                case "accountOrganization" -> usage.olderIdentity.accountOrganization = text();
                case "loginMethod" -> usage.olderIdentity.loginMethod = text();
                default -> in.skipChildren();
            }
        }
        return usage;
    }

    private void identity(Identity identity) throws IOException, Fault {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        for (String name = first("identity"); name != null; name = next()) {
            switch (name) {
                case "accountEmail" -> identity.accountEmail = text();
                case "accountOrganization" -> identity.accountOrganization = text();
                case "loginMethod" -> identity.loginMethod = text();
                default -> in.skipChildren();
            }
        }
    }

    private void mainWindow(String name, Map<MainWindow, RateWindow> windows) throws IOException, Fault {
        RateWindow window = window();
        if (window != null) {
            windows.put(MainWindow.named(name).orElseThrow(), window);
        }
    }

    /** Nothing for a placeholder: its percentage is made up. */
    private @Nullable RateWindow window() throws IOException, Fault {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        Double usedPercent = null;
        boolean atLeast = false;
        boolean placeholder = false;
        Long minutes = null;
        Duration length = null;
        Instant resetsAt = null;
        RateWindow.ResetPrecision precision = RateWindow.ResetPrecision.INSTANT;
        String resetDescription = null;
        RateWindow.Amount amount = null;
        for (String name = first("a window"); name != null; name = next()) {
            switch (name) {
                case "usedPercent" -> usedPercent = number("usedPercent");
                case "atLeast" -> atLeast = in.currentToken() == JsonToken.VALUE_TRUE;
                case "isSyntheticPlaceholder" -> placeholder = in.currentToken() == JsonToken.VALUE_TRUE;
                case "windowMinutes" -> minutes = optional(this::minutes);
                case "windowLength" -> length = duration();
                case "resetsAt" -> resetsAt = instant();
                case "resetPrecision" -> precision = precision();
                case "resetDescription" -> resetDescription = text();
                case "amount" -> amount = optional(this::amount);
                default -> in.skipChildren();
            }
        }
        double percent = present(usedPercent, "A window needs usedPercent");
        if (placeholder) {
            return null;
        }
        RateWindow.Builder builder = RateWindow.builder(percent).atLeast(atLeast);
        if (length != null) {
            builder.period(length);
        } else if (minutes != null) {
            builder.period(Duration.ofMinutes(minutes));
        }
        if (resetsAt != null) {
            builder.resetsAt(resetsAt, precision);
        }
        if (resetDescription != null) {
            builder.resetDescription(resetDescription);
        }
        if (amount != null) {
            builder.amount(amount);
        }
        return builder.build();
    }

    private RateWindow.ResetPrecision precision() throws IOException, Fault {
        return Optional.ofNullable(text())
                .flatMap(published -> JsonNames.constant(RateWindow.ResetPrecision.class, published))
                .orElse(RateWindow.ResetPrecision.INSTANT);
    }

    private Optional<NamedRateWindow> namedWindow() throws IOException, Fault {
        String id = null;
        String title = null;
        RateWindow window = null;
        boolean known = true;
        for (String name = first("an extra window"); name != null; name = next()) {
            switch (name) {
                case "id" -> id = text();
                case "title" -> title = text();
                case "window" -> window = window();
                case "usageKnown" -> known = in.currentToken() != JsonToken.VALUE_FALSE;
                default -> in.skipChildren();
            }
        }
        String name = present(id, "An extra window needs an id");
        String shown = present(title, "An extra window needs a title");
        require(MainWindow.named(name).isEmpty(), "An extra window must not have the id of a main window");
        return window == null || !known ? Optional.empty() : Optional.of(new NamedRateWindow(name, shown, window));
    }

    private RateWindow.Amount amount() throws IOException, Fault {
        Double used = null;
        Double limit = null;
        String unit = null;
        for (String name = first("amount"); name != null; name = next()) {
            switch (name) {
                case "used" -> used = number("used");
                case "limit" -> limit = number("limit");
                case "unit" -> unit = text();
                default -> in.skipChildren();
            }
        }
        String needs = "An amount needs used, limit and unit";
        return new RateWindow.Amount(present(used, needs), present(limit, needs), present(unit, needs));
    }

    /** Nothing for what the contract allows as a cost and is no money, such as points in place of a currency. */
    private @Nullable UsageCost cost() throws IOException, Fault {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        Double used = null;
        Double limit = null;
        String currencyCode = null;
        String period = null;
        Instant resetsAt = null;
        for (String name = first("a cost"); name != null; name = next()) {
            switch (name) {
                case "used" -> used = number("used");
                case "limit" -> limit = number("limit");
                case "currencyCode" -> currencyCode = text();
                case "period" -> period = text();
                case "resetsAt" -> resetsAt = instant();
                default -> in.skipChildren();
            }
        }
        double spent = present(used, "A cost needs used");
        if (currencyCode == null || !UsageCost.isCurrencyCode(currencyCode)) {
            return null;
        }
        UsageCost.Builder builder = UsageCost.builder(spent, currencyCode);
        if (limit != null) {
            builder.limit(limit);
        }
        if (period != null) {
            builder.period(period);
        }
        if (resetsAt != null) {
            builder.resetsAt(resetsAt);
        }
        return builder.build();
    }

    private List<UsageDetail> section() throws IOException, Fault {
        String title = null;
        List<Row> rows = List.of();
        for (String name = first("a section"); name != null; name = next()) {
            switch (name) {
                case "title" -> title = text();
                case "rows" -> rows = list("rows", this::row);
                default -> in.skipChildren();
            }
        }
        List<UsageDetail> details = new ArrayList<>();
        for (Row row : rows) {
            if (row.label == null || row.value == null) {
                continue;
            }
            UsageDetail.Builder builder = UsageDetail.builder(row.label, row.value);
            if (title != null) {
                builder.section(title);
            }
            if (row.secondaryValue != null) {
                builder.secondaryValue(row.secondaryValue);
            }
            details.add(builder.build());
        }
        return details;
    }

    private record Row(
            @Nullable String label,
            @Nullable String value,
            @Nullable String secondaryValue) {}

    private Row row() throws IOException, Fault {
        String label = null;
        String value = null;
        String secondaryValue = null;
        for (String name = first("a row"); name != null; name = next()) {
            switch (name) {
                case "label" -> label = text();
                case "value" -> value = text();
                case "secondaryValue" -> secondaryValue = text();
                default -> in.skipChildren();
            }
        }
        return new Row(label, value, secondaryValue);
    }

    // ---- values

    /** Enters the object and returns its first member, as {@link #next()} does. */
    private @Nullable String first(String what) throws IOException, Fault {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new Fault("Expected " + what + " to be an object");
        }
        return next();
    }

    /** Moves on to the value of the next member and returns its name, or {@code null} at the end of the object. */
    private @Nullable String next() throws IOException {
        if (in.nextToken() == JsonToken.END_OBJECT) {
            return null;
        }
        String name = in.currentName();
        in.nextToken();
        return name;
    }

    private <T> List<T> list(String what, Value<? extends T> item) throws IOException, Fault {
        if (in.currentToken() == JsonToken.VALUE_NULL && !in.getParsingContext().inRoot()) {
            return List.of();
        }
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw new Fault("Expected " + what + " to be an array");
        }
        List<T> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(item.read());
        }
        return items;
    }

    private <T> @Nullable T optional(Value<T> value) throws IOException, Fault {
        return in.currentToken() == JsonToken.VALUE_NULL ? null : value.read();
    }

    private @Nullable String text() throws IOException, Fault {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw new Fault("Expected a text");
        }
        String text = in.getText();
        return text.isBlank() ? null : text;
    }

    private double number(String what) throws IOException, Fault {
        if (!in.currentToken().isNumeric()) {
            throw new Fault("Expected " + what + " to be a number");
        }
        return in.getDoubleValue();
    }

    /** Never through a decimal number: {@code 1e999999999} would become that many digits. */
    private long minutes() throws IOException, Fault {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
                && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return in.getLongValue();
        }
        double number = number("windowMinutes");
        if (number != Math.rint(number) || Math.abs(number) > Long.MAX_VALUE) {
            throw new Fault("Expected windowMinutes to be a whole number");
        }
        return (long) number;
    }

    private @Nullable Instant instant() throws IOException, Fault {
        String text = text();
        return text == null ? null : Instant.parse(text);
    }

    private @Nullable Duration duration() throws IOException, Fault {
        String text = text();
        return text == null ? null : Duration.parse(text);
    }

    private static <T> T present(@Nullable T value, String expectation) throws Fault {
        if (value == null) {
            throw new Fault(expectation);
        }
        return value;
    }

    private static void require(boolean condition, String expectation) throws Fault {
        if (!condition) {
            throw new Fault(expectation);
        }
    }
}
