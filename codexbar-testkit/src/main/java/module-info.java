/**
 * For people who write providers: contract suites and fakes.
 *
 * @since 0.1.0
 */
module dev.codexbar.testkit {
    requires transitive dev.codexbar.core;
    requires transitive dev.codexbar.transcript;
    requires static transitive org.jspecify;
    // Static: fakes, transcripts and the replayed program work without JUnit.
    requires static transitive org.junit.jupiter.api;

    exports dev.codexbar.testkit;
}
