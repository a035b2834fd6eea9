package dev.codexbar.cli;

import dev.codexbar.core.HomePaths;
import dev.codexbar.core.IdentityMask;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.terminal.CharacterWidth;
import dev.codexbar.core.terminal.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Text from outside, made fit for the terminal it goes to. */
final class Lines {

    /** Longer texts than this say nothing to a person. */
    private static final int LONGEST = 1000;

    private Lines() {}

    /** One line without control characters, for text from any source. */
    static String clean(String text) {
        return TerminalText.singleLine(text, LONGEST);
    }

    /** One line without control characters and without identity, be it split by escape sequences. */
    static String masked(String text) {
        return clean(IdentityMask.mask(whole(text)));
    }

    /** The same, with {@code ~} for the home folder: a shell understands it, and so the person can use the path. */
    static String masked(String text, Map<String, String> environment) {
        return masked(HomePaths.of(environment).abbreviate(whole(text)));
    }

    /** What is wrong with a provider, with {@code ~} for the home folder in the paths of its jar. */
    static String notLoaded(UsageProviders.Failure failure, Map<String, String> environment) {
        return masked("Not loaded: " + problem(failure), environment);
    }

    /** What is wrong with a provider. Not masked: the whole sentence is masked later, with ~ for the home folder. */
    static String problem(UsageProviders.Failure failure) {
        return failure.provider() + ": " + failure.reason();
    }

    /** One line without control characters, however long: what is cut first may hide half an address from a mask. */
    static String whole(String text) {
        return TerminalText.singleLine(text);
    }

    /** What went wrong, in one line without identity: never a stack trace. */
    static String fault(Throwable fault) {
        String name = fault.getClass().getSimpleName();
        return fault.getMessage() == null ? name : masked(name + ": " + fault.getMessage());
    }

    /** The text with blanks behind it up to a number of columns. */
    static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - CharacterWidth.of(text)));
    }

    /** The text in lines of at most so many columns, broken at blanks where there are any. */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && CharacterWidth.of(line + " " + word) > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            if (line.length() > 0) {
                line.append(' ');
            }
            line.append(word);
            while (CharacterWidth.of(line) > columns) {
                int end = fitting(line, columns);
                lines.add(line.substring(0, end));
                line.delete(0, end);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /** How many characters fit; at least one code point, so that cutting goes on. */
    private static int fitting(CharSequence text, int columns) {
        int end = Character.charCount(Character.codePointAt(text, 0));
        while (end < text.length()) {
            int next = end + Character.charCount(Character.codePointAt(text, end));
            if (CharacterWidth.of(text.subSequence(0, next)) > columns) {
                break;
            }
            end = next;
        }
        return end;
    }
}
