/**
 * Snapshots and failures as JSON, in the shape that existing dashboards read.
 *
 * @since 0.1.0
 */
module dev.codexbar.json {
    requires transitive dev.codexbar.core;
    requires com.fasterxml.jackson.core;
    requires static transitive org.jspecify;

    exports dev.codexbar.json;
}
