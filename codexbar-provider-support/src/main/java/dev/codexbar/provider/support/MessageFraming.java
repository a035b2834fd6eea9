package dev.codexbar.provider.support;

/**
 * Where messages begin and end in a stream of bytes: line feeds are one way, a header with the length of the message is
 * another.
 */
interface MessageFraming {

    /** Takes messages. */
    @FunctionalInterface
    interface Sink {

        /**
         * Takes a message.
         *
         * @param text its bytes, without those of the framing
         * @param whole whether these are all of them: a message that is too long is cut
         */
        void accept(byte[] text, boolean whole);
    }

    /** Takes the next bytes, cut anywhere, and passes on the messages that end in them. */
    void take(byte[] bytes, Sink messages);

    /** Passes on the message that the end of the stream ends, if there is one. */
    void end(Sink messages);

    /** Returns a message with the bytes of the framing. */
    byte[] frame(String message);
}
