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

    /** Hands every further event to a consumer, until the returned handle is closed. Made only if it is asked for. */
    UsageMonitor.Subscription subscribe(Consumer<Supplier<String>> events);
}
