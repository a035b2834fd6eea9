package dev.codexbar.json;

import java.util.Locale;
import java.util.Optional;

/** How names and texts look in a document. */
final class JsonNames {

    private static final char REPLACEMENT = '\ufffd';

    private JsonNames() {}

    /** {@code SLIGHTLY_AHEAD} is published as {@code slightlyAhead}. */
    static String camelCase(Enum<?> constant) {
        String[] parts = constant.name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder name = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            name.append(Character.toUpperCase(parts[i].charAt(0))).append(parts[i], 1, parts[i].length());
        }
        return name.toString();
    }

    /** The constant with a published name, or empty if a later version added it. */
    static <E extends Enum<E>> Optional<E> constant(Class<E> type, String published) {
        for (E constant : type.getEnumConstants()) {
            if (camelCase(constant).equals(published)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    /** The text with every lone surrogate replaced; the same text if it holds none. */
    static String unicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return withoutLoneSurrogates(text, i);
            }
        }
        return text;
    }

    private static String withoutLoneSurrogates(String text, int start) {
        StringBuilder clean = new StringBuilder(text);
        for (int i = start; i < clean.length(); i++) {
            char c = clean.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < clean.length()
                    && Character.isLowSurrogate(clean.charAt(i + 1))) {
                i++;
            } else {
                clean.setCharAt(i, REPLACEMENT);
            }
        }
        return clean.toString();
    }
}
