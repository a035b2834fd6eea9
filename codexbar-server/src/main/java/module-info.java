/**
 * Serves usage over HTTP: CodexBar's published contract, a page, and events.
 *
 * @since 0.1.0
 */
// jte-runtime is an automatic module with a name of its own; its classes are called directly, without reflection.
@SuppressWarnings("requires-automatic")
module dev.codexbar.server {
    requires transitive dev.codexbar.core;
    requires transitive dev.codexbar.monitor;
    requires transitive dev.codexbar.json;
    requires gg.jte.runtime;
    // For the mark that generated sources carry, which no class file holds.
    requires static java.compiler;
    requires jdk.httpserver;
    requires static transitive org.jspecify;

    exports dev.codexbar.server;
}
