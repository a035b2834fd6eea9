package dev.codexbar.provider.codex;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of {@code codex}.
 *
 * @param major the first number
 * @param minor the second number, which tells what {@code app-server} can do
 * @param text the whole version as it was printed
 */
record CodexVersion(int major, int minor, String text) {

    /**
     * The first one that answers {@code account/rateLimits/read}. Up to 0.42 {@code app-server} is no command: the word
     * is taken for a prompt and, in a terminal, sent to the model. Measured with the programs 0.36 to 0.49.
     */
    private static final int FIRST_SUPPORTED_MINOR = 49;

    /** The first one that indexes all sessions at its start if it finds no index. */
    private static final int FIRST_INDEXING_MINOR = 115;

    private static final Pattern OWN_LINE =
            Pattern.compile("(?m)^codex-cli (\\d{1,6})\\.(\\d{1,6})\\.\\d{1,6}[-+.\\w]{0,40}(?!\\S)");

    private static final int NAME_LENGTH = "codex-cli ".length();

    /** Reads what {@code codex --version} prints, such as {@code codex-cli 0.171.0}, possibly between warnings. */
    static Optional<CodexVersion> read(String text) {
        Matcher line = OWN_LINE.matcher(text);
        return line.find()
                ? Optional.of(new CodexVersion(
                        Integer.parseInt(line.group(1)),
                        Integer.parseInt(line.group(2)),
                        line.group().substring(NAME_LENGTH)))
                : Optional.empty();
    }

    boolean isSupported() {
        return isFrom(FIRST_SUPPORTED_MINOR);
    }

    boolean indexesSessions() {
        return isFrom(FIRST_INDEXING_MINOR);
    }

    private boolean isFrom(int firstMinor) {
        return major > 0 || minor >= firstMinor;
    }

    @Override
    public String toString() {
        return text;
    }
}
