package dev.codexbar.provider.copilot.report;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.support.JsonValue;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code gh api /copilot_internal/user} printed.
 *
 * <p>The exit codes are those of {@code gh help exit-codes}; the messages are those of gh 2.23.0.
 *
 * @since 0.1.0
 */
public final class GhReader {

    private static final String TOOL = "gh";

    /** What {@code gh help exit-codes} calls "requires authentication". */
    private static final int SIGNED_OUT = 4;

    private static final Pattern STATUS = Pattern.compile("\\bHTTP ([1-9]\\d{2})\\b");

    private GhReader() {}

    /**
     * Returns the usage.
     *
     * @param exitCode the exit code of {@code gh}
     * @param output its standard output
     * @param error its standard error
     * @param now the present instant, which becomes that of the snapshot
     * @return a snapshot to complete and build
     * @throws UsageException if there is no usage in the answer
     */
    public static UsageSnapshot.Builder read(int exitCode, byte[] output, String error, Instant now)
            throws UsageException {
        if (exitCode != 0) {
            throw problem(exitCode, error);
        }
        CopilotUser user = CopilotUser.read(json(output)).orElseThrow(() -> CopilotProblems.unreadable(TOOL));
        if (user.mayStillSignUp() && user.quotas().isEmpty()) {
            throw CopilotProblems.withoutCopilot();
        }
        return CopilotSnapshots.fresh(user, now);
    }

    private static JsonValue json(byte[] output) {
        try {
            return JsonValue.read(output);
        } catch (IOException noJson) {
            return JsonValue.NOTHING;
        }
    }

    private static UsageException problem(int exitCode, String error) {
        String words = error.toLowerCase(Locale.ROOT);
        if (exitCode == SIGNED_OUT || words.contains("gh auth login")) {
            return CopilotProblems.signedOut(TOOL);
        }
        int status = 0;
        // The last one: gh prints notices first.
        for (Matcher matcher = STATUS.matcher(error); matcher.find(); ) {
            status = Integer.parseInt(matcher.group(1));
        }
        if (status >= 400) {
            return CopilotProblems.ofStatus(status, words.contains("rate limit"));
        }
        if (words.contains("error connecting to") || words.contains("dial tcp") || words.contains("get \"https://")) {
            return CopilotProblems.offline(TOOL);
        }
        if (words.contains("unknown command")) {
            return new UsageException(Reason.UNSUPPORTED, "This gh has no `gh api` command.", "Update gh.");
        }
        return new UsageException(Reason.FAILED, "gh failed with exit code " + exitCode + ".", "Run `gh auth status`.");
    }
}
