/**
 * Keeps asking providers, and always knows how old the answer is.
 *
 * @since 0.1.0
 */
module dev.codexbar.monitor {
    requires transitive dev.codexbar.core;
    requires static transitive org.jspecify;

    exports dev.codexbar.monitor;
}
