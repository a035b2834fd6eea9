package dev.codexbar.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsagePace;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageRounding;
import dev.codexbar.core.UsageSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes dashboards in the shape that CodexBar publishes at {@code /dashboard/v1/snapshot} (schema version 1).
 *
 * <p>The published shape demands percentages from 0 to 100, calls the main windows {@code session} and {@code weekly}
 * whatever they are, and gives 0 for nothing. What is lost so is added: {@code usedPercentRaw}, {@code windowId},
 * {@code amount}, {@code pace}, {@code resetPrecision} and {@code pastReset} in a window; {@code plan},
 * {@code measuredAt}, {@code stale}, {@code nextAttemptAt} and {@code usageKnown} in a row. Windows stand beside an
 * error, because they are still the last that is known. Numbers are rounded as {@link UsageJson} says.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class DashboardJson {

    private static final int SCHEMA_VERSION = 1;
    private static final long LEAST_STALE_AFTER_SECONDS = 180;
    private static final int STALE_AFTER_INTERVALS = 3;

    /** The published colour of a provider that has none. */
    private static final String NO_COLOR = "#6E6E6E";

    private static final int SORT_KEY_STEP = 10;

    private final String version;
    private final Duration refreshInterval;
    private final boolean withIdentity;
    private final boolean shell;
    private final boolean pretty;

    private DashboardJson(
            String version, Duration refreshInterval, boolean withIdentity, boolean shell, boolean pretty) {
        this.version = version;
        this.refreshInterval = refreshInterval;
        this.withIdentity = withIdentity;
        this.shell = shell;
        this.pretty = pretty;
    }

    /**
     * Returns a form without identity, on one line.
     *
     * @param version the version that clients compare, such as {@code "0.54.1"}
     * @param refreshInterval how often the providers are asked; zero for a document that is made once
     * @return a new form
     */
    public static DashboardJson of(String version, Duration refreshInterval) {
        return new DashboardJson(
                Objects.requireNonNull(version, "version"),
                Objects.requireNonNull(refreshInterval, "refreshInterval"),
                false,
                false,
                false);
    }

    /**
     * Returns a form with the e-mail address and the plan of each account.
     *
     * @return a new form
     */
    public DashboardJson withIdentity() {
        return new DashboardJson(version, refreshInterval, true, shell, pretty);
    }

    /**
     * Returns a form that says which providers there are, and nothing of their usage.
     *
     * @return a new form
     */
    public DashboardJson asShell() {
        return new DashboardJson(version, refreshInterval, withIdentity, true, pretty);
    }

    /**
     * Returns a form for people: indented by two blanks.
     *
     * @return a new form
     */
    public DashboardJson indented() {
        return new DashboardJson(version, refreshInterval, withIdentity, shell, true);
    }

    /**
     * Returns a dashboard as a document.
     *
     * @param rows the providers in the order to show them
     * @param now when the document is made
     * @return the document: an object, without a final line break
     */
    public String write(List<DashboardRow> rows, Instant now) {
        return JsonDocument.write(pretty, json -> new Writer(json, now).document(rows));
    }

    private final class Writer {

        private final JsonDocument json;
        private final JsonGenerator out;
        private final Instant now;

        Writer(JsonDocument json, Instant now) {
            this.json = json;
            this.out = json.generator();
            this.now = now;
        }

        void document(List<DashboardRow> rows) throws IOException {
            long interval = refreshInterval.toSeconds();
            out.writeStartObject();
            out.writeNumberField("schemaVersion", SCHEMA_VERSION);
            json.instant("generatedAt", now);
            out.writeNumberField(
                    "staleAfterSeconds", Math.max(LEAST_STALE_AFTER_SECONDS, STALE_AFTER_INTERVALS * interval));
            out.writeObjectFieldStart("host");
            json.text("codexBarVersion", version);
            out.writeNumberField("refreshIntervalSeconds", interval);
            out.writeEndObject();
            out.writeArrayFieldStart("providers");
            int position = 0;
            for (DashboardRow row : rows) {
                row(row, row.position().orElse(position) * SORT_KEY_STEP);
                position++;
            }
            out.writeEndArray();
            out.writeEndObject();
        }

        private void row(DashboardRow row, int sortKey) throws IOException {
            out.writeStartObject();
            json.text("id", row.descriptor().id());
            json.text("name", row.descriptor().displayName());
            out.writeBooleanField("enabled", true);
            if (!shell) {
                usage(row);
            }
            out.writeObjectFieldStart("display");
            json.text("accentColor", row.descriptor().accentColor().orElse(NO_COLOR));
            out.writeNumberField("sortKey", sortKey);
            json.text("priority", "normal");
            out.writeEndObject();
            out.writeEndObject();
        }

        private void usage(DashboardRow row) throws IOException {
            Optional<UsageSnapshot> snapshot = row.snapshot();
            json.text("source", source(row));
            out.writeNullField("status");
            identity(snapshot);
            out.writeArrayFieldStart("windows");
            if (snapshot.isPresent()) {
                for (NamedRateWindow window : snapshot.get().windows()) {
                    window(window, snapshot.get().updatedAt());
                }
            }
            out.writeEndArray();
            out.writeNullField("credits");
            out.writeNullField("cost");
            error(row);
            instantOrNull("updatedAt", latest(row));
            json.text("plan", snapshot.flatMap(UsageSnapshot::plan));
            if (row.measuredAt().isPresent()) {
                json.instant("measuredAt", row.measuredAt().get());
            }
            out.writeBooleanField("stale", row.stale());
            if (row.nextAttemptAt().isPresent()) {
                json.instant("nextAttemptAt", row.nextAttemptAt().get());
            }
            out.writeBooleanField(
                    "usageKnown",
                    snapshot.filter(known -> !known.windows().isEmpty()).isPresent());
        }

        private String source(DashboardRow row) {
            return row.snapshot()
                    .map(known -> UsageReport.of(UsageResult.of(row.descriptor(), known))
                            .source())
                    .orElse("auto");
        }

        /** The newest of what the row says, or when it is made if there is nothing but an error. */
        private Optional<Instant> latest(DashboardRow row) {
            if (row.snapshot().isPresent()) {
                return row.snapshot().map(UsageSnapshot::updatedAt);
            }
            return row.failure().map(failed -> now);
        }

        private void identity(Optional<UsageSnapshot> snapshot) throws IOException {
            if (!withIdentity || snapshot.isEmpty()) {
                out.writeNullField("identity");
                return;
            }
            AccountIdentity identity = snapshot.get().identity();
            out.writeObjectFieldStart("identity");
            textOrNull("accountEmail", identity.accountEmail());
            // The published builder writes the login method here, and the plan where there is none.
            textOrNull("plan", identity.loginMethod().or(snapshot.get()::plan));
            out.writeEndObject();
        }

        private void window(NamedRateWindow named, Instant measuredAt) throws IOException {
            RateWindow window = named.window();
            double shown = UsageRounding.percent(Math.min(100, window.usedPercent()), JsonDocument.DECIMALS);
            out.writeStartObject();
            json.text("kind", kind(named.id()));
            json.text("label", named.title());
            json.percent("usedPercent", shown);
            json.percent("remainingPercent", 100 - shown);
            instantOrNull("resetAt", window.resetsAt());
            json.text("windowId", named.id());
            json.percent("usedPercentRaw", window.usedPercent());
            if (window.resetsAt().isPresent()) {
                if (window.resetPrecision() != RateWindow.ResetPrecision.INSTANT) {
                    json.text("resetPrecision", JsonNames.camelCase(window.resetPrecision()));
                }
                if (!window.resetsAt().get().isAfter(now)) {
                    out.writeBooleanField("pastReset", true);
                }
            }
            amount(window.amount());
            pace(UsagePace.of(window, measuredAt).filter(pace -> pace.holdsAt(now)));
            out.writeEndObject();
        }

        private String kind(String id) {
            return switch (id) {
                case NamedRateWindow.PRIMARY -> "session";
                case NamedRateWindow.SECONDARY -> "weekly";
                default -> id;
            };
        }

        private void amount(Optional<RateWindow.Amount> known) throws IOException {
            if (known.isPresent()) {
                out.writeObjectFieldStart("amount");
                json.amount("used", known.get().used());
                json.amount("limit", known.get().limit());
                json.text("unit", known.get().unit());
                out.writeEndObject();
            }
        }

        private void pace(Optional<UsagePace> known) throws IOException {
            if (known.isPresent()) {
                out.writeObjectFieldStart("pace");
                json.text("stage", JsonNames.camelCase(known.get().stage()));
                json.percent("expectedUsedPercent", known.get().expectedPercent());
                out.writeBooleanField("willLastToReset", known.get().lastsUntilReset());
                if (known.get().runsOutAt().isPresent()) {
                    json.instant("runsOutAt", known.get().runsOutAt().get());
                }
                out.writeEndObject();
            }
        }

        private void error(DashboardRow row) throws IOException {
            if (row.failure().isEmpty()) {
                out.writeNullField("error");
                return;
            }
            UsageException failure = row.failure().get();
            UsageReport report = UsageReport.of(UsageResult.failed(row.descriptor(), failure));
            out.writeObjectFieldStart("error");
            out.writeNumberField("code", report.code());
            json.text("message", Objects.requireNonNullElse(failure.getMessage(), ""));
            json.text("kind", UsageReport.FailureKind.PROVIDER.published());
            json.text("reason", JsonNames.camelCase(failure.reason()));
            json.text("nextStep", failure.nextStep());
            out.writeEndObject();
        }

        private void textOrNull(String name, Optional<String> value) throws IOException {
            if (value.isPresent()) {
                json.text(name, value.get());
            } else {
                out.writeNullField(name);
            }
        }

        private void instantOrNull(String name, Optional<Instant> value) throws IOException {
            if (value.isPresent()) {
                json.instant(name, value.get());
            } else {
                out.writeNullField(name);
            }
        }
    }
}
