package dev.codexbar.provider.kiro;

import dev.codexbar.core.FetchAttempt;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.provider.kiro.KiroFailure.Remedy;
import dev.codexbar.provider.kiro.report.AcpError;
import dev.codexbar.provider.kiro.report.KiroAcpReader;
import dev.codexbar.provider.kiro.report.KiroAnswer;
import dev.codexbar.provider.kiro.report.KiroProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one place that says what went wrong, why, and what the person can do. What a failure quotes may name home folders
 * until {@link KiroFailure#masked} takes them out.
 */
final class KiroFailures {

    private static final String INSTALL = "Install kiro-cli from https://kiro.dev/docs/cli/ and run `kiro-cli login`.";
    private static final String REINSTALL = "Install kiro-cli again from https://kiro.dev/docs/cli/.";
    private static final String CHECK = "Run `kiro-cli --version` to see whether it works at all.";
    private static final String LOGIN = "Run `kiro-cli login`.";
    private static final String PROFILE = "Run `kiro-cli login` and choose a profile.";
    private static final String LOOK = "Update kiro-cli, or look at https://app.kiro.dev/account/usage.";
    private static final String WAIT =
            "Try again later; https://health.aws.amazon.com/health/status tells whether the service is up.";

    private static final String SLOWER = "Wait a few minutes before you ask again.";

    /** The message of an attempt that found the plan at most. */
    static final String WITHOUT_NUMBERS = "kiro-cli printed no numbers.";

    private static final String INTERNAL_ERROR = "Internal error";

    /** JSON-RPC's number for it. */
    private static final int INTERNAL_ERROR_CODE = -32603;

    private KiroFailures() {}

    static UsageException toException(KiroFailure failure, List<FetchAttempt> attempts) {
        return UsageException.builder(failure.reason(), failure.message())
                .nextStep(failure.nextStep())
                .cause(failure.getCause())
                .attempts(attempts)
                .build();
    }

    static UsageException notInstalled(String what) {
        return new UsageException(Reason.NOT_INSTALLED, "kiro-cli " + what + ".", INSTALL);
    }

    static KiroFailure noTimeLeft() {
        return failure(Reason.TIMED_OUT, "No time was left to ask kiro-cli.", "Allow more time.", Remedy.NONE);
    }

    static KiroFailure noWay(Optional<KiroVersion> version) {
        String name = version.map(known -> "kiro-cli " + known).orElse("This kiro-cli");
        return failure(Reason.UNSUPPORTED, name + " cannot be asked in any of the chosen ways.", LOOK, Remedy.NONE);
    }

    static KiroFailure knownToReachModel() {
        return failure(
                Reason.UNSUPPORTED,
                "Not asked: this kiro-cli sent an earlier question to the model, which costs credits.",
                LOOK,
                Remedy.OTHER_WAY);
    }

    /** A program that could not be run. */
    static KiroFailure of(IOException problem) {
        if (!(problem instanceof ProcessStartException start)) {
            return caused(Reason.FAILED, "kiro-cli could not be run: ", CHECK, Remedy.OTHER_WAY, problem);
        }
        return switch (start.reason()) {
            case NOT_FOUND -> caused(Reason.NOT_INSTALLED, "kiro-cli is gone: ", INSTALL, Remedy.NONE, start);
            case NOT_EXECUTABLE ->
                caused(Reason.FAILED, "kiro-cli cannot be executed: ", REINSTALL, Remedy.NONE, start);
            case TERMINAL_UNAVAILABLE ->
                caused(
                        Reason.UNSUPPORTED,
                        "There is no terminal for kiro-cli: ",
                        "Add codexbar-pty to the application.",
                        Remedy.OTHER_WAY,
                        start);
            case OUT_OF_RESOURCES ->
                caused(
                        Reason.FAILED,
                        "The system has no room for another program: ",
                        "Close some programs and try again.",
                        Remedy.OTHER_WAY,
                        start);
            case NO_WORKING_DIRECTORY, TOO_LARGE, FAILED ->
                caused(Reason.FAILED, "kiro-cli could not be started: ", CHECK, Remedy.OTHER_WAY, start);
        };
    }

    /**
     * A run whose output holds no usage.
     *
     * @param problem what the output says
     * @param result how the run ended
     * @param limit how long it was allowed to take
     * @param used the command line
     */
    static KiroFailure of(KiroProblem problem, ProcessResult result, Duration limit, KiroCommands.Command used) {
        return switch (problem.kind()) {
            case EMPTY_OUTPUT, INCOMPLETE_OUTPUT, UNREADABLE -> {
                KiroFailure failure = ofEnding(problem, result, limit);
                yield used.needs().contains(Feature.ENGINE_WORDLESSLY) && Feature.isWordless(result)
                        ? failure.missing(Feature.ENGINE_WORDLESSLY)
                        : failure;
            }
            case UNSUPPORTED_FLAG -> {
                // What does not end on a flag that it refuses has not refused it, whatever its output says.
                yield of(problem).missing(Feature.ofChat(Feature.isFailure(result) ? result.text() : "", used.needs()));
            }
            default -> of(problem);
        };
    }

    /** What Kiro or its service says is wrong. */
    static KiroFailure of(KiroProblem problem) {
        Optional<String> words = problem.message();
        return switch (problem.kind()) {
            case NOT_LOGGED_IN ->
                failure(Reason.NOT_LOGGED_IN, told("kiro-cli is not signed in", words), LOGIN, Remedy.NONE);
            case LOGIN_EXPIRED ->
                failure(
                        Reason.LOGIN_EXPIRED,
                        told("The login of kiro-cli has expired", words),
                        LOGIN,
                        // The program renews its token on the way, so the next question often passes.
                        saysToken(words) ? Remedy.ASK_AGAIN : Remedy.NONE);
            case UNAVAILABLE ->
                lacksProfile(words)
                        ? failure(Reason.NOT_LOGGED_IN, told("kiro-cli has no profile", words), PROFILE, Remedy.NONE)
                        : failure(
                                Reason.UNAVAILABLE,
                                told("Kiro's service did not answer", words),
                                WAIT,
                                Remedy.ASK_AGAIN);
            case RATE_LIMITED ->
                failure(
                        Reason.RATE_LIMITED,
                        told("Kiro's service is rate limiting requests", words),
                        SLOWER,
                        Remedy.NONE);
            case REACHED_MODEL ->
                failure(
                        Reason.UNSUPPORTED,
                        told("kiro-cli sent the question to the model, which cost credits", words),
                        "Update this library, or use the strategy ACP only.",
                        Remedy.NEVER_AGAIN);
            case UNSUPPORTED_FLAG ->
                failure(
                        Reason.UNSUPPORTED,
                        told("kiro-cli does not accept this way of asking", words),
                        LOOK,
                        Remedy.OTHER_WAY);
            case EMPTY_OUTPUT, INCOMPLETE_OUTPUT, UNREADABLE ->
                failure(
                        Reason.UNREADABLE,
                        told("kiro-cli gave an answer that cannot be read", words),
                        LOOK,
                        Remedy.OTHER_WAY);
        };
    }

    /**
     * An agent that answered with an error.
     *
     * @param error the error
     * @param used the command line
     */
    static KiroFailure of(AcpError error, KiroCommands.Command used) {
        if (isUnknownMethod(error)) {
            // By the reader of problems, which cleans the words.
            AcpError unknown = new AcpError(AcpError.METHOD_NOT_FOUND, error.message());
            Optional<String> words = problemIn(KiroAcpReader.problem(unknown)).message();
            return failure(
                            Reason.UNSUPPORTED,
                            told("This engine of kiro-cli does not report the usage", words),
                            LOOK,
                            Remedy.OTHER_WAY)
                    .missing(engineOf(used));
        }
        KiroProblem problem = problemIn(KiroAcpReader.problem(error));
        KiroFailure failure = of(problem);
        // The engine itself may be at fault, so the next one is asked rather than this one again.
        return used == KiroCommands.Command.ACP_V3 && failure.reason() == Reason.UNAVAILABLE
                ? failure.with(Remedy.OTHER_WAY)
                : failure;
    }

    /** Engine v3 reports a method that it does not know as an internal error. */
    private static boolean isUnknownMethod(AcpError error) {
        String words = error.message();
        return error.code() == AcpError.METHOD_NOT_FOUND
                || (error.code() == INTERNAL_ERROR_CODE
                        && (words.isEmpty()
                                || words.contains("has no persistence classification")
                                || words.contains("Unknown ext method")));
    }

    /**
     * Returns the feature that a failing ACP command shows to be missing. Without an engine to name there is none: only
     * the words of the program show that it does not know {@code acp}.
     */
    private static @Nullable Feature engineOf(KiroCommands.Command used) {
        return switch (used) {
            case ACP_V3 -> Feature.ACP_ENGINE_V3;
            case ACP_V2 -> Feature.ACP_ENGINE_V2;
            default -> null;
        };
    }

    /**
     * An agent that exited, or had to be ended, without an answer.
     *
     * @param printed what its output says
     * @param result how it ended
     * @param limit how long it was allowed to take
     * @param used the command line
     * @param sentMessages whether it sent any message of the protocol
     */
    static KiroFailure ofSilentAgent(
            KiroProblem printed,
            ProcessResult result,
            Duration limit,
            KiroCommands.Command used,
            boolean sentMessages) {
        if (printed.kind().isNamed()) {
            return of(printed);
        }
        if (result.ending() == ProcessResult.Ending.TIMED_OUT) {
            return failure(
                    Reason.TIMED_OUT,
                    told(
                            "kiro-cli did not answer in time (" + seconds(limit)
                                    + "); its first start after an update may take over a minute",
                            printed.message()),
                    "Try again; if it stays like this, allow more time.",
                    // Each way is given all the time that is left, so none is left for another.
                    Remedy.NONE);
        }
        if (sentMessages) {
            return ofEnding(printed, result, limit);
        }
        if (Feature.isAcpUnknown(result)) {
            return unsupported("This kiro-cli does not know acp", printed).missing(Feature.ACP);
        }
        if (Feature.isAcpEngineFlagUnknown(result)) {
            return unsupported("acp of this kiro-cli knows no engines", printed).missing(Feature.ACP_AGENT_ENGINE);
        }
        if (Feature.isAcpEngineRefused(result)) {
            return unsupported("kiro-cli does not have this engine", printed).missing(engineOf(used));
        }
        if (Feature.isWordless(result)) {
            return unsupported("acp of this kiro-cli prints nothing", printed)
                    .missing(used == KiroCommands.Command.ACP_V3 ? Feature.ACP_WORDLESSLY : engineOf(used));
        }
        return ofEnding(printed, result, limit);
    }

    private static KiroFailure unsupported(String what, KiroProblem printed) {
        return failure(Reason.UNSUPPORTED, told(what, printed.message()), LOOK, Remedy.OTHER_WAY);
    }

    /** Returns the problem among an answer; a usage in a place where none belongs is one. */
    static KiroProblem problemIn(KiroAnswer answer) {
        return answer instanceof KiroProblem problem ? problem : KiroProblem.of(KiroProblem.Kind.UNREADABLE);
    }

    private static KiroFailure ofEnding(KiroProblem problem, ProcessResult result, Duration limit) {
        return switch (result.ending()) {
            case TIMED_OUT ->
                failure(
                        Reason.TIMED_OUT,
                        told("kiro-cli did not answer in time (" + seconds(limit) + ")", problem.message()),
                        "Run `kiro-cli` once to see what it waits for, or allow more time.",
                        // Each way is given all the time that is left, so none is left for another.
                        Remedy.NONE);
            case OUTPUT_LIMIT -> failure(Reason.UNREADABLE, "kiro-cli printed without end.", LOOK, Remedy.OTHER_WAY);
            default -> {
                int exit = result.exitCode().orElse(0);
                if (exit != 0) {
                    yield failure(
                            Reason.FAILED,
                            told("kiro-cli failed with exit code " + exit, problem.message()),
                            "Run `kiro-cli doctor`.",
                            Remedy.OTHER_WAY);
                }
                String message = switch (problem.kind()) {
                    case EMPTY_OUTPUT -> "kiro-cli ended without an answer.";
                    case INCOMPLETE_OUTPUT -> "The report of kiro-cli broke off.";
                    default -> told("The answer of kiro-cli cannot be read", problem.message());
                };
                yield failure(Reason.UNREADABLE, message, LOOK, Remedy.OTHER_WAY);
            }
        };
    }

    /** Returns the failure that tells the person most; of equal ones the first. */
    static KiroFailure mostTelling(List<KiroFailure> failures) {
        KiroFailure best = failures.get(0);
        for (KiroFailure failure : failures) {
            best = rank(failure) > rank(best) ? failure : best;
        }
        return best;
    }

    private static int rank(KiroFailure failure) {
        if (failure.remedy() != Remedy.OTHER_WAY) {
            return failure.remedy() == Remedy.NEVER_AGAIN ? 4 : 3;
        }
        return switch (failure.reason()) {
            case UNSUPPORTED -> 0;
            case UNREADABLE -> 1;
            default -> 2;
        };
    }

    private static KiroFailure failure(Reason reason, String message, String nextStep, Remedy remedy) {
        return new KiroFailure(reason, message, nextStep, remedy, null, null);
    }

    private static KiroFailure caused(Reason reason, String what, String nextStep, Remedy remedy, IOException cause) {
        String words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        // Not with the exception itself: the names of people are in its paths, and a log shows causes as they are.
        return new KiroFailure(reason, what + words, nextStep, remedy, null, null);
    }

    private static String told(String what, Optional<String> words) {
        return what
                + words.map(KiroFailures::withoutInternalError)
                        .filter(text -> !text.isEmpty())
                        .map(text -> ": " + text)
                        .orElse(".");
    }

    /** Returns words without the two that say nothing: the agent puts them in front of every error. */
    static String withoutInternalError(String words) {
        String text = words.strip();
        if (!text.regionMatches(true, 0, INTERNAL_ERROR, 0, INTERNAL_ERROR.length())) {
            return text;
        }
        String rest = text.substring(INTERNAL_ERROR.length());
        return rest.startsWith(":") || rest.startsWith(".") || rest.isEmpty()
                ? rest.replaceFirst("^[:.]\\s*", "")
                : text;
    }

    private static boolean lacksProfile(Optional<String> words) {
        return words.filter(text -> text.contains("Invalid profileArn")).isPresent();
    }

    private static boolean saysToken(Optional<String> words) {
        return words.filter(text -> text.toLowerCase(Locale.ROOT).contains("token"))
                .isPresent();
    }

    private static String seconds(Duration time) {
        double seconds = Math.max(100, time.toMillis()) / 1000.0;
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
