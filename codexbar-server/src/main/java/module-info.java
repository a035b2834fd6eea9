/**
 * Serves usage over HTTP: CodexBar's published contract, a page, and events.
 *
 * @since 0.1.0
 */
module dev.codexbar.server {
    requires transitive dev.codexbar.core;
    requires transitive dev.codexbar.monitor;
    requires dev.codexbar.json;
    requires jdk.httpserver;
    requires static transitive org.jspecify;

    exports dev.codexbar.server;
}
