package dev.codexbar.cli.bar;

import dev.codexbar.cli.text.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The formats of status bars. {@code docs/BARS.md} has a tested snippet for each.
 *
 * @since 0.1.0
 */
public enum BarFormat {
    /** Plain text, for templates and for bars that take any line. */
    TEXT("text"),
    /** A JSON object a line, as a module {@code custom/…} of Waybar reads it with {@code "return-type": "json"}. */
    WAYBAR("waybar"),
    /** Text with the format tags of Polybar, for a module of the type {@code custom/script} with {@code tail}. */
    POLYBAR("polybar"),
    /** A JSON object a line, for i3blocks from 1.5 on with {@code format=json} and {@code interval=persist}. */
    I3BLOCKS("i3blocks"),
    /** A JSON object a line, for a block {@code custom} of i3status-rust with {@code json} and {@code persistent}. */
    I3STATUS_RUST("i3status-rust"),
    /** Text with the styles of tmux. */
    TMUX("tmux"),
    /** The title and the menu of a plug-in of SwiftBar or xbar. */
    SWIFTBAR("swiftbar"),
    /** The elements that the generic monitor of the Xfce panel reads. */
    GENMON("genmon");

    private static final Notation PLAIN = new Notation(UnaryOperator.identity(), Pattern.compile("(?!)"));
    private static final Notation PANGO = new Notation(BarFormat::markup, Pattern.compile("<[^>]*>"));
    private static final Notation POLYBAR_TAGS = new Notation(BarFormat::polybar, Pattern.compile("%\\{[^}]*}"));
    private static final Notation TMUX_STYLES = new Notation(BarFormat::tmux, Pattern.compile("#\\[[^]]*]"));

    private final String word;

    BarFormat(String word) {
        this.word = word;
    }

    /**
     * Returns the name on the command line.
     *
     * @return for example {@code waybar}
     */
    public String word() {
        return word;
    }

    /**
     * Finds a format by its name.
     *
     * @param word the name
     * @return the format, or empty if there is none of this name
     */
    public static Optional<BarFormat> named(String word) {
        for (BarFormat format : values()) {
            if (format.word.equals(word)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns what separates one update of a stream from the next.
     *
     * @return lines to print between two of {@link #write}, empty for bars to which each line is an update
     */
    public String separator() {
        return this == SWIFTBAR ? "~~~\n" : "";
    }

    /**
     * Tells whether the bar shows nothing of a program that ends with another exit code than 0.
     *
     * @return {@code true} for Waybar, as its module {@code custom} does so; the others show the last line
     */
    public boolean hidesFailures() {
        return this == WAYBAR;
    }

    /**
     * Writes a reading.
     *
     * @param reading what is to be shown
     * @param color whether to add colours, where the format has them and not the style sheet of the bar
     * @return one line, or several for {@link #SWIFTBAR}, with a line break at the end
     */
    public String write(BarReading reading, boolean color) {
        return switch (this) {
                    case TEXT -> plain(reading, PLAIN);
                    case WAYBAR -> waybar(reading);
                    case POLYBAR ->
                        reading.text(
                                POLYBAR_TAGS,
                                (level, text) -> hex(level, color)
                                        .map(hex -> "%{F" + hex + "}" + text + "%{F-}")
                                        .orElse(text));
                    case I3BLOCKS -> i3blocks(reading, color);
                    case I3STATUS_RUST -> i3statusRust(reading);
                    case TMUX ->
                        reading.text(
                                TMUX_STYLES,
                                (level, text) -> color && level != BarLevel.LOW
                                        ? "#[fg=" + tmuxColor(level) + "]" + text + "#[default]"
                                        : text);
                    case SWIFTBAR -> swiftbar(reading, color);
                    case GENMON -> genmon(reading, color);
                }
                + "\n";
    }

    private static String plain(BarReading reading, Notation notation) {
        return reading.text(notation, (level, text) -> text);
    }

    private static String waybar(BarReading reading) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("text", plain(reading, PANGO));
        members.put("alt", reading.level().word());
        members.put("tooltip", reading.tooltip().stream().map(BarFormat::markup).collect(Collectors.joining("\n")));
        members.put("class", reading.level().word());
        reading.percentage().ifPresent(percent -> members.put("percentage", percent));
        return JsonText.of(members, false);
    }

    private static String i3blocks(BarReading reading, boolean color) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("full_text", plain(reading, PANGO));
        members.put("short_text", markup(reading.shortText()));
        hex(reading.level(), color).ifPresent(hex -> members.put("color", hex));
        members.put("urgent", reading.level() == BarLevel.CRITICAL);
        // Without it, i3bar shows the markup of a template as text.
        members.put("markup", "pango");
        return JsonText.of(members, false);
    }

    private static String i3statusRust(BarReading reading) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(
                "state",
                switch (reading.level()) {
                    case UNKNOWN, LOW -> "Idle";
                    case MID, STALE -> "Info";
                    case HIGH, ERROR -> "Warning";
                    case CRITICAL -> "Critical";
                });
        members.put("text", plain(reading, PANGO));
        members.put("short_text", markup(reading.shortText()));
        return JsonText.of(members, false);
    }

    private static String swiftbar(BarReading reading, boolean color) {
        // The bar would replace what stands between colons by a picture.
        String parameters = " | emojize=false symbolize=false";
        // What a template holds beside values may have such characters as well.
        String text = swiftbar(plain(reading, PLAIN));
        String title = text.isBlank() ? swiftbar(reading.shortText()) : text;
        List<String> menu = reading.tooltip().stream()
                .map(line -> swiftbar(line) + parameters)
                .toList();
        return title + parameters
                + hex(reading.level(), color).map(hex -> " color=" + hex).orElse("") + "\n---\n"
                + String.join("\n", menu);
    }

    private static String genmon(BarReading reading, boolean color) {
        String text = reading.text(
                PANGO,
                (level, segment) -> hex(level, color)
                        .map(hex -> "<span foreground=\"" + hex + "\">" + segment + "</span>")
                        .orElse(segment));
        String tooltip = reading.tooltip().stream().map(BarFormat::markup).collect(Collectors.joining("&#10;"));
        OptionalInt percent = reading.percentage();
        return "<txt>" + text + "</txt><tool>" + tooltip + "</tool>"
                + (percent.isPresent() ? "<bar>" + percent.getAsInt() + "</bar>" : "");
    }

    /** For Pango, which Waybar, i3bar, i3status-rust and the Xfce panel use. */
    private static String markup(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Polybar has no way to escape {@code %{}}. */
    private static String polybar(String value) {
        return value.replace('{', '(').replace('}', ')');
    }

    /** What a job prints is expanded once more, so that a name could run a program by {@code #(…)}. */
    private static String tmux(String value) {
        return value.replace("#", "##");
    }

    /** A bar ends the text of a line, and hyphens at its start make a separator or a submenu. */
    private static String swiftbar(String value) {
        return value.replace('|', '/').replaceFirst("^-+", "");
    }

    /** Readable on dark and on light panels; nothing where all is well. */
    private static Optional<String> hex(BarLevel level, boolean color) {
        if (!color) {
            return Optional.empty();
        }
        return switch (level) {
            case LOW -> Optional.empty();
            case MID -> Optional.of("#b58900");
            case HIGH -> Optional.of("#cb6f16");
            case CRITICAL, ERROR -> Optional.of("#e0443e");
            case STALE, UNKNOWN -> Optional.of("#8a8a8a");
        };
    }

    /** From the 256 colours, because the hexadecimal ones contain what tmux expands. */
    private static String tmuxColor(BarLevel level) {
        return switch (level) {
            case LOW -> "default";
            case MID -> "yellow";
            case HIGH -> "colour208";
            case CRITICAL, ERROR -> "red";
            case STALE, UNKNOWN -> "colour245";
        };
    }
}
