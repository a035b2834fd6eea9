package dev.codexbar.provider.codex;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.provider.codex.report.CodexProblem;
import dev.codexbar.provider.support.ToolFailures;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one place that says what went wrong, why, and what the person can do. Never in the words of Codex: its errors
 * quote the e-mail address and the account.
 */
final class CodexFailures {

    private static final String INSTALL =
            "Install Codex from https://developers.openai.com/codex/cli and run `codex login`.";
    private static final String CHECK = "Run `codex --version` to see whether it works at all.";
    private static final String LOGIN = "Run `codex login`.";
    private static final String UPDATE = "Update Codex, or look at https://chatgpt.com/codex/settings/usage.";
    private static final String WAIT = "Try again later; https://status.openai.com/ tells whether the service is up.";

    /** Of env and of shells: the program exists, but not what runs it. */
    private static final Pattern NO_NODE = Pattern.compile("\\bnode'?: (?:No such file|not found)");

    /** What is common to all programs. */
    static final ToolFailures TOOL = new ToolFailures("codex", INSTALL, CHECK);

    /** Codex does not pass on the service's Retry-After. */
    private static final Duration PAUSE = Duration.ofMinutes(2);

    private CodexFailures() {}

    /** What Codex or its service says is wrong. */
    static UsageException of(CodexProblem problem) {
        return switch (problem) {
            case NOT_LOGGED_IN -> failure(Reason.NOT_LOGGED_IN, "No account is signed in to Codex.", LOGIN);
            case API_KEY ->
                failure(
                        Reason.UNSUPPORTED,
                        "Codex uses an API key, which is paid by use and has no quota.",
                        "Run `codex login` to use a ChatGPT plan, or look at https://platform.openai.com/usage.");
            case OTHER_SERVICE ->
                failure(
                        Reason.UNSUPPORTED,
                        "Codex is set up for a service that tells it no quota.",
                        "Look at the usage page of that service.");
            case TOKEN_REFUSED, LOGIN_EXPIRED ->
                failure(Reason.LOGIN_EXPIRED, "The login of Codex has expired.", LOGIN);
            case RATE_LIMITED ->
                UsageException.builder(Reason.RATE_LIMITED, "The service of Codex wants fewer requests.")
                        .nextStep("Wait a few minutes before you ask again.")
                        .retryAfter(PAUSE)
                        .build();
            case SERVICE_FAILED -> failure(Reason.UNAVAILABLE, "The service of Codex did not answer properly.", WAIT);
            case NOT_REACHED ->
                failure(
                        Reason.UNAVAILABLE,
                        "Codex could not reach its service.",
                        "Check the network and the proxy; for certificates of your own, set CODEX_CA_CERTIFICATE.");
            case POLICY_MISSING ->
                failure(Reason.UNAVAILABLE, "Codex could not load the rules of your organisation.", WAIT);
            case UNDECODABLE ->
                failure(Reason.UNREADABLE, "This version of Codex cannot read the answer of its service.", UPDATE);
            case UNKNOWN_REQUEST ->
                failure(Reason.UNSUPPORTED, "This version of Codex does not tell its quota.", UPDATE);
            case UNREADABLE -> failure(Reason.UNREADABLE, "Codex gave an answer that cannot be read.", UPDATE);
        };
    }

    static UsageException tooOld(CodexVersion version) {
        return failure(
                Reason.UNSUPPORTED,
                "Codex " + version + " does not tell its quota; that takes 0.49 or later.",
                "Update Codex.");
    }

    /** A program that does not tell its version is asked nothing: before 0.43 a question would be a prompt. */
    static UsageException unknownVersion(ProcessResult result, Duration limit) {
        if (result.ending() == ProcessResult.Ending.TIMED_OUT) {
            return TOOL.timedOut(limit);
        }
        UsageException known = ofWords(result);
        return known != null
                ? known
                : failure(
                        Reason.UNSUPPORTED,
                        "Codex was not asked, because it did not tell its version.",
                        "Run `codex --version`, and update Codex.");
    }

    static UsageException withoutHome() {
        return failure(
                Reason.FAILED,
                "Codex was not asked, because no home folder is known in which it could keep its login.",
                "Set HOME or CODEX_HOME to an absolute path.");
    }

    static UsageException withoutIndex() {
        return failure(
                Reason.FAILED,
                "Codex was not asked, because it would first index all its sessions, which must not be interrupted.",
                "Start Codex once and let it finish.");
    }

    static UsageException anotherFetchRuns() {
        return failure(
                Reason.TIMED_OUT, "Another fetch is still waiting for Codex.", "Try again later, or allow more time.");
    }

    static UsageException tooLittleTime(Duration least) {
        return failure(
                Reason.TIMED_OUT,
                "Codex was not asked: in so little time it could not be ended without harm.",
                "Allow at least " + least.toSeconds() + " seconds for Codex.");
    }

    /** A run that ended before Codex told anything. */
    static UsageException ofSilence(ProcessResult result, Duration limit) {
        UsageException known = ofWords(result);
        if (known != null) {
            return known;
        }
        return switch (result.ending()) {
            case TIMED_OUT, IDLE -> TOOL.timedOut(limit);
            case OUTPUT_LIMIT -> failure(Reason.UNREADABLE, "Codex printed more than can be an answer.", UPDATE);
            case SATISFIED, EXITED ->
                failure(
                        Reason.FAILED,
                        "Codex ended before it answered"
                                + (result.exitCode().isPresent()
                                        ? ", with exit code "
                                                + result.exitCode().getAsInt()
                                        : "")
                                + ".",
                        "Start Codex once to see what is wrong.");
        };
    }

    /** Returns what the words on standard error mean, or {@code null} if they are not known. */
    private static @Nullable UsageException ofWords(ProcessResult result) {
        String text = result.text();
        if (text.contains("CODEX_HOME points to")) {
            return failure(
                    Reason.FAILED, "The folder in CODEX_HOME does not exist.", "Create it, or unset CODEX_HOME.");
        }
        if (text.contains("timed out waiting for state db backfill")) {
            return failure(
                    Reason.TIMED_OUT,
                    "Codex is still indexing its sessions, or was interrupted while it did.",
                    "Start Codex once and let it finish; after an interruption that works 15 minutes later.");
        }
        if (text.contains("failed to initialize sqlite state runtime")) {
            return failure(
                    Reason.FAILED, "Codex cannot write into its home folder.", "Make the folder ~/.codex writable.");
        }
        if (NO_NODE.matcher(text).find()) {
            return failure(
                    Reason.NOT_INSTALLED, "Node.js, which runs this Codex, is not on PATH.", "Put node on PATH.");
        }
        if (text.contains("Missing optional dependency")) {
            return failure(Reason.FAILED, "The installation of Codex is incomplete.", "Install Codex again.");
        }
        if (text.contains("No such device or address (os error 6)")
                || text.contains("cursor position could not be read")) {
            return failure(Reason.UNSUPPORTED, "This version of Codex does not tell its quota.", UPDATE);
        }
        return null;
    }

    private static UsageException failure(Reason reason, String message, String nextStep) {
        return new UsageException(reason, message, nextStep);
    }
}
