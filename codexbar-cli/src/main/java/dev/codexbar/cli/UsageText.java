package dev.codexbar.cli;

import dev.codexbar.cli.text.WindowWords;
import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsagePace;
import dev.codexbar.core.UsageRounding;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.terminal.CharacterWidth;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reports for people. No line is wider than the terminal. */
final class UsageText {

    private static final String INDENT = "  ";
    private static final int WIDEST_LABEL = 24;
    private static final int WIDEST_BAR = 40;
    private static final int NARROWEST_BAR = 8;

    /** As wide as {@code ">=1000.5%"}. */
    private static final int PERCENT_COLUMNS = 8;

    /** Numbers with more digits than this say nothing to a person. */
    private static final double LARGE = 1e15;

    private final Instant now;
    private final WindowWords words;
    private final int columns;
    private final Style style;

    /** Whether the heading names the e-mail address of the account. */
    private final boolean email;

    UsageText(Instant now, ZoneId zone, int columns, Style style, boolean email) {
        this.now = now;
        this.words = new WindowWords(now, zone);
        this.columns = columns;
        this.style = style;
        this.email = email;
    }

    /** A window with the name people read. */
    private record Labelled(String label, RateWindow window) {}

    /** What a provider answered. */
    String answer(String provider, UsageSnapshot snapshot) {
        return answer(provider, snapshot, false);
    }

    /**
     * What a provider answered.
     *
     * @param showsAge whether to show how old the answer is, for one that may come from an earlier run
     */
    String answer(String provider, UsageSnapshot snapshot, boolean showsAge) {
        StringBuilder text = new StringBuilder();
        heading(text, provider, snapshot);
        List<Labelled> windows = windows(snapshot);
        Layout layout = layout(windows);
        for (Labelled window : windows) {
            window(text, window, snapshot.updatedAt(), layout);
        }
        List<List<String>> details = UsageDetails.of(snapshot);
        if (windows.isEmpty() && details.isEmpty() && snapshot.cost().isEmpty()) {
            paragraph(text, INDENT, "The tool states no usage for this account.", style::quiet);
        }
        snapshot.cost().ifPresent(cost -> paragraph(text, INDENT, cost(cost), UnaryOperator.identity()));
        details.forEach(rows -> rows(text, rows));
        Duration age = Duration.between(snapshot.updatedAt(), now);
        if (showsAge && age.toSeconds() > 0) {
            paragraph(text, INDENT, "measured " + WindowWords.countdown(age) + " ago", style::quiet);
        }
        return text.append('\n').toString();
    }

    /** Why a provider did not answer, and what to do. */
    String failure(String provider, UsageException failure) {
        StringBuilder text = new StringBuilder();
        paragraph(text, "", provider + ": " + failure.getMessage(), style::alarm);
        failure.nextStep().ifPresent(step -> paragraph(text, INDENT, step, UnaryOperator.identity()));
        failure.retryAfter()
                .ifPresent(wait ->
                        paragraph(text, INDENT, "Ask again in " + WindowWords.countdown(wait) + ".", style::quiet));
        return text.toString();
    }

    /** The tools that are not there; empty if there are none. */
    String notInstalled(List<String> providers) {
        StringBuilder text = new StringBuilder();
        if (!providers.isEmpty()) {
            paragraph(text, "", "Not installed: " + String.join(", ", providers), style::quiet);
        }
        return text.toString();
    }

    /** A jar or class that should be a provider, and what is wrong with it. */
    String notLoaded(String sentence) {
        StringBuilder text = new StringBuilder();
        paragraph(text, "", sentence, style::alarm);
        return text.toString();
    }

    private void heading(StringBuilder text, String provider, UsageSnapshot snapshot) {
        AccountIdentity identity = snapshot.identity();
        Optional<String> plan = snapshot.plan().or(identity::accountOrganization);
        String rest = Stream.of(
                        plan,
                        identity.accountOrganization().filter(name -> !name.equals(plan.orElse(name))),
                        identity.accountEmail().filter(address -> email),
                        identity.loginMethod())
                .flatMap(Optional::stream)
                .map(Lines::clean)
                .collect(Collectors.joining(style.separator()));
        String name = Lines.clean(provider);
        if (CharacterWidth.of(name) + 2 + CharacterWidth.of(rest) <= columns) {
            text.append(style.bold(name))
                    .append(rest.isEmpty() ? "" : INDENT + rest)
                    .append('\n');
        } else {
            paragraph(text, "", name, style::bold);
            paragraph(text, INDENT, rest, UnaryOperator.identity());
        }
    }

    /** The rows of a section one after the other; a line ends between rows, not within one, where that is possible. */
    private void rows(StringBuilder text, List<String> rows) {
        StringBuilder line = new StringBuilder();
        for (String row : rows) {
            String clean = Lines.clean(row);
            int width = INDENT.length()
                    + CharacterWidth.of(line)
                    + style.separator().length()
                    + CharacterWidth.of(clean);
            if (line.length() > 0 && width > columns) {
                paragraph(text, INDENT, line.toString(), style::quiet);
                line.setLength(0);
            }
            line.append(line.length() > 0 ? style.separator() : "").append(clean);
        }
        paragraph(text, INDENT, line.toString(), style::quiet);
    }

    private static List<Labelled> windows(UsageSnapshot snapshot) {
        List<Labelled> windows = new ArrayList<>();
        for (NamedRateWindow named : snapshot.windows()) {
            windows.add(new Labelled(Lines.clean(named.title()), named.window()));
        }
        return windows;
    }

    /**
     * How the columns of a report divide the terminal; the same for all windows, so that they can be compared.
     *
     * @param label columns of the labels
     * @param bar columns of the bars; 0 if there is no room
     * @param amounts whether the amounts stand beside the bars, and not below
     */
    private record Layout(int label, int bar, boolean amounts) {}

    private Layout layout(List<Labelled> windows) {
        int label = widest(windows.stream().map(Labelled::label));
        int percent = Math.max(PERCENT_COLUMNS, 1 + widest(windows.stream().map(window -> percent(window.window()))));
        int amount = widest(windows.stream().map(window -> amount(window.window())));
        label = Math.min(
                label, Math.min(WIDEST_LABEL, Math.max(4, columns - INDENT.length() - 2 - NARROWEST_BAR - percent)));
        int room = columns - INDENT.length() - label - 2 - percent;
        int beside = amount == 0 ? 0 : 2 + amount;
        boolean amounts = room - beside >= NARROWEST_BAR;
        int bar = Math.min(WIDEST_BAR, amounts ? room - beside : room);
        return new Layout(label, bar < NARROWEST_BAR ? 0 : bar, amounts);
    }

    private static int widest(Stream<String> texts) {
        return texts.mapToInt(CharacterWidth::of).max().orElse(0);
    }

    private void window(StringBuilder text, Labelled labelled, Instant measuredAt, Layout layout) {
        RateWindow window = labelled.window();
        String percent = percent(window);
        String amount = amount(window);
        text.append(INDENT)
                .append(Lines.pad(Lines.wrap(labelled.label(), layout.label()).get(0), layout.label()))
                .append("  ")
                .append(layout.bar() > 0 ? style.bar(window.usedPercent(), layout.bar()) : "")
                .append(" ".repeat(Math.max(1, PERCENT_COLUMNS - CharacterWidth.of(percent))))
                .append(style.level(window.usedPercent(), percent))
                .append(layout.amounts() && !amount.isEmpty() ? "  " + amount : "")
                .append('\n');
        String indent = " ".repeat(Math.min(INDENT.length() + layout.label() + 2, columns / 2));
        if (!layout.amounts()) {
            paragraph(text, indent, amount, UnaryOperator.identity());
        }
        words.reset(window).ifPresent(reset -> paragraph(text, indent, reset, style::quiet));
        UsagePace.of(window, measuredAt)
                .flatMap(pace -> pace.summary(now))
                .ifPresent(pace -> paragraph(text, indent, pace, style::quiet));
    }

    private String percent(RateWindow window) {
        return (window.atLeast() ? style.atLeast() : "") + WindowWords.percent(window) + "%";
    }

    /** Empty if the tool told percentages only. */
    private static String amount(RateWindow window) {
        return WindowWords.amount(window).orElse("");
    }

    private static String cost(UsageCost cost) {
        String currency = cost.currencyCode().equals("USD") ? "$" : cost.currencyCode() + " ";
        StringBuilder text = new StringBuilder(
                        cost.period().map(period -> period + " cost").orElse("Cost"))
                .append(": ")
                .append(currency)
                .append(money(cost.used()));
        cost.limit().ifPresent(limit -> text.append(" of ").append(currency).append(money(limit)));
        return text.toString();
    }

    private static String money(double value) {
        return value < LARGE
                ? BigDecimal.valueOf(UsageRounding.amount(value, 2))
                        .setScale(2, RoundingMode.HALF_UP)
                        .toPlainString()
                : Double.toString(value);
    }

    /** Text from outside, cleaned, wrapped to the terminal and only then painted. */
    private void paragraph(StringBuilder text, String indent, String words, UnaryOperator<String> paint) {
        if (words.isBlank()) {
            return;
        }
        for (String line : Lines.wrap(Lines.clean(words), Math.max(1, columns - indent.length()))) {
            text.append(indent).append(paint.apply(line)).append('\n');
        }
    }
}
