package dev.codexbar.server.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The files that the page refers to. They hold nothing about any usage. Stateless.
 *
 * @since 0.1.0
 */
public final class PageAssets {

    private PageAssets() {}

    /** Read on first use, so that a server whose page is not opened keeps none of it. */
    private static final class Holder {

        static final Map<String, Asset> FILES = Map.of(
                "page.css", read("page.css", "text/css; charset=utf-8"),
                "page.js", read("page.js", "text/javascript; charset=utf-8"),
                "manifest.webmanifest", read("manifest.webmanifest", "application/manifest+json; charset=utf-8"));

        static final String VERSION = version();

        private static Asset read(String name, String mediaType) {
            try (InputStream stream = PageAssets.class.getResourceAsStream(name)) {
                return new Asset(mediaType, Objects.requireNonNull(stream, name).readAllBytes());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        private static String version() {
            CRC32 sum = new CRC32();
            FILES.values().stream().map(Asset::content).sorted(Arrays::compare).forEach(sum::update);
            return Long.toHexString(sum.getValue());
        }
    }

    /**
     * A file.
     *
     * @param mediaType its media type
     * @param content its bytes
     * @since 0.1.0
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Asset(String mediaType, byte[] content) {}

    /**
     * Returns a file.
     *
     * @param name its name, such as {@code page.css}
     * @return the file, or empty if there is none with this name
     */
    public static Optional<Asset> named(String name) {
        return Optional.ofNullable(Holder.FILES.get(name));
    }

    /** Returns a text that changes when the style sheet or the script does. */
    static String version() {
        return Holder.VERSION;
    }

    /**
     * Returns the icon of the page with a percentage in it.
     *
     * @param usedPercent the percentage, or empty for none
     * @return an image in SVG
     */
    public static String favicon(Optional<Integer> usedPercent) {
        Level level = usedPercent.map(Level::of).orElse(Level.UNKNOWN);
        String color = switch (level) {
            case UNKNOWN -> "#6b6b66";
            case LOW -> "#2b6f5b";
            case HIGH -> "#8f5a00";
            case CRITICAL -> "#b3261e";
        };
        return icon(color, usedPercent.map(String::valueOf).orElse("–"));
    }

    /**
     * Returns a neutral icon for a provider: its initials on its colour.
     *
     * @param name what the provider is called
     * @param color its colour, as {@code #RRGGBB}, or empty if it has none
     * @return an image in SVG
     */
    public static String providerIcon(String name, Optional<String> color) {
        return icon(color.filter(hex -> hex.matches("#[0-9A-Fa-f]{6}")).orElse("#6e6e6e"), initials(name));
    }

    /** Those of two words, or two letters of one; letters and digits only, as XML reserves other characters. */
    private static String initials(String name) {
        String[] words = Wording.clean(name).split("[^\\p{L}\\p{Nd}]+", -1);
        StringBuilder initials = new StringBuilder();
        for (String word : words) {
            if (!word.isEmpty() && initials.length() < 2) {
                initials.appendCodePoint(Character.toUpperCase(word.codePointAt(0)));
                if (words.length == 1 && word.codePointCount(0, word.length()) > 1) {
                    initials.appendCodePoint(word.codePointAt(word.offsetByCodePoints(0, 1)));
                }
            }
        }
        return initials.length() == 0 ? "?" : initials.toString();
    }

    /** The text holds no character that XML reserves. */
    private static String icon(String color, String text) {
        int size = text.length() == 1 ? 20 : text.length() == 2 ? 17 : 14;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><rect width=\"32\" height=\"32\" rx=\"8\""
                + " fill=\"" + color + "\"/><text x=\"16\" y=\"" + (16 + size * 0.36) + "\" font-size=\"" + size
                + "\" font-family=\"Inter,system-ui,sans-serif\" font-weight=\"700\" text-anchor=\"middle\" fill=\""
                + (isLight(color) ? "#1b1b19" : "#fff") + "\">" + text + "</text></svg>";
    }

    /** As WCAG defines relative luminance, without its correction for the darkest colours. */
    private static boolean isLight(String color) {
        double red = Math.pow(Integer.parseInt(color.substring(1, 3), 16) / 255.0, 2.2);
        double green = Math.pow(Integer.parseInt(color.substring(3, 5), 16) / 255.0, 2.2);
        double blue = Math.pow(Integer.parseInt(color.substring(5, 7), 16) / 255.0, 2.2);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.25;
    }
}
