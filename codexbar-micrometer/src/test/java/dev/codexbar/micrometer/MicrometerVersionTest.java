package dev.codexbar.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The tests run on the Micrometer that the build names, or a later one would be tested in name only. */
class MicrometerVersionTest {

    private static final String NAMED = "codexbar.micrometer";

    @Test
    @EnabledIfSystemProperty(named = NAMED, matches = ".+", disabledReason = "not started by the build")
    void theVersionIsTheOneThatTheBuildNames() {
        String version = System.getProperty(NAMED);
        assertEquals(version, MeterRegistry.class.getPackage().getImplementationVersion());
        assertEquals(version, PrometheusMeterRegistry.class.getPackage().getImplementationVersion());
    }
}
