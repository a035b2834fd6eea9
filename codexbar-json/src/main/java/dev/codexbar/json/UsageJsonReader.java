package dev.codexbar.json;

import static dev.codexbar.json.JsonCursor.present;
import static dev.codexbar.json.JsonCursor.require;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchAttempt;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.json.JsonCursor.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a document of usage: which members an object has and what they become in the model. Every method that
 * reads a value starts on its first token and ends on its last; a value of an unknown member is skipped, and
 * {@code null} is an absent member.
 */
final class UsageJsonReader {

    private final JsonCursor in;

    private UsageJsonReader(JsonCursor in) {
        this.in = in;
    }

    static List<UsageReport> read(String document) throws UsageJsonException {
        return JsonCursor.read(document, cursor -> new UsageJsonReader(cursor).document());
    }

    static List<UsageReport> read(byte[] document) throws UsageJsonException {
        return JsonCursor.read(document, cursor -> new UsageJsonReader(cursor).document());
    }

    private List<UsageReport> document() throws IOException, Fault {
        return List.copyOf(in.list("the document", this::report));
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
        Map<MainWindow, String> labels = Map.of();
        Age age = new Age();
        for (String name = in.first("an element"); name != null; name = in.next()) {
            switch (name) {
                case "provider" -> provider = in.text();
                case "source" -> source = in.text();
                case "strategy" -> strategy = in.text();
                case "version" -> version = in.text();
                case "toolVersion" -> toolVersion = in.text();
                case "attempts" -> attempts = in.list("attempts", this::attempt);
                case "usage" -> usage = in.optional(this::usage);
                case "error" -> failure = in.optional(this::failure);
                case "rateWindowLabels" ->
                    labels =
                            Optional.ofNullable(in.optional(this::windowLabels)).orElse(Map.of());
                case "measuredAt" -> age.measuredAt = in.instant();
                case "stale" -> age.stale = in.optional(in::isTrue);
                case "nextAttemptAt" -> age.nextAttemptAt = in.instant();
                case "lastError" -> age.lastError = in.optional(this::failure);
                default -> in.skip();
            }
        }
        String id = present(provider, "An element needs a provider");
        String way = present(source, "An element needs a source");
        if (failure != null) {
            require(usage == null, "An element has either usage or an error");
            return new UsageReport(UsageResult.failed(id, failure.exception()), way, failure.kind);
        }
        UsageSnapshot snapshot = present(usage, "An element needs usage or an error")
                .snapshot(id, labels)
                .strategy(strategy)
                .toolVersion(toolVersion == null ? version : toolVersion)
                .attempts(attempts)
                .build();
        UsageReport report = new UsageReport(UsageResult.of(snapshot), way, UsageReport.FailureKind.PROVIDER);
        return age.isStated() ? report.withFreshness(age.freshness()) : report;
    }

    private Map<MainWindow, String> windowLabels() throws IOException, Fault {
        Map<MainWindow, String> labels = new EnumMap<>(MainWindow.class);
        for (String name = in.first("rateWindowLabels"); name != null; name = in.next()) {
            Optional<MainWindow> main = MainWindow.named(name);
            if (main.isEmpty()) {
                in.skip();
                continue;
            }
            String label = in.text();
            if (label != null) {
                labels.put(main.get(), label);
            }
        }
        return labels;
    }

    /** The members of an element that say how fresh its snapshot is. */
    private static final class Age {

        private @Nullable Instant measuredAt;
        private @Nullable Boolean stale;
        private @Nullable Instant nextAttemptAt;
        private @Nullable Failure lastError;

        boolean isStated() {
            return measuredAt != null || stale != null || nextAttemptAt != null || lastError != null;
        }

        Freshness freshness() throws Fault {
            return Freshness.builder()
                    .measuredAt(measuredAt)
                    .stale(Boolean.TRUE.equals(stale))
                    .nextAttemptAt(nextAttemptAt)
                    .lastError(lastError == null ? null : lastError.exception())
                    .build();
        }
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
        for (String name = in.first("error"); name != null; name = in.next()) {
            switch (name) {
                case "code" -> failure.code = (int) in.number("code");
                case "message" -> failure.message = in.text();
                case "summary" -> failure.summary = in.text();
                case "nextStep" -> failure.nextStep = in.text();
                case "retryAfter" -> failure.retryAfter = in.duration();
                case "reason" -> failure.reason = reason();
                case "kind" -> failure.kind = kind();
                case "attempts" -> failure.attempts = in.list("attempts", this::attempt);
                default -> in.skip();
            }
        }
        return failure;
    }

    private UsageReport.FailureKind kind() throws Fault, IOException {
        String published = in.text();
        for (UsageReport.FailureKind kind : UsageReport.FailureKind.values()) {
            if (kind.published().equals(published)) {
                return kind;
            }
        }
        return UsageReport.FailureKind.PROVIDER;
    }

    /** A reason that a later version added counts as {@code FAILED}, as the enum asks. */
    private UsageException.@Nullable Reason reason() throws IOException, Fault {
        String published = in.text();
        return published == null
                ? null
                : JsonNames.constant(UsageException.Reason.class, published).orElse(UsageException.Reason.FAILED);
    }

    private FetchAttempt attempt() throws IOException, Fault {
        String strategy = null;
        String message = null;
        UsageException.Reason reason = null;
        Duration duration = Duration.ZERO;
        for (String name = in.first("an attempt"); name != null; name = in.next()) {
            switch (name) {
                case "strategy" -> strategy = in.text();
                case "message" -> message = in.text();
                case "reason" -> reason = reason();
                case "duration" -> duration = Optional.ofNullable(in.duration()).orElse(Duration.ZERO);
                default -> in.skip();
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
        private @Nullable UsageCost cost;
        private List<List<UsageDetail>> details = List.of();
        private @Nullable List<List<UsageDetail>> allDetails;
        private final Identity identity = new Identity();
        private final Identity olderIdentity = new Identity();

        UsageSnapshot.Builder snapshot(String provider, Map<MainWindow, String> labels) throws Fault {
            UsageSnapshot.Builder builder = UsageSnapshot.builder(provider, present(updatedAt, "usage needs updatedAt"))
                    .plan(plan)
                    .cost(cost)
                    .identity(identity.or(olderIdentity));
            mainWindows.forEach(
                    (main, window) -> builder.window(main.id(), labels.getOrDefault(main, main.title()), window));
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
        for (String name = in.first("usage"); name != null; name = in.next()) {
            switch (name) {
                case "updatedAt" -> usage.updatedAt = in.instant();
                case NamedRateWindow.PRIMARY, NamedRateWindow.SECONDARY, NamedRateWindow.TERTIARY ->
                    mainWindow(name, usage.mainWindows);
                case "extraRateWindows" -> usage.extraWindows = in.list("extraRateWindows", this::namedWindow);
                case "plan" -> usage.plan = in.text();
                case "providerCost" -> usage.cost = cost();
                case "details" -> usage.details = in.list("details", this::section);
                case "allDetails" -> usage.allDetails = in.optional(() -> in.list("allDetails", this::section));
                case "identity" -> identity(usage.identity);
                case "accountEmail" -> usage.olderIdentity.accountEmail = in.text();
                case "accountOrganization" -> usage.olderIdentity.accountOrganization = in.text();
                case "loginMethod" -> usage.olderIdentity.loginMethod = in.text();
                default -> in.skip();
            }
        }
        return usage;
    }

    private void identity(Identity identity) throws IOException, Fault {
        if (in.isNull()) {
            return;
        }
        for (String name = in.first("identity"); name != null; name = in.next()) {
            switch (name) {
                case "accountEmail" -> identity.accountEmail = in.text();
                case "accountOrganization" -> identity.accountOrganization = in.text();
                case "loginMethod" -> identity.loginMethod = in.text();
                default -> in.skip();
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
        if (in.isNull()) {
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
        for (String name = in.first("a window"); name != null; name = in.next()) {
            switch (name) {
                case "usedPercent" -> usedPercent = in.number("usedPercent");
                case "atLeast" -> atLeast = in.isTrue();
                case "isSyntheticPlaceholder" -> placeholder = in.isTrue();
                case "windowMinutes" -> minutes = in.optional(() -> in.wholeNumber("windowMinutes"));
                case "windowLength" -> length = in.duration();
                case "resetsAt" -> resetsAt = in.instant();
                case "resetPrecision" -> precision = precision();
                case "resetDescription" -> resetDescription = in.text();
                case "amount" -> amount = in.optional(this::amount);
                default -> in.skip();
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
        return Optional.ofNullable(in.text())
                .flatMap(published -> JsonNames.constant(RateWindow.ResetPrecision.class, published))
                .orElse(RateWindow.ResetPrecision.INSTANT);
    }

    private Optional<NamedRateWindow> namedWindow() throws IOException, Fault {
        String id = null;
        String title = null;
        RateWindow window = null;
        boolean known = true;
        for (String name = in.first("an extra window"); name != null; name = in.next()) {
            switch (name) {
                case "id" -> id = in.text();
                case "title" -> title = in.text();
                case "window" -> window = window();
                case "usageKnown" -> known = !in.isFalse();
                default -> in.skip();
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
        for (String name = in.first("amount"); name != null; name = in.next()) {
            switch (name) {
                case "used" -> used = in.number("used");
                case "limit" -> limit = in.number("limit");
                case "unit" -> unit = in.text();
                default -> in.skip();
            }
        }
        String needs = "An amount needs used, limit and unit";
        return new RateWindow.Amount(present(used, needs), present(limit, needs), present(unit, needs));
    }

    /** Nothing for what the contract allows as a cost and is no money, such as points in place of a currency. */
    private @Nullable UsageCost cost() throws IOException, Fault {
        if (in.isNull()) {
            return null;
        }
        Double used = null;
        Double limit = null;
        String currencyCode = null;
        String period = null;
        Instant resetsAt = null;
        for (String name = in.first("a cost"); name != null; name = in.next()) {
            switch (name) {
                case "used" -> used = in.number("used");
                case "limit" -> limit = in.number("limit");
                case "currencyCode" -> currencyCode = in.text();
                case "period" -> period = in.text();
                case "resetsAt" -> resetsAt = in.instant();
                default -> in.skip();
            }
        }
        double spent = present(used, "A cost needs used");
        if (currencyCode == null || !UsageCost.isCurrencyCode(currencyCode)) {
            return null;
        }
        UsageCost.Builder builder = UsageCost.builder(spent, currencyCode);
        // The published shape states a cost without a limit as one with a limit of 0.
        if (limit != null && limit != 0) {
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
        for (String name = in.first("a section"); name != null; name = in.next()) {
            switch (name) {
                case "title" -> title = in.text();
                case "rows" -> rows = in.list("rows", this::row);
                default -> in.skip();
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
        for (String name = in.first("a row"); name != null; name = in.next()) {
            switch (name) {
                case "label" -> label = in.text();
                case "value" -> value = in.text();
                case "secondaryValue" -> secondaryValue = in.text();
                default -> in.skip();
            }
        }
        return new Row(label, value, secondaryValue);
    }
}
