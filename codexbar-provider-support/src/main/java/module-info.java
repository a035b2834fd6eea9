/**
 * What several providers need, and hosts do not: lenient JSON, JSON messages to a program, a private directory, a
 * background task, a file fingerprint, a deadline.
 *
 * @since 0.1.0
 */
module dev.codexbar.provider.support {
    requires transitive dev.codexbar.core;
    requires com.fasterxml.jackson.core;
    requires static transitive org.jspecify;

    exports dev.codexbar.provider.support;
}
