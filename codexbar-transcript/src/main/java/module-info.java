/**
 * Recordings of what a program printed (record, mask, replay), and a stand-in for {@code kiro-cli}.
 *
 * @since 0.1.0
 */
module dev.codexbar.transcript {
    requires transitive dev.codexbar.core;
    requires static transitive org.jspecify;

    exports dev.codexbar.transcript;
}
