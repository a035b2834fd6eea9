package dev.codexbar.provider.support;

import dev.codexbar.core.process.ProcessDialogue;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Asks a program questions in JSON messages, one on each line or with headers, and collects the answers by their ids,
 * in any order. Each answer may lead to further questions. The dialogue {@linkplain #isComplete() is complete} once no
 * question is open.
 *
 * <pre>{@code
 * JsonRpc rpc = JsonRpc.STANDARD;
 * JsonDialogue dialogue = JsonDialogue.lines(rpc, start ->
 *         start.ask(rpc.question(1, "initialize", "{}"), ready ->
 *                 start.ask(rpc.question(2, "account/read", "{}"), account -> keep(account))));
 * ProcessResult result = runner.run(request.dialogue(dialogue).build());
 * dialogue.endOfOutput();
 * }</pre>
 *
 * <p>Whatever the program sends, it cannot make the dialogue fail, wait without need or grow without bound: lines that
 * are no messages, notifications and answers to questions that were not asked are skipped; requests of the program are
 * refused or ignored, whatever their ids; an answer that is broken, nested too deep or longer than {@value #LINE_LIMIT}
 * bytes is {@link JsonReply#UNREADABLE}, provided that its id stands in front of the fault; the dialogue ends after
 * {@value #MESSAGE_LIMIT} messages, and {@value #REFUSAL_LIMIT} requests are refused at most.
 *
 * <p>Serves one run, and is confined to the thread of that run, on which the callbacks are called as well. After the
 * run, it may be read by the thread that called the runner.
 *
 * @since 0.1.0
 */
public final class JsonDialogue implements ProcessDialogue {

    private static final AtomicBoolean IS_READER_WARM = new AtomicBoolean();

    /** How long a message may be, in bytes. */
    public static final int LINE_LIMIT = 1 << 20;

    /** How many messages of the program are read, whatever they are. */
    public static final int MESSAGE_LIMIT = 20_000;

    /** How many requests of the program are refused, so that it cannot make this side write for ever. */
    public static final int REFUSAL_LIMIT = 100;

    private final MessageProtocol protocol;
    private final Consumer<? super JsonDialogue> opening;
    private final MessageFraming framing;
    private final Map<String, Consumer<? super JsonReply>> open = new HashMap<>();
    private final ByteArrayOutputStream toWrite = new ByteArrayOutputStream();
    private boolean started;
    private boolean ended;
    private OptionalLong endsAt = OptionalLong.empty();
    private boolean received;
    private int messages;
    private int refusals;

    private JsonDialogue(MessageProtocol protocol, Consumer<? super JsonDialogue> opening, MessageFraming framing) {
        if (!IS_READER_WARM.getAndSet(true)) {
            // While the program starts: the first JSON takes JDK 25 20 ms, most of it in classes of the JDK.
            BackgroundTask unused =
                    BackgroundTask.start("json", () -> new JsonReader().read(new byte[] {'[', '0', ']'}));
        }
        this.protocol = Objects.requireNonNull(protocol, "protocol");
        this.opening = Objects.requireNonNull(opening, "opening");
        this.framing = framing;
    }

    /**
     * Returns a dialogue in which each message is one line.
     *
     * @param protocol tells what the messages of the program mean
     * @param opening asks the first questions, once the program has been started
     * @return a new dialogue
     */
    public static JsonDialogue lines(MessageProtocol protocol, Consumer<? super JsonDialogue> opening) {
        return new JsonDialogue(protocol, opening, new LineFraming(LINE_LIMIT));
    }

    /**
     * Returns a dialogue in which a header with the length stands in front of each message, as in the base protocol of
     * the <a href="https://microsoft.github.io/language-server-protocol/">Language Server Protocol</a>.
     *
     * @param protocol tells what the messages of the program mean
     * @param opening asks the first questions, once the program has been started
     * @return a new dialogue
     */
    public static JsonDialogue withHeaders(MessageProtocol protocol, Consumer<? super JsonDialogue> opening) {
        return new JsonDialogue(protocol, opening, new HeaderFraming(LINE_LIMIT));
    }

    /**
     * A message that is to be answered.
     *
     * @param id what the answer is recognised by; no other question of the dialogue has it
     * @param message the message as JSON, without line feeds
     * @since 0.1.0
     */
    public record Question(String id, String message) {

        /**
         * Checks the parts.
         *
         * @param id what the answer is recognised by
         * @param message the message as JSON
         * @throws IllegalArgumentException if the message holds a line feed
         */
        public Question {
            Objects.requireNonNull(id, "id");
            checkOneLine(message);
        }
    }

    /**
     * Sends a question. To be called from the opening or from the callback of another question; after the dialogue has
     * ended, this has no effect.
     *
     * @param question the question
     * @param onReply takes the answer, if one comes
     * @throws IllegalArgumentException if a question with this id is open
     */
    public void ask(Question question, Consumer<? super JsonReply> onReply) {
        Objects.requireNonNull(onReply, "onReply");
        if (ended) {
            return;
        }
        if (open.putIfAbsent(question.id(), onReply) != null) {
            throw new IllegalArgumentException("a question with this id is open: " + question.id());
        }
        toWrite.writeBytes(framing.frame(question.message()));
    }

    /**
     * Sends a message that is not answered.
     *
     * @param message the message as JSON, without line feeds
     */
    public void send(String message) {
        checkOneLine(message);
        if (!ended) {
            toWrite.writeBytes(framing.frame(message));
        }
    }

    /**
     * Ends the dialogue after a time, whatever is missing then: for answers that are worth waiting for, but not to the
     * time limit of the run. A later call replaces the time.
     *
     * @param time from now
     */
    public void endAfter(Duration time) {
        endsAt = OptionalLong.of(System.nanoTime() + time.toNanos());
    }

    /** Ends the dialogue: the answers that are still missing are not waited for. */
    public void end() {
        ended = true;
        open.clear();
    }

    /**
     * Takes the rest of the output for a message. To be called after the run, because a program may end without a final
     * line feed after its answer. A rest that is no whole message is dropped: how the run ended says more about it.
     */
    public void endOfOutput() {
        framing.end((text, whole) -> {
            JsonReader reader = new JsonReader();
            if (whole && beginsObject(text)) {
                JsonValue message = reader.read(text);
                if (reader.fault() == null) {
                    take(message, true);
                }
            }
        });
        end();
    }

    /**
     * Tells whether the program has sent any message of the protocol, be it an answer, a request or a notification.
     *
     * @return whether it has
     */
    public boolean hasReceived() {
        return received;
    }

    @Override
    public byte[] reply(byte[] output) {
        if (!started) {
            started = true;
            opening.accept(this);
        }
        framing.take(output, this::take);
        byte[] bytes = toWrite.toByteArray();
        toWrite.reset();
        return bytes;
    }

    /**
     * {@inheritDoc}
     *
     * @return whether every question has been answered, or the dialogue was {@linkplain #end() ended}, or the time of
     *     {@link #endAfter} is over
     */
    @Override
    public boolean isComplete() {
        return started && (open.isEmpty() || timeIsOver());
    }

    /**
     * {@inheritDoc}
     *
     * @return the rest of the time of {@link #endAfter}, or empty if none was set
     */
    @Override
    public Optional<Duration> askAgainAfter() {
        return endsAt.isPresent()
                ? Optional.of(Duration.ofNanos(Math.max(0, endsAt.getAsLong() - System.nanoTime())))
                : Optional.empty();
    }

    private boolean timeIsOver() {
        return endsAt.isPresent() && System.nanoTime() - endsAt.getAsLong() >= 0;
    }

    private void take(byte[] text, boolean whole) {
        if (ended || !beginsObject(text)) {
            return;
        }
        if (++messages > MESSAGE_LIMIT) {
            end();
            return;
        }
        JsonReader reader = new JsonReader();
        JsonValue message = reader.read(text);
        take(message, whole && reader.fault() == null);
    }

    private void take(JsonValue message, boolean whole) {
        MessageProtocol.Incoming incoming = protocol.read(message);
        received |= !(incoming instanceof MessageProtocol.Noise);
        if (incoming instanceof MessageProtocol.Answer answer) {
            Consumer<? super JsonReply> onReply = open.remove(answer.id());
            if (onReply != null) {
                onReply.accept(whole ? answer.reply() : JsonReply.UNREADABLE);
            }
        } else if (incoming instanceof MessageProtocol.Request request
                && whole
                && request.refusal().isPresent()
                && refusals++ < REFUSAL_LIMIT) {
            send(request.refusal().get());
        }
    }

    /** Lines of a log are not worth parsing. */
    private static boolean beginsObject(byte[] text) {
        for (byte next : text) {
            if (next != ' ' && next != '\t' && next != '\r') {
                return next == '{';
            }
        }
        return false;
    }

    private static void checkOneLine(String message) {
        if (message.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a message must not hold a line feed");
        }
    }
}
