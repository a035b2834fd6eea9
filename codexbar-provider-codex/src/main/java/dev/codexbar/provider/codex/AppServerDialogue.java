package dev.codexbar.provider.codex;

import dev.codexbar.core.process.ProcessDialogue;
import dev.codexbar.provider.codex.report.CodexAccount;
import dev.codexbar.provider.codex.report.CodexAnswer;
import dev.codexbar.provider.codex.report.CodexProblem;
import dev.codexbar.provider.codex.report.CodexReader;
import dev.codexbar.provider.codex.report.CodexUsage;
import dev.codexbar.provider.support.JsonDialogue;
import dev.codexbar.provider.support.JsonReply;
import dev.codexbar.provider.support.JsonRpc;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks {@code codex app-server} for the usage and the account. The first four lines are written at once; every version
 * from 0.45 on answers them, in any order.
 *
 * <p>Only these methods are ever called: {@code initialize}, {@code account/rateLimits/read} and {@code account/read}.
 * None of them reaches a model or changes anything but, where Codex itself finds its login expired, the login.
 */
final class AppServerDialogue {

    private static final JsonRpc RPC = JsonRpc.WITHOUT_VERSION;

    /** The version of this dialogue, not of the library. The name becomes the user agent that the service sees. */
    private static final String CLIENT = "{\"clientInfo\":{\"name\":\"codexbar-java\",\"title\":\"CodexBar for Java\","
            + "\"version\":\"1\"},\"capabilities\":{\"optOutNotificationMethods\":[\"configWarning\","
            + "\"remoteControl/status/changed\",\"account/updated\"]}}";

    private static final String RATE_LIMITS = "account/rateLimits/read";
    private static final String ACCOUNT = "account/read";

    /**
     * How long the account is waited for once the usage is known. A hanging service takes Codex 15 seconds to notice;
     * but telling the account may take a renewal of the login, which is better not ended.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final JsonDialogue dialogue = JsonDialogue.lines(RPC, this::open);
    private int lastId;
    private @Nullable JsonReply rateLimits;
    private @Nullable JsonReply account;
    private @Nullable String version;
    private boolean askedAgain;
    private boolean renewed;

    /** Returns the side of this dialogue that the runner drives. */
    ProcessDialogue partner() {
        return dialogue;
    }

    /** Takes what is left of the output. To be called after the run. */
    void endOfOutput() {
        dialogue.endOfOutput();
    }

    /** Returns what Codex told of the usage, or empty if it did not answer. */
    Optional<CodexAnswer> answer() {
        return Optional.ofNullable(rateLimits).map(reply -> CodexReader.read(reply, account()));
    }

    /** Returns what Codex told of the account. */
    CodexAccount account() {
        return account == null ? CodexAccount.UNKNOWN : CodexAccount.of(account);
    }

    /** Returns the version that answered. */
    Optional<String> version() {
        return Optional.ofNullable(version);
    }

    /** Tells whether Codex was made to renew its login. */
    boolean hasRenewed() {
        return renewed;
    }

    private void open(JsonDialogue start) {
        ask("initialize", CLIENT, reply -> version = CodexReader.version(reply).orElse(null));
        start.send(RPC.notification("initialized", null));
        askForRateLimits();
        // Without the object the request is refused.
        ask(ACCOUNT, "{}", reply -> {
            account = reply;
            considerRenewal();
        });
    }

    private void askForRateLimits() {
        ask(RATE_LIMITS, null, reply -> {
            rateLimits = reply;
            if (answer().filter(CodexProblem.NOT_REACHED::equals).isPresent() && !askedAgain) {
                // A connection that broke often holds the second time.
                askedAgain = true;
                askForRateLimits();
            }
            if (answer().filter(CodexUsage.class::isInstance).isPresent()) {
                dialogue.endAfter(PATIENCE);
            }
            considerRenewal();
        });
    }

    /** Codex does not renew a token that the service refuses before its time, unless it is made to. Done once. */
    private void considerRenewal() {
        JsonReply known = account;
        // Not before the account has been answered, because that answer may need a renewal as well.
        if (renewed
                || known == null
                || answer().filter(CodexProblem.TOKEN_REFUSED::equals).isEmpty()) {
            return;
        }
        if (CodexReader.isRenewalRefused(known)) {
            return;
        }
        renewed = true;
        ask(ACCOUNT, "{\"refreshToken\":true}", reply -> {
            if (CodexReader.isRenewalRefused(reply)) {
                return;
            }
            if (CodexAccount.of(reply).isKnown()) {
                account = reply;
            }
            askForRateLimits();
        });
    }

    private void ask(String method, @Nullable String parameters, Consumer<JsonReply> onReply) {
        lastId++;
        dialogue.ask(RPC.question(lastId, method, parameters), onReply);
    }
}
