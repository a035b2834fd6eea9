package dev.codexbar.provider.kiro.report;

import dev.codexbar.provider.kiro.report.KiroProblem.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Reads everything that the CLI printed, line by line, and finds the report in it.
 *
 * <p>What counts is the last report that has numbers. Errors count only if there is no report, because the words of an
 * error may also stand in a banner or a tip.
 */
final class OutputReader {

    /** How much of an unreadable output is worth telling. */
    private static final int TOLD_LINES = 3;

    private static final int TOLD_CHARACTERS = 100;

    static final String MANAGED = "Your plan is managed by admin";

    private final ErrorReader errors = new ErrorReader();
    private final Deque<String> lastLines = new ArrayDeque<>();

    private @Nullable ReportReader current;
    private @Nullable ReportReader withNumbers;
    private @Nullable ReportReader withoutNumbers;

    /** The last report of which the numbers are missing: what comes after it is none, or less clearly one. */
    private @Nullable ReportReader withLostNumbers;

    private @Nullable String planBefore;
    private @Nullable KiroUsage planOnly;
    private boolean planOnlyIsComplete;
    private boolean reachedModel;

    /** Reads the next line; {@code cut} if it may have lost its end. */
    void read(String line, boolean cut) {
        String text = ReportReader.withoutFrame(line);
        if (text.isEmpty()) {
            if (current != null) {
                current.readBlank();
            }
            return;
        }
        if (isModelAnswer(text)) {
            // Whatever looked like a report was the model's prose.
            reachedModel = true;
            current = null;
            withNumbers = null;
            withoutNumbers = null;
            withLostNumbers = null;
            planOnly = null;
        }
        ReportReader begun = begunBy(text, cut);
        if (begun != null) {
            settle();
            current = begun;
        } else if (current != null) {
            current.read(text, cut);
        }
        readPlan(text);
        errors.read(text, cut);
        remember(text);
    }

    /** Returns what the lines so far mean. */
    KiroAnswer answer() {
        settle();
        boolean believable = withNumbers != null && (withNumbers.isAnnounced() || withoutNumbers == null);
        if (withNumbers != null && believable && withLostNumbers == null) {
            return withNumbers.usage();
        }
        if (planOnly != null) {
            return planOnly;
        }
        if (withoutNumbers != null && withoutNumbers.isWithoutMetrics()) {
            return withoutNumbers.usage();
        }
        if (reachedModel) {
            return KiroProblem.of(Kind.REACHED_MODEL);
        }
        KiroProblem error = errors.problem();
        if (error != null) {
            return error;
        }
        if (withoutNumbers != null && !withoutNumbers.isComplete()) {
            return KiroProblem.of(Kind.INCOMPLETE_OUTPUT);
        }
        return lastLines.isEmpty()
                ? KiroProblem.of(Kind.EMPTY_OUTPUT)
                : KiroProblem.of(Kind.UNREADABLE, String.join(" ", lastLines));
    }

    /** Returns whether the lines so far are all that matter. */
    boolean isComplete() {
        settle();
        return reachedModel
                || (planOnly != null && planOnlyIsComplete)
                || (withNumbers != null && withNumbers.isComplete())
                || (withoutNumbers != null && withoutNumbers.isComplete())
                || (current == null && errors.isComplete());
    }

    private @Nullable ReportReader begunBy(String text, boolean cut) {
        ReportReader header = ReportReader.atHeader(text, cut);
        if (header != null) {
            return header;
        }
        boolean open = current != null && !current.isEnded();
        // A table in front of the numbers must not take the place of a header.
        ReportReader planLine = open && current != null && current.hasHeader() ? null : ReportReader.atPlanLine(text);
        return planLine != null || open ? planLine : ReportReader.atBreakdown(text);
    }

    private void settle() {
        if (current == null) {
            return;
        }
        boolean better = withNumbers == null || current.isAsClearAs(withNumbers);
        if (current.hasNumbers() && better) {
            withNumbers = current;
        } else if (current.isAnnounced()) {
            withoutNumbers = current;
        }
        if (current.hasLostNumbers()) {
            withLostNumbers = current;
        } else if (current.hasHeader() && current.hasNumbers()) {
            withLostNumbers = null;
        }
    }

    /**
     * {@code Plan: X} before {@code Your plan is managed by admin}, or {@code Plan: X | N usage breakdowns}, which is
     * all that engine v2 prints. The managed plan is in the frame of a report, and outside of one it may stand in a
     * welcome message.
     */
    private void readPlan(String text) {
        if (current != null && current.isInBonusBlock()) {
            // The name of a bonus may be anything.
            planBefore = null;
            return;
        }
        if (text.equalsIgnoreCase(MANAGED) || text.equalsIgnoreCase(MANAGED + ".")) {
            String plan = planBefore == null && current != null ? current.plan() : planBefore;
            planOnly = KiroUsage.builder()
                    .plan(plan)
                    .managedPlan(true)
                    .enterprise(true)
                    .build();
            planOnlyIsComplete = false;
        }
        planOnlyIsComplete |= ReportReader.isTip(text);
        planBefore = null;
        if (!text.startsWith("Plan: ")) {
            return;
        }
        LineScanner phrase = new LineScanner(text);
        phrase.dropStart("Plan:");
        boolean summary = (phrase.dropEnd("usage breakdowns") || phrase.dropEnd("usage breakdown"))
                && phrase.wholeNumberAtEnd().isPresent()
                && phrase.dropEnd("|");
        String plan = FreeText.name(phrase.rest());
        if (summary) {
            planOnly = KiroUsage.builder().plan(plan).build();
            planOnlyIsComplete = true;
        } else {
            planBefore = plan;
        }
    }

    /** {@code ▸ Credits: 0.03 • Time: 2s} stands under every answer of the model. */
    private static boolean isModelAnswer(String text) {
        LineScanner phrase = new LineScanner(text).dropSymbols();
        if (!phrase.dropStart("Credits:")) {
            return false;
        }
        // "<0.01" as well.
        OptionalDouble credits = phrase.dropSymbols().numberAtStart();
        return credits.isPresent() && phrase.dropSymbols().dropStart("Time:");
    }

    private void remember(String text) {
        lastLines.addLast(FreeText.cut(text, TOLD_CHARACTERS));
        if (lastLines.size() > TOLD_LINES) {
            lastLines.removeFirst();
        }
    }
}
