package dev.codexbar.provider.copilot.report;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.support.JsonReply;
import dev.codexbar.provider.support.JsonRpc;
import dev.codexbar.provider.support.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what the GitHub Copilot CLI answers to {@code account.getCurrentAuth}, as seen in 1.0.102.
 *
 * <p>The CLI serves answers of GitHub from a file for up to an hour, without a mark. The snapshot therefore carries the
 * instant at which GitHub counted, in a detail as well.
 *
 * @since 0.1.0
 */
public final class CopilotCliReader {

    private static final String TOOL = "the Copilot CLI";
    private static final Pattern STATUS = Pattern.compile("\\(([1-9]\\d{2})\\)");

    private CopilotCliReader() {}

    /**
     * Returns the usage.
     *
     * @param reply the answer
     * @param now the present instant
     * @return a snapshot to complete and build, of the instant at which GitHub counted
     * @throws UsageException if there is no usage in the answer
     */
    public static UsageSnapshot.Builder read(JsonReply reply, Instant now) throws UsageException {
        if (reply.error().isPresent()) {
            throw refusal(reply.error().get());
        }
        JsonValue result =
                reply.result().filter(JsonValue::isObject).orElseThrow(() -> CopilotProblems.unreadable(TOOL));
        JsonValue login = result.get("authInfo");
        if (!login.isObject()) {
            throw withoutLogin(result.get("authErrors").elements());
        }
        CopilotUser user =
                CopilotUser.read(login.get("copilotUser")).orElseThrow(() -> CopilotProblems.unreadable(TOOL));
        if (user.mayStillSignUp() && user.quotas().isEmpty()) {
            throw CopilotProblems.withoutCopilot();
        }
        return CopilotSnapshots.cached(user, now);
    }

    /**
     * Returns the failure of a Copilot CLI that ended without an answer.
     *
     * @param exitCode its exit code
     * @param error its standard error
     * @return a failure
     */
    public static UsageException ended(int exitCode, String error) {
        String words = error.toLowerCase(Locale.ROOT);
        // The AWS tool of the same name says "unknown flag".
        if (words.contains("unknown option") || words.contains("unknown flag")) {
            return tooOld();
        }
        return new UsageException(
                Reason.FAILED,
                "The Copilot CLI ended without an answer (exit code " + exitCode + ").",
                "Run `copilot` once, or install gh.");
    }

    private static UsageException refusal(JsonReply.Failure error) {
        if (error.code() == JsonRpc.METHOD_NOT_FOUND) {
            return tooOld();
        }
        return error.message().toLowerCase(Locale.ROOT).contains("not authenticated")
                ? CopilotProblems.signedOut(TOOL)
                : CopilotProblems.unreadable(TOOL);
    }

    private static UsageException withoutLogin(List<JsonValue> errors) {
        for (JsonValue error : errors) {
            String words = error.text().orElse("");
            Matcher status = STATUS.matcher(words);
            if (status.find() && Integer.parseInt(status.group(1)) >= 400) {
                return CopilotProblems.ofStatus(
                        Integer.parseInt(status.group(1)),
                        words.toLowerCase(Locale.ROOT).contains("rate limit"));
            }
            if (words.toLowerCase(Locale.ROOT).contains("fetch failed")) {
                return CopilotProblems.offline(TOOL);
            }
        }
        return errors.isEmpty()
                ? CopilotProblems.signedOut(TOOL)
                : new UsageException(
                        Reason.FAILED, "The Copilot CLI could not read its account.", "Run `copilot` once.");
    }

    private static UsageException tooOld() {
        return new UsageException(
                Reason.UNSUPPORTED,
                "This Copilot CLI is too old to report the usage, or it is another program of that name.",
                "Run `copilot update`, or install gh from https://cli.github.com/.");
    }
}
