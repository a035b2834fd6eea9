package dev.codexbar.core;

import dev.codexbar.core.terminal.TerminalText;

/** Makes ids out of names that tools print: free text of any length and script, which may hold identity. */
final class Slug {

    private static final int MAX_LENGTH = 64;

    /** Characters of a name that are looked at; far more than an id can hold. */
    private static final int MAX_NAME = 1000;

    private static final String UNNAMED = "unnamed";

    private Slug() {}

    /**
     * Returns the letters a to z and the digits of a name, with single hyphens in place of everything between them.
     * E-mail addresses and other identity are left out.
     */
    static String of(String name) {
        // Cleaned before it is masked, so that no control character hides an address.
        String plain = IdentityMask.mask(TerminalText.singleLine(name, MAX_NAME));
        StringBuilder slug = new StringBuilder();
        boolean gap = false;
        for (int i = 0; i < plain.length() && slug.length() + 1 < MAX_LENGTH; i++) {
            char c = lowerCase(plain.charAt(i));
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                if (gap && slug.length() > 0) {
                    slug.append('-');
                }
                slug.append(c);
                gap = false;
            } else {
                gap = true;
            }
        }
        return slug.length() == 0 ? UNNAMED : slug.toString();
    }

    /** Of ASCII letters only, as {@code String.toLowerCase} makes letters and marks out of others. */
    private static char lowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
