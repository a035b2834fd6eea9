package dev.codexbar.server;

import dev.codexbar.monitor.UsageMonitor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers requests. Thread-safe; no answer takes longer than the first fetch of a tool may take. */
interface Routes {

    /** Answers a request. Never throws for what a client sent. */
    ServerResponse answer(ServerRequest request);

    /** Returns the event that a new stream of events begins with, so that a client need not ask for the state. */
    String firstEvent();

    /**
     * Passes every further event to a consumer, until the returned handle is closed. The text of an event is made each
     * time its supplier is called, so that it costs nothing where no client listens.
     */
    UsageMonitor.Subscription subscribe(Consumer<Supplier<String>> events);
}
