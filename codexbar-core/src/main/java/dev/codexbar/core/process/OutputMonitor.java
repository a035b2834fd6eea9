package dev.codexbar.core.process;

import dev.codexbar.core.terminal.TerminalText;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is heard while a program runs: the text so far, the questions to the terminal, the dialogue, and whether the
 * answer is complete. Confined to the thread of the caller, because the predicate and the dialogue are the caller's.
 */
final class OutputMonitor {

    /** How long a predicate rests at least, so that a torrent of output does not ask it for every piece. */
    private static final long REST = TimeUnit.MILLISECONDS.toNanos(2);

    /** And how often as long as it took: it may look at the whole text again and again, and shall stay a fraction. */
    private static final int REST_FACTOR = 4;

    private final @Nullable ProcessDialogue dialogue;
    private final @Nullable Predicate<? super String> complete;
    private final boolean terminal;
    private final boolean readsText;
    private final TerminalText output = new TerminalText();
    private final TerminalText error = new TerminalText();
    private boolean unjudged;
    private long judgeAt;

    OutputMonitor(ProcessRequest request) {
        this.dialogue = request.dialogue().orElse(null);
        this.complete = request.stopWhen().orElse(null);
        this.terminal = request.terminal().isPresent();
        this.readsText = terminal || complete != null;
        this.judgeAt = System.nanoTime();
    }

    /** Tells whether anybody wants to hear the output as it comes. */
    boolean listens() {
        return readsText || dialogue != null;
    }

    /** The first words, before the program said anything. */
    byte[] open() {
        return dialogue == null ? new byte[0] : dialogue.reply(new byte[0]);
    }

    /** Takes a piece of standard output and returns what the dialogue answers, and the terminal if it may. */
    byte[] hear(byte[] piece, boolean terminalMayAnswer) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        if (readsText) {
            output.append(piece, 0, piece.length);
            byte[] replies = output.takeReplies();
            if (terminal && terminalMayAnswer) {
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
    void overhear(byte[] piece) {
        if (readsText) {
            error.append(piece, 0, piece.length);
            unjudged = true;
        }
    }

    /** Tells whether the answer is complete; asks the predicate only if it has rested. */
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
        judgeAt = end + Math.max(REST, REST_FACTOR * (end - begin));
        return satisfied;
    }

    /** When the predicate wants to be asked, if that is before the other time. */
    long judgeAt(long otherwise) {
        return complete != null && unjudged && judgeAt - otherwise < 0 ? judgeAt : otherwise;
    }

    boolean readsText() {
        return readsText;
    }

    String text() {
        return ProcessResult.joined(output.toString(), error.toString());
    }
}
