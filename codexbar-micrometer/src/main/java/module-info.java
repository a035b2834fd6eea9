/**
 * The usage that a monitor knows, as meters of Micrometer.
 *
 * @since 0.1.0
 */
// Micrometer has a stable name but no module descriptor.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.codexbar.micrometer {
    requires dev.codexbar.core;
    requires transitive dev.codexbar.monitor;
    requires transitive micrometer.core;
    requires static transitive org.jspecify;

    exports dev.codexbar.micrometer;
}
