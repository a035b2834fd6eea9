package dev.codexbar.provider.kiro.report;

import dev.codexbar.provider.kiro.report.KiroProblem.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the CLI's errors by the beginning of a line. The same words elsewhere in a line, in a tip or a banner, are
 * no error.
 */
final class ErrorReader {

    /** Words that stand for a kind of error. */
    private record Rule(String words, Kind kind) {}

    /** Beginnings of lines. */
    private static final List<Rule> RULES = List.of(
            new Rule("Not logged in. ", Kind.NOT_LOGGED_IN),
            new Rule("You are not logged in", Kind.NOT_LOGGED_IN),
            new Rule("Login is required to use ", Kind.NOT_LOGGED_IN),
            new Rule("Failed to initialize auth portal", Kind.NOT_LOGGED_IN),
            new Rule("OAuth error", Kind.NOT_LOGGED_IN),
            new Rule("Your login session has expired", Kind.LOGIN_EXPIRED),
            new Rule("Authentication failed. Your API key may be invalid or expired", Kind.LOGIN_EXPIRED),
            new Rule("Conflicting options: ", Kind.UNSUPPORTED_FLAG),
            new Rule("unexpected argument '--", Kind.UNSUPPORTED_FLAG));

    /** Whole lines. */
    private static final Map<String, Kind> SHORT = Map.of(
            "Not logged in", Kind.NOT_LOGGED_IN,
            "Not logged in.", Kind.NOT_LOGGED_IN,
            "Authentication Error", Kind.LOGIN_EXPIRED);

    /** Words anywhere in the reason that the service gives. */
    private static final List<Rule> REASONS = List.of(
            new Rule("token expired", Kind.LOGIN_EXPIRED),
            new Rule("token has expired", Kind.LOGIN_EXPIRED),
            new Rule("token is expired", Kind.LOGIN_EXPIRED),
            new Rule("token included in the request is expired", Kind.LOGIN_EXPIRED),
            new Rule("expiredtoken", Kind.LOGIN_EXPIRED),
            new Rule("authentication failed", Kind.LOGIN_EXPIRED),
            new Rule("throttl", Kind.RATE_LIMITED),
            new Rule("too many requests", Kind.RATE_LIMITED),
            new Rule("toomanyrequests", Kind.RATE_LIMITED),
            new Rule("rate limit", Kind.RATE_LIMITED),
            new Rule("rate-limit", Kind.RATE_LIMITED),
            new Rule("ratelimit", Kind.RATE_LIMITED),
            new Rule("request limit exceeded", Kind.RATE_LIMITED),
            new Rule("status code 429", Kind.RATE_LIMITED),
            new Rule("status: 429", Kind.RATE_LIMITED),
            new Rule("http 429", Kind.RATE_LIMITED),
            new Rule("slow down", Kind.RATE_LIMITED),
            new Rule("slowdown", Kind.RATE_LIMITED),
            new Rule("rate exceeded", Kind.RATE_LIMITED));

    private static final String LOGIN_MENU = "You are not logged in. Login now?";
    private static final String NO_ANSWER = "Could not retrieve usage information from backend";
    private static final String NO_ANSWER_V2 = "Failed to retrieve usage information";

    /** What comes later in a text of this length is no longer the reason. */
    private static final int LONGEST_REASON = 1000;

    private @Nullable KiroProblem problem;
    private boolean reasonFollows;
    private boolean complete;

    /** Reads the next line; {@code cut} if it may have lost its end. */
    void read(String text, boolean cut) {
        LineScanner phrase = new LineScanner(text);
        LineScanner unmarked = new LineScanner(text).dropSymbols();
        if (unmarked.dropStart("Warning:") && unmarked.dropStart(NO_ANSWER)) {
            problem = KiroProblem.of(Kind.UNAVAILABLE, NO_ANSWER);
            reasonFollows = true;
            complete = false;
            return;
        }
        boolean error = phrase.dropStart("error:");
        String words = phrase.rest();
        if (error && reasonFollows) {
            problem = serviceError(words);
            reasonFollows = false;
        } else if (ReportReader.isTip(words)) {
            complete = problem != null;
        } else {
            readPlainError(words, cut);
        }
    }

    @Nullable
    KiroProblem problem() {
        return problem;
    }

    boolean isComplete() {
        return complete;
    }

    private void readPlainError(String line, boolean cut) {
        // Some versions draw a prompt mark in front of the menu.
        String unmarked = new LineScanner(line).dropSymbols().rest();
        String text = unmarked.startsWith(LOGIN_MENU) ? unmarked : line;
        KiroProblem found = plainError(text);
        if (found != null) {
            problem = found;
            // Only the menu waits for an answer. The CLI exits after every other error, and such words may also be a
            // welcome message in front of a report.
            complete = !cut && text.startsWith(LOGIN_MENU);
        }
    }

    private static @Nullable KiroProblem plainError(String text) {
        Kind kind = SHORT.get(text);
        if (kind != null) {
            return KiroProblem.of(kind, text);
        }
        if (text.startsWith(NO_ANSWER_V2)) {
            LineScanner reason = new LineScanner(text.substring(NO_ANSWER_V2.length()));
            reason.dropStart(":");
            return serviceError(reason.isEmpty() ? text : reason.rest());
        }
        if (refusesOption(text)) {
            return KiroProblem.of(Kind.UNSUPPORTED_FLAG, text);
        }
        for (Rule rule : RULES) {
            if (text.startsWith(rule.words())) {
                return KiroProblem.of(rule.kind(), text);
            }
        }
        return null;
    }

    /** {@code --legacy-ui can't be used because …}, {@code invalid value 'v1' for '--agent-engine …'}. */
    private static boolean refusesOption(String text) {
        return (text.startsWith("--") && text.contains(" can't be used because "))
                || (text.startsWith("invalid value '") && text.contains("' for '--"));
    }

    /**
     * Returns what an error means that the CLI stated elsewhere than in its output.
     *
     * @param words the CLI's words, possibly of several lines
     */
    static KiroProblem problemOf(String words) {
        return FreeText.cut(words, LONGEST_REASON)
                .lines()
                .map(line -> plainError(line.strip()))
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElseGet(() -> serviceError(words));
    }

    private static KiroProblem serviceError(String words) {
        String searched = FreeText.cut(words, LONGEST_REASON).toLowerCase(Locale.ROOT);
        for (Rule rule : REASONS) {
            if (searched.contains(rule.words())) {
                return KiroProblem.of(rule.kind(), words);
            }
        }
        return KiroProblem.of(Kind.UNAVAILABLE, words);
    }
}
