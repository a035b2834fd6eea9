package dev.codexbar.micrometer;

import dev.codexbar.core.AccountIdentity;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which texts of an answer may become the value of a tag: short, plain, and without identity. */
final class TagValues {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern UNIT = Pattern.compile("[A-Za-z][A-Za-z0-9 ._/-]{0,31}");

    private static final int LONG_NAME = 5;

    private TagValues() {}

    static boolean isPlainId(String text) {
        return ID.matcher(text).matches();
    }

    static boolean isPlainUnit(String text) {
        return UNIT.matcher(text).matches();
    }

    /**
     * Returns whether a text holds a name of the account, in any spelling that ids may have: a bonus may be called
     * after the organisation it was given to, with hyphens or run together. A short name counts only as a whole word,
     * because it is part of many others.
     */
    static boolean holdsIdentity(String text, AccountIdentity identity) {
        String words = words(text);
        Optional<String> email = identity.accountEmail();
        return Stream.of(
                        email,
                        email.map(TagValues::localPart),
                        identity.accountOrganization(),
                        identity.loginMethod().filter(method -> method.contains("@")))
                .flatMap(Optional::stream)
                .map(TagValues::words)
                .filter(name -> name.length() > 2)
                .anyMatch(name -> isNamed(words, name));
    }

    private static boolean isNamed(String words, String name) {
        String runTogether = runTogether(name);
        return words.contains(name)
                || words.contains("-" + runTogether + "-")
                || (runTogether.length() >= LONG_NAME && runTogether(words).contains(runTogether));
    }

    private static String runTogether(String words) {
        return words.replace("-", "");
    }

    private static String localPart(String email) {
        int at = email.indexOf('@');
        return at < 0 ? email : email.substring(0, at);
    }

    /** Returns the letters and digits of a text in lower case, with one hyphen before, between and after its words. */
    private static String words(String text) {
        StringBuilder words = new StringBuilder("-");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                words.append((char) (c + ('a' - 'A')));
            } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                words.append(c);
            } else if (words.charAt(words.length() - 1) != '-') {
                words.append('-');
            }
        }
        if (words.charAt(words.length() - 1) != '-') {
            words.append('-');
        }
        return words.toString();
    }
}
