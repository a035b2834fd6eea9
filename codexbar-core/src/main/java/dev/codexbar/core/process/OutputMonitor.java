package dev.codexbar.core.process;

import dev.codexbar.core.terminal.TerminalText;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows the output while a program runs: keeps the text so far, answers queries to the terminal, runs the dialogue,
 * and decides whether the answer is complete. Confined to the thread of the caller, because the predicate and the
 * dialogue are the caller's.
 */
final class OutputMonitor {

    /** The least back-off between two calls of the predicate, so that a flood of output does not call it every time. */
    private static final long LEAST_BACK_OFF = TimeUnit.MILLISECONDS.toNanos(2);

    /** The back-off in relation to what the last call took: the predicate reads the whole text each time. */
    private static final int BACK_OFF_FACTOR = 4;

    /** As good as for ever, and no overflow of the clock. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final @Nullable ProcessDialogue dialogue;
    private final @Nullable Predicate<? super String> complete;
    private final boolean terminal;
    private final boolean readsText;
    private final TerminalText output;
    private final TerminalText error = new TerminalText();
    private boolean unjudged;
    private long judgeAt;

    OutputMonitor(ProcessRequest request) {
        this.dialogue = request.dialogue().orElse(null);
        this.complete = request.stopWhen().orElse(null);
        this.terminal = request.terminal().isPresent();
        // Of the size that the program sees, so that replies about the cursor stay within it.
        this.output = request.terminal().map(TerminalText::new).orElseGet(TerminalText::new);
        this.readsText = terminal || complete != null;
        this.judgeAt = System.nanoTime();
    }

    /** Whether the output is to be handed to this monitor as it comes. */
    boolean isListening() {
        return readsText || dialogue != null;
    }

    /** Returns what the dialogue writes before the program has printed anything. */
    byte[] start() {
        return dialogue == null ? new byte[0] : dialogue.reply(new byte[0]);
    }

    /** Takes a piece of standard output; returns the dialogue's reply, and the terminal's if it may reply. */
    byte[] onOutput(byte[] piece, boolean terminalMayReply) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        if (readsText) {
            output.append(piece, 0, piece.length);
            byte[] replies = output.takeReplies();
            if (terminal && terminalMayReply) {
                answer.writeBytes(replies);
            }
            unjudged = true;
        }
        if (dialogue != null) {
            answer.writeBytes(dialogue.reply(piece));
        }
        return answer.toByteArray();
    }

    /** Takes a piece of standard error. */
    void onError(byte[] piece) {
        if (readsText) {
            error.append(piece, 0, piece.length);
            unjudged = true;
        }
    }

    /** Tells whether the answer is complete; calls the predicate only after its back-off. */
    boolean isComplete() {
        if (dialogue != null && dialogue.isComplete()) {
            return true;
        }
        long begin = System.nanoTime();
        if (complete == null || !unjudged || begin - judgeAt < 0) {
            return false;
        }
        unjudged = false;
        boolean satisfied = complete.test(text());
        long end = System.nanoTime();
        judgeAt = end + Math.max(LEAST_BACK_OFF, BACK_OFF_FACTOR * (end - begin));
        return satisfied;
    }

    /** Ends the back-off, so that the predicate sees the last output. */
    void judgeAtOnce() {
        judgeAt = System.nanoTime();
    }

    /** Returns when the predicate or the dialogue is due, if that is before the other time. */
    long judgeAt(long otherwise) {
        long dueAt = complete != null && unjudged && judgeAt - otherwise < 0 ? judgeAt : otherwise;
        if (dialogue == null) {
            return dueAt;
        }
        Duration wait = dialogue.askAgainAfter().orElse(LONGEST_WAIT);
        long nanos = (wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT).toNanos();
        // A dialogue that is impatient for ever must not keep a processor busy.
        long askAt = System.nanoTime() + Math.max(LEAST_BACK_OFF, nanos);
        return askAt - dueAt < 0 ? askAt : dueAt;
    }

    boolean readsText() {
        return readsText;
    }

    String text() {
        return ProcessResult.joined(output.toString(), error.toString());
    }
}
