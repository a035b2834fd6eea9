package dev.codexbar.provider.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.process.ProcessStartException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ToolFailuresTest {

    private static final ToolFailures FAILURES = new ToolFailures("acme", "Install acme.", "Run acme.");

    @Test
    void namesTheToolAndHowToInstallIt() {
        UsageException failure = FAILURES.notInstalled("is not installed");
        assertEquals(Reason.NOT_INSTALLED, failure.reason());
        assertEquals("acme is not installed.", failure.getMessage());
        assertEquals(Optional.of("Install acme."), failure.nextStep());
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, NOT_INSTALLED, Install acme.",
        "NOT_EXECUTABLE, FAILED, Run acme.",
        "OUT_OF_RESOURCES, FAILED, Close some programs and try again.",
        "FAILED, FAILED, Run acme."
    })
    void mapsWhyAProgramCouldNotBeStarted(ProcessStartException.Reason why, Reason reason, String nextStep) {
        UsageException failure = FAILURES.notRun(start(why));
        assertEquals(reason, failure.reason());
        assertEquals(Optional.of(nextStep), failure.nextStep());
    }

    @ParameterizedTest
    @EnumSource(ProcessStartException.Reason.class)
    void quotesNoPath(ProcessStartException.Reason why) {
        UsageException failure = FAILURES.notRun(start(why));
        assertFalse(String.valueOf(failure.getMessage()).contains("ada"), failure::getMessage);
        assertEquals(null, failure.getCause());
    }

    @Test
    void takesAnyOtherExceptionForAFailure() {
        assertEquals(
                Reason.FAILED, FAILURES.notRun(new IOException("/home/ada")).reason());
    }

    @Test
    void saysHowLongItWaited() {
        assertEquals(
                "acme did not answer in time (2.5 s).",
                FAILURES.timedOut(Duration.ofMillis(2500)).getMessage());
        assertEquals(Reason.TIMED_OUT, FAILURES.noTimeLeft().reason());
    }

    private static ProcessStartException start(ProcessStartException.Reason why) {
        return new ProcessStartException(why, "/home/ada/bin/acme cannot be started", null);
    }
}
