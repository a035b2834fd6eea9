package dev.codexbar.server;

/** Answers requests. Thread-safe; an answer takes no longer than the first fetch of a tool may take. */
interface Routes {

    /** Answers a request. Never throws for what a client sent. */
    ServerResponse answer(ServerRequest request);

    /** Returns the event that a new stream of events begins with, so that a client need not ask for the state. */
    String firstEvent();
}
