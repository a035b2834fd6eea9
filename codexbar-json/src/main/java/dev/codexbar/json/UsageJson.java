package dev.codexbar.json;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsagePace;
import dev.codexbar.core.UsageSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads usage in the shape that CodexBar publishes and dashboards read: an array with one element for each
 * provider, for failures too.
 *
 * <p>The published members keep their names and meaning. What the published shape has no member for is added beside
 * them, and readers of that shape ignore it:
 *
 * <table>
 * <caption>Added members</caption>
 * <tr><th>In</th><th>Member</th><th>Meaning</th></tr>
 * <tr><td>element</td><td>{@code strategy}</td><td>{@link UsageSnapshot#strategy()}</td></tr>
 * <tr><td>element</td><td>{@code toolVersion}</td><td>the version as told, where it is more than digits and dots</td></tr>
 * <tr><td>element, error</td><td>{@code attempts}</td><td>the ways that were tried before</td></tr>
 * <tr><td>usage</td><td>{@code plan}</td><td>{@link UsageSnapshot#plan()}</td></tr>
 * <tr><td>usage</td><td>{@code usageKnown}</td><td>{@code false} if the provider told no window, for a plan without a
 * quota, say</td></tr>
 * <tr><td>usage</td><td>{@code allDetails}</td><td>the details, where {@code details} cannot hold them in full</td></tr>
 * <tr><td>window</td><td>{@code amount}</td><td>{@link RateWindow#amount()}</td></tr>
 * <tr><td>window</td><td>{@code atLeast}</td><td>{@link RateWindow#atLeast()}, where true</td></tr>
 * <tr><td>window</td><td>{@code windowLength}</td><td>the period, where it is not a number of whole minutes</td></tr>
 * <tr><td>window</td><td>{@code resetPrecision}</td><td>{@code "day"} or {@code "days"}, where {@code resetsAt} is no more
 * than a day ({@link RateWindow#resetPrecision()})</td></tr>
 * <tr><td>element</td><td>{@code measuredAt}, {@code stale}, {@code nextAttemptAt}, {@code lastError}</td><td>
 * {@link UsageReport#freshness()}</td></tr>
 * <tr><td>error</td><td>{@code reason}, {@code nextStep}, {@code retryAfter}</td><td>as in {@link UsageException}</td></tr>
 * <tr><td>error</td><td>{@code summary}</td><td>the message, where {@code message} ends with the next step</td></tr>
 * </table>
 *
 * <p>Percentages, amounts and money are written with at most two decimals, since clients print them as they come. They
 * are rounded to the nearest number, but what is greater than 0 is never written as 0 and what is less than 100 percent
 * never as 100: it becomes 0.01 and 99.99. A cost without a limit is written with a {@code limit} of 0, as published,
 * and a limit of 0 is read as none.
 *
 * <p>Reading what was written gives an equal value, with these exceptions. Numbers of more than two decimals and costs
 * with a limit of 0 are read as just said. The three main windows come first, as the published shape does not hold
 * their place. Characters that are no Unicode text (lone surrogates) are written as U+FFFD, because common readers
 * reject a document that holds them. A document larger than {@value #LONGEST_DOCUMENT} bytes cannot be read.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class UsageJson {

    /** Bytes in the longest document that is read: 4 MiB. */
    static final int LONGEST_DOCUMENT = 4 << 20;

    private final boolean pretty;
    private final @Nullable Instant paceAt;

    private UsageJson(boolean pretty, @Nullable Instant paceAt) {
        this.pretty = pretty;
        this.paceAt = paceAt;
    }

    /**
     * Returns the form for programs: one line.
     *
     * @return the compact form
     */
    public static UsageJson compact() {
        return new UsageJson(false, null);
    }

    /**
     * Returns the form for people: indented by two blanks.
     *
     * @return the indented form
     */
    public static UsageJson pretty() {
        return new UsageJson(true, null);
    }

    /**
     * Returns a form that also tells the {@linkplain UsagePace pace} of the three main windows, where it can be told.
     * It is the pace at the measurement, and times count from {@code now}. Pace follows from the windows, so it is not
     * read back.
     *
     * @param now the instant to look from
     * @return a new form
     */
    public UsageJson withPaceAt(Instant now) {
        return new UsageJson(pretty, Objects.requireNonNull(now, "now"));
    }

    /**
     * Returns reports as a document.
     *
     * @param reports the reports in the order to write them
     * @return the document: an array, without a final line break
     */
    public String write(List<UsageReport> reports) {
        return JsonDocument.write(pretty, json -> new UsageJsonWriter(json, paceAt).reports(reports));
    }

    /**
     * Returns providers as a document in the shape of {@code codexbar config providers --format json}. Every provider
     * is enabled.
     *
     * @param providers the providers in the order to write them
     * @return the document: an array, without a final line break
     */
    public String writeProviders(List<ProviderDescriptor> providers) {
        return writeProviders(providers, Set.of());
    }

    /**
     * Returns providers as {@link #writeProviders(List)} does, for hosts with a switch for each.
     *
     * @param providers the providers in the order to write them, also those that are switched off
     * @param disabled the ids of the providers that are switched off; one that is not among the providers is ignored
     * @return the document: an array, without a final line break
     */
    public String writeProviders(List<ProviderDescriptor> providers, Set<String> disabled) {
        Objects.requireNonNull(disabled, "disabled");
        return JsonDocument.write(pretty, json -> new UsageJsonWriter(json, paceAt).providers(providers, disabled));
    }

    /**
     * Reads a document. Members that this library does not know are ignored. Windows that are marked as placeholders or
     * as of unknown usage are left out, and so is a text that is blank. Main windows without a title in
     * {@code rateWindowLabels} are titled {@code "Primary"}, {@code "Secondary"} and {@code "Tertiary"}.
     *
     * @param document what {@link #write} or another program of the published contract wrote
     * @return an unmodifiable list in the order of the document
     * @throws UsageJsonException if the document is not JSON, is cut off, is larger than 4 MiB, is nested deeper than
     *     64 levels, or contradicts the published shape
     */
    public static List<UsageReport> read(String document) throws UsageJsonException {
        return UsageJsonReader.read(Objects.requireNonNull(document, "document"));
    }

    /**
     * Reads a document as {@link #read(String)} does, from a stream of UTF-8 text. The stream is read to its end and
     * not closed.
     *
     * @param document the stream
     * @return an unmodifiable list in the order of the document
     * @throws UsageJsonException if the document is not JSON, is cut off, is larger than 4 MiB, is nested deeper than
     *     64 levels, or contradicts the published shape
     * @throws IOException if the stream cannot be read
     */
    public static List<UsageReport> read(InputStream document) throws IOException {
        return UsageJsonReader.read(document.readNBytes(LONGEST_DOCUMENT + 1));
    }
}
