package dev.codexbar.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.json.UsageJson;
import dev.codexbar.json.UsageReport;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsageReportsTest {

    private static final UsageSnapshot SNAPSHOT = UsageSnapshot.builder("acme", Instant.parse("2026-11-26T10:00:00Z"))
            .primary("Credits", RateWindow.of(42))
            .plan("Pro")
            .identity(AccountIdentity.builder()
                    .accountEmail("person@example.com")
                    .accountOrganization("Example Inc.")
                    .loginMethod("Google")
                    .build())
            .build();

    @Test
    void leavesAddressAndOrganisationOut() {
        UsageReport report = UsageReports.redacted().of(SNAPSHOT);

        assertEquals(
                Optional.of("Google"),
                report.snapshot().orElseThrow().identity().loginMethod());
        assertEquals(Optional.of("Pro"), report.snapshot().orElseThrow().plan());
        String json = UsageJson.compact().write(List.of(report));
        assertFalse(json.contains("example"), json);
        assertFalse(json.contains("Example"), json);
    }

    @Test
    void masksTheAccountInEveryOtherText() {
        String text = "For person@example.com of Example Inc.";
        UsageReport report = UsageReports.redacted()
                .of(SNAPSHOT.toBuilder()
                        .windows(List.of(new NamedRateWindow(
                                "primary",
                                text,
                                RateWindow.builder(42)
                                        .resetDescription(text)
                                        .amount(new RateWindow.Amount(42, 100, text))
                                        .build())))
                        .window("bonus-example-inc", text, RateWindow.of(1))
                        .plan(text)
                        .cost(UsageCost.builder(1, "EUR").period(text).build())
                        .detail(UsageDetail.of("Seat of Example Inc.", text))
                        .build());

        String json = UsageJson.compact().write(List.of(report)).toLowerCase(Locale.ROOT);
        assertFalse(json.contains("example") || json.contains("person"), json);
        assertTrue(json.contains("\"title\":\"for ***@*** of ***.\""), json);
    }

    @Test
    void showsAllIfItMay() {
        assertSame(SNAPSHOT, UsageReports.withIdentity().of(SNAPSHOT).snapshot().orElseThrow());
    }

    @Test
    void keepsTheDescriptorAndTheFailureOfAResult() {
        ProviderDescriptor descriptor =
                ProviderDescriptor.builder("acme", "Acme").cliName("acme").build();
        UsageException failure = UsageException.builder(UsageException.Reason.NOT_LOGGED_IN, "Not signed in.")
                .build();

        assertEquals(
                "cli",
                UsageReports.redacted().of(UsageResult.of(descriptor, SNAPSHOT)).source());
        assertEquals(
                Optional.of(failure),
                UsageReports.redacted().of(UsageResult.failed("acme", failure)).failure());
    }
}
