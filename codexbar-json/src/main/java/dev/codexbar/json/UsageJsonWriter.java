package dev.codexbar.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
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
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes one document. */
final class UsageJsonWriter {

    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder().characterEscapes(new ControlEscapes()).build();

    /** From here on a double may stand for several integers, so its digits are left as they are. */
    private static final double INTEGERS_END = 1L << 53;

    private static final long SECONDS_PER_DAY = 86_400;

    private final JsonGenerator out;
    private final @Nullable Instant paceAt;

    private UsageJsonWriter(JsonGenerator out, @Nullable Instant paceAt) {
        this.out = out;
        this.paceAt = paceAt;
    }

    /** What goes into a document. */
    interface Content {
        void writeTo(UsageJsonWriter writer) throws IOException;
    }

    static String document(boolean pretty, @Nullable Instant paceAt, Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            if (pretty) {
                generator.setPrettyPrinter(indented());
            }
            content.writeTo(new UsageJsonWriter(generator, paceAt));
        } catch (IOException impossible) {
            // Neither a StringWriter nor the balanced calls below can fail.
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static DefaultPrettyPrinter indented() {
        // The same line break everywhere, so that a document does not depend on the machine.
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter()
                .withSeparators(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withArrayEmptySeparator("")
                        .withObjectEmptySeparator(""))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
    }

    void providers(List<ProviderDescriptor> providers) throws IOException {
        out.writeStartArray();
        for (ProviderDescriptor provider : providers) {
            out.writeStartObject();
            text("provider", provider.id());
            text("displayName", provider.displayName());
            out.writeBooleanField("enabled", true);
            out.writeBooleanField("defaultEnabled", true);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    void reports(List<UsageReport> reports) throws IOException {
        out.writeStartArray();
        for (UsageReport report : reports) {
            out.writeStartObject();
            text("provider", report.providerId());
            text("source", report.source());
            if (report.snapshot().isPresent()) {
                snapshot(report.snapshot().get());
            } else {
                failure(report, report.failure().orElseThrow());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void snapshot(UsageSnapshot snapshot) throws IOException {
        text("strategy", snapshot.strategy());
        version(snapshot.toolVersion());
        out.writeObjectFieldStart("usage");
        for (MainWindow main : MainWindow.values()) {
            mainWindow(main.id(), snapshot.window(main.id()));
        }
        extraWindows(snapshot.windows());
        text("plan", snapshot.plan());
        cost(snapshot.cost(), snapshot.updatedAt());
        DetailSections.write(this, snapshot.details());
        identity(snapshot.identity(), snapshot.providerId());
        instant("updatedAt", snapshot.updatedAt());
        out.writeEndObject();
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
            text("version", digits);
        }
        if (!digits.equals(told.get())) {
            text("toolVersion", told);
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
            text("id", named.id());
            text("title", named.title());
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
        number("usedPercent", window.usedPercent());
        if (window.atLeast()) {
            out.writeBooleanField("atLeast", true);
        }
        if (window.period().isPresent()) {
            Duration length = window.period().get();
            out.writeNumberField("windowMinutes", Math.max(1, length.toMinutes()));
            if (!length.equals(Duration.ofMinutes(length.toMinutes()))) {
                text("windowLength", length.toString());
            }
        }
        if (window.resetsAt().isPresent()) {
            instant("resetsAt", window.resetsAt().get());
            if (window.resetPrecision() != RateWindow.ResetPrecision.INSTANT) {
                text("resetPrecision", JsonNames.camelCase(window.resetPrecision()));
            }
        }
        text("resetDescription", window.resetDescription());
        if (window.amount().isPresent()) {
            RateWindow.Amount amount = window.amount().get();
            out.writeObjectFieldStart("amount");
            number("used", amount.used());
            number("limit", amount.limit());
            text("unit", amount.unit());
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /** The published member needs a limit; unknown is never 0, so a cost without one gets a member of its own. */
    private void cost(Optional<UsageCost> known, Instant updatedAt) throws IOException {
        if (known.isEmpty()) {
            return;
        }
        UsageCost cost = known.get();
        boolean limited = cost.limit().isPresent();
        out.writeObjectFieldStart(limited ? "providerCost" : "cost");
        number("used", cost.used());
        if (limited) {
            number("limit", cost.limit().getAsDouble());
        }
        text("currencyCode", cost.currencyCode());
        text("period", cost.period());
        if (cost.resetsAt().isPresent()) {
            instant("resetsAt", cost.resetsAt().get());
        }
        instant("updatedAt", updatedAt);
        out.writeEndObject();
    }

    /** Written twice, as published: older readers know the members beside {@code identity} only. */
    private void identity(AccountIdentity identity, String providerId) throws IOException {
        out.writeObjectFieldStart("identity");
        text("providerID", providerId);
        identityMembers(identity);
        out.writeEndObject();
        identityMembers(identity);
    }

    private void identityMembers(AccountIdentity identity) throws IOException {
        text("accountEmail", identity.accountEmail());
        text("accountOrganization", identity.accountOrganization());
        text("loginMethod", identity.loginMethod());
    }

    private void failure(UsageReport report, UsageException failure) throws IOException {
        String message = Objects.requireNonNullElse(failure.getMessage(), "");
        String nextStep = failure.nextStep().orElse("");
        boolean joined = !nextStep.isEmpty() && !message.contains(nextStep);
        out.writeObjectFieldStart("error");
        out.writeNumberField("code", report.code());
        text("message", joined ? message + " " + nextStep : message);
        text("kind", report.failureKind().orElseThrow().published());
        text("reason", JsonNames.camelCase(failure.reason()));
        if (joined) {
            text("summary", message);
        }
        text("nextStep", failure.nextStep());
        text("retryAfter", failure.retryAfter().map(Duration::toString));
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
            text("strategy", attempt.strategy());
            text("reason", attempt.reason().map(JsonNames::camelCase));
            text("message", attempt.message());
            text("duration", attempt.duration().toString());
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
            Optional<UsagePace> pace = snapshot.window(main.id()).flatMap(window -> UsagePace.of(window, paceAt));
            if (pace.isPresent()) {
                if (!started) {
                    out.writeObjectFieldStart("pace");
                    started = true;
                }
                pace(main.id(), pace.get());
            }
        }
        if (started) {
            out.writeEndObject();
        }
    }

    private void pace(String name, UsagePace pace) throws IOException {
        out.writeObjectFieldStart(name);
        text("stage", JsonNames.camelCase(pace.stage()));
        number("deltaPercent", pace.deltaPercent());
        number("expectedUsedPercent", pace.expectedPercent());
        out.writeBooleanField("willLastToReset", pace.lastsUntilReset());
        if (pace.runsOutAt().isPresent()) {
            out.writeNumberField(
                    "etaSeconds",
                    Math.max(
                            0,
                            Duration.between(pace.at(), pace.runsOutAt().get()).toSeconds()));
        }
        text("summary", pace.summary());
        out.writeEndObject();
    }

    JsonGenerator generator() {
        return out;
    }

    void text(String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            text(name, value.get());
        }
    }

    void text(String name, String value) throws IOException {
        out.writeStringField(name, JsonNames.unicode(value));
    }

    private void number(String name, double value) throws IOException {
        out.writeFieldName(name);
        if (value == Math.rint(value) && Math.abs(value) < INTEGERS_END) {
            out.writeNumber((long) value);
        } else {
            // "1.0E300" is an integral number too.
            out.writeNumber(Double.toString(value).replace(".0E", "E"));
        }
    }

    /** Without a formatter: loading one costs more time than the rest of a document. */
    private void instant(String name, Instant value) throws IOException {
        long day = Math.floorDiv(value.getEpochSecond(), SECONDS_PER_DAY);
        long second = Math.floorMod(value.getEpochSecond(), SECONDS_PER_DAY);
        StringBuilder text = new StringBuilder(20);
        text.append(LocalDate.ofEpochDay(day)).append('T');
        twoDigits(text, second / 3600).append(':');
        twoDigits(text, second / 60 % 60).append(':');
        twoDigits(text, second % 60).append('Z');
        out.writeStringField(name, text.toString());
    }

    private static StringBuilder twoDigits(StringBuilder text, long number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
