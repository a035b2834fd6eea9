package dev.codexbar.cli;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsagePace;
import dev.codexbar.core.UsageSnapshot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
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

    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    /** Numbers with more digits than this say nothing to a person. */
    private static final double LARGE = 1e15;

    private final Instant now;
    private final ZoneId zone;
    private final int columns;
    private final Style style;

    UsageText(Instant now, ZoneId zone, int columns, Style style) {
        this.now = now;
        this.zone = zone;
        this.columns = columns;
        this.style = style;
    }

    /** A window with the name people read. */
    private record Labelled(String label, RateWindow window) {}

    /** What a provider answered. */
    String answer(ProviderDescriptor provider, UsageSnapshot snapshot) {
        StringBuilder text = new StringBuilder();
        heading(text, provider, snapshot);
        List<Labelled> windows = windows(provider, snapshot);
        int labels = windows.stream()
                .mapToInt(window -> Lines.width(window.label()))
                .max()
                .orElse(0);
        for (Labelled window : windows) {
            window(text, window, Math.min(labels, widestLabel()));
        }
        if (windows.isEmpty()) {
            paragraph(
                    text,
                    INDENT,
                    "The tool told no usage"
                            + snapshot.plan().map(plan -> " for this plan").orElse("") + ".",
                    style::quiet);
        }
        snapshot.cost().ifPresent(cost -> paragraph(text, INDENT, cost(cost), UnaryOperator.identity()));
        for (UsageDetail detail : snapshot.details()) {
            String row = detail.label() + ": " + detail.value()
                    + detail.secondaryValue().map(more -> " " + more).orElse("");
            paragraph(text, INDENT, row, style::quiet);
        }
        return text.append('\n').toString();
    }

    /** Why a provider did not answer, and what to do. */
    String failure(ProviderDescriptor provider, UsageException failure) {
        StringBuilder text = new StringBuilder();
        paragraph(text, "", provider.displayName() + ": " + failure.getMessage(), style::alarm);
        failure.nextStep().ifPresent(step -> paragraph(text, INDENT, step, UnaryOperator.identity()));
        failure.retryAfter()
                .ifPresent(wait -> paragraph(text, INDENT, "Ask again in " + countdown(wait) + ".", style::quiet));
        return text.toString();
    }

    private void heading(StringBuilder text, ProviderDescriptor provider, UsageSnapshot snapshot) {
        AccountIdentity identity = snapshot.identity();
        Optional<String> plan = snapshot.plan().or(identity::accountOrganization);
        String rest = Stream.of(
                        plan,
                        identity.accountOrganization().filter(name -> !name.equals(plan.orElse(name))),
                        identity.accountEmail(),
                        identity.loginMethod())
                .flatMap(Optional::stream)
                .map(Lines::clean)
                .collect(Collectors.joining(style.separator()));
        String name = Lines.clean(provider.displayName());
        if (Lines.width(name) + 2 + Lines.width(rest) <= columns) {
            text.append(style.bold(name))
                    .append(rest.isEmpty() ? "" : INDENT + rest)
                    .append('\n');
        } else {
            paragraph(text, "", name, style::bold);
            paragraph(text, INDENT, rest, UnaryOperator.identity());
        }
    }

    private static List<Labelled> windows(ProviderDescriptor provider, UsageSnapshot snapshot) {
        List<Labelled> windows = new ArrayList<>();
        snapshot.primary().ifPresent(window -> windows.add(labelled(provider.primaryLabel(), window)));
        snapshot.secondary().ifPresent(window -> windows.add(labelled(provider.secondaryLabel(), window)));
        snapshot.tertiary().ifPresent(window -> windows.add(labelled("Tertiary", window)));
        for (NamedRateWindow extra : snapshot.extraWindows()) {
            windows.add(labelled(extra.title(), extra.window()));
        }
        return windows;
    }

    private static Labelled labelled(String label, RateWindow window) {
        return new Labelled(Lines.clean(label), window);
    }

    private int widestLabel() {
        return Math.min(WIDEST_LABEL, Math.max(4, columns - 2 * INDENT.length() - NARROWEST_BAR - PERCENT_COLUMNS - 2));
    }

    private void window(StringBuilder text, Labelled labelled, int labelColumns) {
        RateWindow window = labelled.window();
        String label = Lines.wrap(labelled.label(), labelColumns).get(0);
        String percent = percent(window);
        String amount = window.amount().map(this::amount).orElse("");
        int taken = INDENT.length() + labelColumns + 2 + Math.max(PERCENT_COLUMNS, Lines.width(percent) + 1);
        boolean amountFits = taken + NARROWEST_BAR + 2 + Lines.width(amount) <= columns;
        int room = columns - taken - (amountFits && !amount.isEmpty() ? 2 + Lines.width(amount) : 0);
        int bar = Math.min(WIDEST_BAR, room);
        text.append(INDENT).append(Lines.pad(label, labelColumns)).append("  ");
        if (bar >= NARROWEST_BAR) {
            text.append(style.bar(window.usedPercent(), bar));
        }
        text.append(" ".repeat(Math.max(1, PERCENT_COLUMNS - Lines.width(percent))))
                .append(style.level(window.usedPercent(), percent));
        if (amountFits && !amount.isEmpty()) {
            text.append("  ").append(amount);
        }
        text.append('\n');
        String indent = " ".repeat(Math.min(INDENT.length() + labelColumns + 2, columns / 2));
        if (!amountFits) {
            paragraph(text, indent, amount, UnaryOperator.identity());
        }
        reset(window).ifPresent(reset -> paragraph(text, indent, reset, style::quiet));
        UsagePace.of(window, now).ifPresent(pace -> paragraph(text, indent, pace.summary(now), style::quiet));
    }

    private String percent(RateWindow window) {
        BigDecimal rounded = window.usedPercent() < LARGE
                ? BigDecimal.valueOf(window.usedPercent()).setScale(1, RoundingMode.HALF_UP)
                : BigDecimal.valueOf(window.usedPercent());
        return (window.atLeast() ? style.atLeast() : "") + plain(rounded) + "%";
    }

    private String amount(RateWindow.Amount amount) {
        return number(amount.used()) + " of " + number(amount.limit()) + " " + Lines.clean(amount.unit());
    }

    private static String number(double value) {
        return value < LARGE
                ? plain(BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP))
                : Double.toString(value);
    }

    /** Without zeros behind the point, and without an exponent unless the number is huge. */
    private static String plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.precision() - stripped.scale() > 16 ? stripped.toString() : stripped.toPlainString();
    }

    /** The countdown for a quick look and the date for planning; the tool's own words where neither is known. */
    private Optional<String> reset(RateWindow window) {
        if (window.resetsAt().isEmpty()) {
            return window.resetDescription();
        }
        Instant reset = window.resetsAt().get();
        String verb = window.resetDescription()
                .filter(words -> words.startsWith("expires"))
                .map(words -> "expires")
                .orElse("resets");
        if (!reset.isAfter(now)) {
            return Optional.of(verb + " now (" + date(reset) + ")");
        }
        return Optional.of(verb + " in " + countdown(Duration.between(now, reset)) + " (" + date(reset) + ")");
    }

    /** The two largest units. */
    private static String countdown(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + "d" + (time.toHoursPart() > 0 ? " " + time.toHoursPart() + "h" : "");
        }
        if (time.toHours() > 0) {
            return time.toHours() + "h" + (time.toMinutesPart() > 0 ? " " + time.toMinutesPart() + "m" : "");
        }
        return time.toMinutes() > 0 ? time.toMinutes() + "m" : Math.max(1, time.toSeconds()) + "s";
    }

    private String date(Instant instant) {
        ZonedDateTime time = instant.atZone(zone);
        String minutes = time.getMinute() < 10 ? "0" + time.getMinute() : "" + time.getMinute();
        return time.getDayOfMonth() + " " + MONTHS[time.getMonthValue() - 1] + " " + time.getYear() + ", "
                + time.getHour() + ":" + minutes;
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
                ? BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).toPlainString()
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
