package dev.codexbar.provider.support;

import java.util.Objects;
import java.util.Optional;

/**
 * Tells what a message of a program means: which question it answers, or what it asks for itself. Pure and thread-safe.
 *
 * @apiNote {@link JsonRpc} is one; a program with a protocol of its own needs another one.
 * @since 0.1.0
 */
@FunctionalInterface
public interface MessageProtocol {

    /**
     * Classifies a message.
     *
     * @param message an object that the program sent. If the message is broken, this is the part in front of the fault,
     *     and of an {@link Answer} only the id is used
     * @return what the message is
     */
    Incoming read(JsonValue message);

    /**
     * What a program sent.
     *
     * @since 0.1.0
     */
    sealed interface Incoming permits Answer, Request, Noise {}

    /**
     * The answer to a question.
     *
     * @param id the {@linkplain JsonDialogue.Question#id id} of the question; an id that was never asked is ignored
     * @param reply the answer
     * @since 0.1.0
     */
    record Answer(String id, JsonReply reply) implements Incoming {

        /**
         * Checks the parts.
         *
         * @param id the id of the question
         * @param reply the answer
         */
        public Answer {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(reply, "reply");
        }
    }

    /**
     * A request or a notification of the program. Requests have ids of their own, which may equal those of questions.
     *
     * @param refusal the message that refuses the request, or empty if it is to be ignored
     * @since 0.1.0
     */
    record Request(Optional<String> refusal) implements Incoming {

        /**
         * Checks the part.
         *
         * @param refusal the message that refuses the request
         */
        public Request {
            Objects.requireNonNull(refusal, "refusal");
        }
    }

    /**
     * Something that is no message of this protocol, such as a line of a log.
     *
     * @since 0.1.0
     */
    record Noise() implements Incoming {}
}
