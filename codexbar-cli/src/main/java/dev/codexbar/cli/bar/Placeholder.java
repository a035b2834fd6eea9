package dev.codexbar.cli.bar;

import dev.codexbar.cli.text.WindowWords;
import dev.codexbar.core.IdentityMask;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.terminal.TerminalText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a template may name. None of them names the account.
 *
 * @since 0.1.0
 */
public enum Placeholder {
    /** The name of the provider. */
    PROVIDER(false, "the name of the provider"),
    /** Its id. */
    ID(false, "the id of the provider"),
    /** The plan. */
    PLAN(false, "the plan"),
    /** The level. */
    CLASS(false, "`low`, `mid`, `high`, `critical`, `stale`, `error` or `unknown`"),
    /** The age of the numbers. */
    AGE(false, "how old the numbers are, such as `2m`"),
    /** The failure. */
    ERROR(false, "why the last attempt failed, in a few words"),
    /** The used percentage. */
    PERCENT(true, "how much is used, as a whole number"),
    /** The percentage that is left. */
    LEFT(true, "how much is left, as a whole number of percent"),
    /** The used amount. */
    USED(true, "the used amount"),
    /** The limit. */
    LIMIT(true, "the amount that the plan covers"),
    /** The unit of both. */
    UNIT(true, "the unit of both, such as `credits`"),
    /** The time until the reset. */
    RESET(true, "the time until the reset, such as `9d 4h`"),
    /** The title of the window. */
    TITLE(true, "the title of the window"),
    /** A picture of the percentage. */
    BAR(true, "a bar of ten columns");

    /** The window of which most is used. */
    static final String FULLEST = "fullest";

    private static final List<String> WINDOWS =
            List.of(FULLEST, NamedRateWindow.PRIMARY, NamedRateWindow.SECONDARY, NamedRateWindow.TERTIARY);

    private static final String BY_ID = "window.";

    private static final int BAR_COLUMNS = 10;
    private static final int LONGEST = 40;

    private final boolean ofWindow;
    private final String description;

    Placeholder(boolean ofWindow, String description) {
        this.ofWindow = ofWindow;
        this.description = description;
    }

    /**
     * Returns the word in the template.
     *
     * @return for example {@code percent}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns whether a window stands before the word, as in {@code primary.percent}.
     *
     * @return whether it is about a window
     */
    public boolean isOfWindow() {
        return ofWindow;
    }

    /**
     * Returns what it is replaced by.
     *
     * @return a few words for the help
     */
    public String description() {
        return description;
    }

    /**
     * Returns the words that choose a window; a further one is chosen by {@code window.ID}.
     *
     * @return the words
     */
    public static List<String> windows() {
        return WINDOWS;
    }

    /** The names of all placeholders, but for those of windows that are chosen by id. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Placeholder placeholder : values()) {
            if (placeholder.ofWindow) {
                WINDOWS.forEach(window -> names.add(window + "." + placeholder.word()));
            } else {
                names.add(placeholder.word());
            }
        }
        return names;
    }

    static boolean isKnown(String name) {
        if (names().contains(name)) {
            return true;
        }
        int dot = name.lastIndexOf('.');
        return name.startsWith(BY_ID)
                && dot > BY_ID.length()
                && of(name.substring(dot + 1)).filter(Placeholder::isOfWindow).isPresent();
    }

    private static Optional<Placeholder> of(String word) {
        for (Placeholder placeholder : values()) {
            if (placeholder.word().equals(word)) {
                return Optional.of(placeholder);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the value of a placeholder.
     *
     * @param name a known name
     * @return the value, or {@link BarTemplate#UNKNOWN} if it is not known
     */
    static String value(String name, BarItem item, WindowWords words, boolean unicode) {
        int dot = name.lastIndexOf('.');
        Placeholder placeholder = of(name.substring(dot + 1)).orElseThrow();
        Optional<String> value = dot < 0
                ? placeholder.ofItem(item, words.now())
                : window(name.substring(0, dot), item, words.now())
                        .flatMap(window -> placeholder.ofWindow(window, words, unicode));
        return value.map(Placeholder::clean).orElse(BarTemplate.UNKNOWN);
    }

    private static Optional<NamedRateWindow> window(String name, BarItem item, Instant now) {
        if (name.equals(FULLEST)) {
            return item.fullest(now);
        }
        String id = name.startsWith(BY_ID) ? name.substring(BY_ID.length()) : name;
        return item.snapshot()
                .flatMap(snapshot -> snapshot.windows().stream()
                        .filter(window -> window.id().equals(id))
                        .findFirst());
    }

    private Optional<String> ofItem(BarItem item, Instant now) {
        return switch (this) {
            case PROVIDER -> Optional.of(item.name());
            case ID -> Optional.of(item.id());
            case PLAN -> item.snapshot().flatMap(snapshot -> snapshot.plan()).map(IdentityMask::mask);
            case CLASS -> Optional.of(item.level(now).word());
            case AGE -> item.age(now).map(WindowWords::countdown);
            // Without a failure there is nothing to say, which is not the same as not to know.
            case ERROR -> Optional.of(item.failure().map(BarReading::reason).orElse(""));
            default -> throw new IllegalArgumentException(name());
        };
    }

    private Optional<String> ofWindow(NamedRateWindow named, WindowWords words, boolean unicode) {
        RateWindow window = named.window();
        return switch (this) {
            case PERCENT ->
                Optional.of((window.atLeast() ? unicode ? "≥" : ">=" : "") + wholePercent(window.usedPercent()));
            case LEFT ->
                Optional.of((window.atLeast() ? unicode ? "≤" : "<=" : "")
                        + Math.max(0, 100 - wholePercent(window.usedPercent())));
            case USED -> window.amount().map(amount -> WindowWords.number(amount.used()));
            case LIMIT -> window.amount().map(amount -> WindowWords.number(amount.limit()));
            case UNIT -> window.amount().map(RateWindow.Amount::unit);
            case RESET -> words.untilReset(window);
            case TITLE -> Optional.of(named.title());
            case BAR -> Optional.of(bar(window.usedPercent(), unicode));
            default -> throw new IllegalArgumentException(name());
        };
    }

    /** Any use at all shows, and 100 is shown only if everything is used. */
    static long wholePercent(double percent) {
        return percent > 0 && percent < 1 ? 1 : (long) Math.floor(percent);
    }

    private static String bar(double percent, boolean unicode) {
        int full = (int) Math.min(BAR_COLUMNS, wholePercent(percent) * BAR_COLUMNS / 100);
        if (full == 0 && percent > 0) {
            full = 1;
        }
        return (unicode ? "█" : "#").repeat(full) + (unicode ? "░" : ".").repeat(BAR_COLUMNS - full);
    }

    /** One short line without control characters: names come from jars and tools of others. */
    static String clean(String text) {
        return TerminalText.singleLine(text, LONGEST);
    }
}
