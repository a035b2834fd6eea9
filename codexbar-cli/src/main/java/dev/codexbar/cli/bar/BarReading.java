package dev.codexbar.cli.bar;

import dev.codexbar.cli.text.WindowWords;
import dev.codexbar.core.IdentityMask;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsagePace;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.terminal.TerminalText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a status bar shows at one instant, before it is written in the format of that bar. Immutable.
 *
 * @since 0.1.0
 */
public final class BarReading {

    /** Tooltips are read at a glance. */
    private static final int LONGEST_LINE = 200;

    private final List<Segment> segments;
    private final BarLevel level;
    private final Optional<String> shortText;
    private final OptionalInt percentage;
    private final List<String> tooltip;
    private final String separator;

    private BarReading(
            List<Segment> segments,
            BarLevel level,
            Optional<String> shortText,
            OptionalInt percentage,
            List<String> tooltip,
            String separator) {
        this.segments = List.copyOf(segments);
        this.level = level;
        this.shortText = shortText;
        this.percentage = percentage;
        this.tooltip = List.copyOf(tooltip);
        this.separator = separator;
    }

    /**
     * The text of one provider.
     *
     * @param level its level
     * @param text the text, with the values in the notation of the bar
     */
    private record Segment(BarLevel level, Function<Notation, String> text) {}

    /**
     * Returns what is known about some providers.
     *
     * @param items the providers, in the order to show; at least one
     * @param words the instant and the zone of countdowns and dates
     * @param template the text of each provider, or empty for the usual one
     * @param unicode whether to use more than ASCII
     * @return the reading; never without a text
     * @throws IllegalArgumentException if there are no providers
     */
    public static BarReading of(
            List<BarItem> items, WindowWords words, Optional<BarTemplate> template, boolean unicode) {
        if (items.isEmpty()) {
            throw new IllegalArgumentException("there is no provider to show");
        }
        Optional<BarItem> fullest = Optional.empty();
        BarLevel worst = BarLevel.UNKNOWN;
        String dot = unicode ? " · " : " - ";
        List<Segment> segments = new ArrayList<>();
        List<String> tooltip = new ArrayList<>();
        for (BarItem item : items) {
            BarLevel level = item.level(words.now());
            worst = level.compareTo(worst) > 0 ? level : worst;
            if (item.fullest(words.now()).isPresent()
                    && (fullest.isEmpty() || used(item, words.now()) > used(fullest.get(), words.now()))) {
                fullest = Optional.of(item);
            }
            segments.add(new Segment(level, notation -> text(item, words, template, unicode, notation)));
            tooltip.addAll(tooltip(item, words, dot));
        }
        return new BarReading(
                segments,
                worst,
                fullest.map(item -> Placeholder.value("fullest.percent", item, words, unicode) + "%"),
                fullest.map(item ->
                                OptionalInt.of((int) Math.min(100, Placeholder.wholePercent(used(item, words.now())))))
                        .orElse(OptionalInt.empty()),
                tooltip,
                dot);
    }

    /**
     * Returns a line about the command itself.
     *
     * @param level how bad it is
     * @param text a few words
     * @param detail a sentence
     * @return the reading
     */
    public static BarReading message(BarLevel level, String text, String detail) {
        String line = Placeholder.clean("CodexBar: " + text);
        return new BarReading(
                List.of(new Segment(level, notation -> notation.escape().apply(line))),
                level,
                Optional.empty(),
                OptionalInt.empty(),
                List.of(clean(IdentityMask.mask(detail))),
                "");
    }

    private static double used(BarItem item, Instant now) {
        return item.fullest(now).map(named -> named.window().usedPercent()).orElse(0.0);
    }

    /** The class of the whole: that of the provider for which it is worst. */
    BarLevel level() {
        return level;
    }

    /**
     * The text of all providers.
     *
     * @param notation how the bar reads text
     * @param decorate adds the colour of a level to the text of one provider
     */
    String text(Notation notation, BiFunction<BarLevel, String, String> decorate) {
        return segments.stream()
                .map(segment -> decorate.apply(segment.level(), segment.text().apply(notation)))
                .collect(Collectors.joining(separator));
    }

    /** The highest percentage alone, or the level where none is known. */
    String shortText() {
        return shortText.orElse(level.word());
    }

    /** The highest percentage, 100 at most. */
    OptionalInt percentage() {
        return percentage;
    }

    /** Everything that is known, a line each, without control characters. */
    List<String> tooltip() {
        return tooltip;
    }

    private static String text(
            BarItem item, WindowWords words, Optional<BarTemplate> template, boolean unicode, Notation notation) {
        UnaryOperator<String> escape = notation.escape();
        Function<String, String> values = name -> Placeholder.value(name, item, words, unicode);
        // A template may show nothing for once, as one that has a placeholder for failures alone; a bar needs a text.
        return template.map(wanted -> wanted.fill(values, escape))
                .filter(notation::shows)
                .orElseGet(() -> escape.apply(usualText(item, words, unicode)));
    }

    private static String usualText(BarItem item, WindowWords words, boolean unicode) {
        String name = Placeholder.clean(item.name()) + " ";
        if (item.snapshot().isEmpty()) {
            return name + item.failure().map(BarReading::reason).orElse(unicode ? "…" : "...");
        }
        String percent = Placeholder.value("fullest.percent", item, words, unicode) + "%";
        String text = name + (item.fullest(words.now()).isPresent() ? percent : BarTemplate.UNKNOWN);
        return item.level(words.now()) == BarLevel.STALE
                ? text + " (" + Placeholder.value("age", item, words, unicode) + " old)"
                : text;
    }

    private static List<String> tooltip(BarItem item, WindowWords words, String dot) {
        List<String> lines = new ArrayList<>();
        Optional<String> plan = item.snapshot().flatMap(UsageSnapshot::plan).map(IdentityMask::mask);
        lines.add(clean(item.name() + plan.map(name -> dot + name).orElse("")));
        item.snapshot().ifPresent(snapshot -> {
            for (NamedRateWindow named : snapshot.windows()) {
                lines.add("  " + clean(window(named, snapshot.updatedAt(), words, dot)));
            }
        });
        if (item.snapshot().filter(snapshot -> snapshot.windows().isEmpty()).isPresent()) {
            lines.add("  The tool states no quota for this account.");
        }
        item.failure().ifPresent(failure -> {
            lines.add("  " + clean(String.valueOf(failure.getMessage())));
            failure.nextStep().ifPresent(step -> lines.add("  " + clean(step)));
        });
        item.age(words.now()).ifPresent(age -> lines.add("  measured " + WindowWords.countdown(age) + " ago"));
        if (item.snapshot().isEmpty() && item.failure().isEmpty()) {
            lines.add("  asking");
        }
        return lines;
    }

    private static String window(NamedRateWindow named, Instant measuredAt, WindowWords words, String dot) {
        RateWindow window = named.window();
        StringBuilder text = new StringBuilder(named.title())
                .append(": ")
                .append(window.atLeast() ? "at least " : "")
                .append(WindowWords.percent(window))
                .append('%');
        WindowWords.amount(window).ifPresent(amount -> text.append(dot).append(amount));
        words.reset(window).ifPresent(reset -> text.append(dot).append(reset));
        UsagePace.of(window, measuredAt)
                .flatMap(pace -> pace.summary(words.now()))
                .ifPresent(pace -> text.append(dot).append(pace));
        return text.toString();
    }

    /** Why there is no answer, in as few words as fit into a bar. */
    static String reason(UsageException failure) {
        return switch (failure.reason()) {
            case NOT_INSTALLED -> "not installed";
            case NOT_LOGGED_IN -> "signed out";
            case LOGIN_EXPIRED -> "sign-in expired";
            case TIMED_OUT -> "timed out";
            case UNAVAILABLE -> "unavailable";
            case RATE_LIMITED -> "rate limited";
            case UNSUPPORTED -> "unsupported";
            case UNREADABLE -> "unreadable";
            case FAILED -> "failed";
        };
    }

    private static String clean(String text) {
        return TerminalText.singleLine(text, LONGEST_LINE);
    }
}
