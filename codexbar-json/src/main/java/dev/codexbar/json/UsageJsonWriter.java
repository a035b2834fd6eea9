package dev.codexbar.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchAttempt;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsagePace;
import dev.codexbar.core.UsageSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the elements of a document of usage. */
final class UsageJsonWriter {

    private final JsonDocument json;
    private final JsonGenerator out;
    private final @Nullable Instant paceAt;

    UsageJsonWriter(JsonDocument json, @Nullable Instant paceAt) {
        this.json = json;
        this.out = json.generator();
        this.paceAt = paceAt;
    }

    void providers(List<ProviderDescriptor> providers, Set<String> disabled) throws IOException {
        out.writeStartArray();
        for (ProviderDescriptor provider : providers) {
            out.writeStartObject();
            json.text("provider", provider.id());
            json.text("displayName", provider.displayName());
            out.writeBooleanField("enabled", !disabled.contains(provider.id()));
            out.writeBooleanField("defaultEnabled", true);
            json.text("access", provider.access());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    void reports(List<UsageReport> reports) throws IOException {
        out.writeStartArray();
        for (UsageReport report : reports) {
            out.writeStartObject();
            json.text("provider", report.providerId());
            json.text("source", report.source());
            if (report.snapshot().isPresent()) {
                snapshot(report.snapshot().get());
                if (report.freshness().isPresent()) {
                    freshness(report.freshness().get());
                }
            } else {
                failure(report, report.failure().orElseThrow());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void snapshot(UsageSnapshot snapshot) throws IOException {
        json.text("strategy", snapshot.strategy());
        version(snapshot.toolVersion());
        out.writeObjectFieldStart("usage");
        for (MainWindow main : MainWindow.values()) {
            mainWindow(main.id(), snapshot.window(main.id()));
        }
        extraWindows(snapshot.windows());
        if (snapshot.windows().isEmpty()) {
            out.writeBooleanField("usageKnown", false);
        }
        json.text("plan", snapshot.plan());
        cost(snapshot.cost(), snapshot.updatedAt());
        DetailSections.write(json, snapshot.details());
        identity(snapshot.identity(), snapshot.providerId());
        json.instant("updatedAt", snapshot.updatedAt());
        out.writeEndObject();
        windowLabels(snapshot.windows());
        attempts(snapshot.attempts());
        pace(snapshot);
    }

    /** The published member holds digits and dots only. */
    private void version(Optional<String> told) throws IOException {
        if (told.isEmpty()) {
            return;
        }
        String digits = leadingDigits(told.get());
        if (!digits.isEmpty()) {
            json.text("version", digits);
        }
        if (!digits.equals(told.get())) {
            json.text("toolVersion", told);
        }
    }

    private static String leadingDigits(String version) {
        int end = 0;
        while (end < version.length() && (isDigit(version.charAt(end)) || (end > 0 && version.charAt(end) == '.'))) {
            end++;
        }
        while (end > 0 && version.charAt(end - 1) == '.') {
            end--;
        }
        return version.substring(0, end);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void mainWindow(String name, Optional<RateWindow> window) throws IOException {
        out.writeFieldName(name);
        if (window.isEmpty()) {
            out.writeNull();
        } else {
            window(window.get());
        }
    }

    /** The published shape has the titles of the main windows beside usage. */
    private void windowLabels(List<NamedRateWindow> windows) throws IOException {
        boolean started = false;
        for (NamedRateWindow named : windows) {
            if (MainWindow.named(named.id()).isEmpty()) {
                continue;
            }
            if (!started) {
                out.writeObjectFieldStart("rateWindowLabels");
                started = true;
            }
            json.text(named.id(), named.title());
        }
        if (started) {
            out.writeEndObject();
        }
    }

    private void freshness(Freshness freshness) throws IOException {
        if (freshness.measuredAt().isPresent()) {
            json.instant("measuredAt", freshness.measuredAt().get());
        }
        out.writeBooleanField("stale", freshness.isStale());
        if (freshness.nextAttemptAt().isPresent()) {
            json.instant("nextAttemptAt", freshness.nextAttemptAt().get());
        }
        if (freshness.lastError().isPresent()) {
            UsageException failure = freshness.lastError().get();
            out.writeObjectFieldStart("lastError");
            json.text("reason", JsonNames.camelCase(failure.reason()));
            json.text("message", Objects.requireNonNullElse(failure.getMessage(), ""));
            json.text("nextStep", failure.nextStep());
            out.writeEndObject();
        }
    }

    private void extraWindows(List<NamedRateWindow> windows) throws IOException {
        boolean started = false;
        for (NamedRateWindow named : windows) {
            if (MainWindow.named(named.id()).isPresent()) {
                continue;
            }
            if (!started) {
                out.writeArrayFieldStart("extraRateWindows");
                started = true;
            }
            out.writeStartObject();
            json.text("id", named.id());
            json.text("title", named.title());
            out.writeFieldName("window");
            window(named.window());
            out.writeEndObject();
        }
        if (started) {
            out.writeEndArray();
        }
    }

    private void window(RateWindow window) throws IOException {
        out.writeStartObject();
        json.percent("usedPercent", window.usedPercent());
        if (window.atLeast()) {
            out.writeBooleanField("atLeast", true);
        }
        if (window.period().isPresent()) {
            Duration length = window.period().get();
            out.writeNumberField("windowMinutes", Math.max(1, length.toMinutes()));
            if (!length.equals(Duration.ofMinutes(length.toMinutes()))) {
                json.text("windowLength", length.toString());
            }
        }
        if (window.resetsAt().isPresent()) {
            json.instant("resetsAt", window.resetsAt().get());
            if (window.resetPrecision() != RateWindow.ResetPrecision.INSTANT) {
                json.text("resetPrecision", JsonNames.camelCase(window.resetPrecision()));
            }
        }
        json.text("resetDescription", window.resetDescription());
        if (window.amount().isPresent()) {
            RateWindow.Amount amount = window.amount().get();
            out.writeObjectFieldStart("amount");
            json.amount("used", amount.used());
            json.amount("limit", amount.limit());
            json.text("unit", amount.unit());
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /** The published member always has a limit, and 0 means that there is none. */
    private void cost(Optional<UsageCost> known, Instant updatedAt) throws IOException {
        if (known.isEmpty()) {
            return;
        }
        UsageCost cost = known.get();
        out.writeObjectFieldStart("providerCost");
        json.amount("used", cost.used());
        json.amount("limit", cost.limit().orElse(0));
        json.text("currencyCode", cost.currencyCode());
        json.text("period", cost.period());
        if (cost.resetsAt().isPresent()) {
            json.instant("resetsAt", cost.resetsAt().get());
        }
        json.instant("updatedAt", updatedAt);
        out.writeEndObject();
    }

    /** Written twice, as published: older readers know the members beside {@code identity} only. */
    private void identity(AccountIdentity identity, String providerId) throws IOException {
        out.writeObjectFieldStart("identity");
        json.text("providerID", providerId);
        identityMembers(identity);
        out.writeEndObject();
        identityMembers(identity);
    }

    private void identityMembers(AccountIdentity identity) throws IOException {
        json.text("accountEmail", identity.accountEmail());
        json.text("accountOrganization", identity.accountOrganization());
        json.text("loginMethod", identity.loginMethod());
    }

    private void failure(UsageReport report, UsageException failure) throws IOException {
        String message = Objects.requireNonNullElse(failure.getMessage(), "");
        String nextStep = failure.nextStep().orElse("");
        boolean joined = !nextStep.isEmpty() && !message.contains(nextStep);
        out.writeObjectFieldStart("error");
        out.writeNumberField("code", report.code());
        json.text("message", joined ? message + " " + nextStep : message);
        json.text("kind", report.failureKind().orElseThrow().published());
        json.text("reason", JsonNames.camelCase(failure.reason()));
        if (joined) {
            json.text("summary", message);
        }
        json.text("nextStep", failure.nextStep());
        json.text("retryAfter", failure.retryAfter().map(Duration::toString));
        attempts(failure.attempts());
        out.writeEndObject();
    }

    private void attempts(List<FetchAttempt> attempts) throws IOException {
        if (attempts.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("attempts");
        for (FetchAttempt attempt : attempts) {
            out.writeStartObject();
            json.text("strategy", attempt.strategy());
            json.text("reason", attempt.reason().map(JsonNames::camelCase));
            json.text("message", attempt.message());
            json.text("duration", attempt.duration().toString());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void pace(UsageSnapshot snapshot) throws IOException {
        if (paceAt == null) {
            return;
        }
        boolean started = false;
        for (MainWindow main : MainWindow.values()) {
            Optional<UsagePace> pace = snapshot.window(main.id())
                    .flatMap(window -> UsagePace.of(window, snapshot.updatedAt()))
                    .filter(known -> known.holdsAt(paceAt));
            if (pace.isPresent()) {
                if (!started) {
                    out.writeObjectFieldStart("pace");
                    started = true;
                }
                pace(main.id(), pace.get(), paceAt);
            }
        }
        if (started) {
            out.writeEndObject();
        }
    }

    private void pace(String name, UsagePace pace, Instant now) throws IOException {
        out.writeObjectFieldStart(name);
        json.text("stage", JsonNames.camelCase(pace.stage()));
        json.difference("deltaPercent", pace.deltaPercent());
        json.percent("expectedUsedPercent", pace.expectedPercent());
        out.writeBooleanField("willLastToReset", pace.lastsUntilReset());
        if (pace.runsOutAt().isPresent()) {
            out.writeNumberField(
                    "etaSeconds",
                    Math.max(0, Duration.between(now, pace.runsOutAt().get()).toSeconds()));
        }
        json.text("summary", pace.summary(now));
        out.writeEndObject();
    }
}
