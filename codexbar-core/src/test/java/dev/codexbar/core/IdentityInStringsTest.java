package dev.codexbar.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No value shows an e-mail address in its string, whichever of its texts holds one. */
class IdentityInStringsTest {

    private static final String LOCAL_PART = "ada.q7x";
    private static final String DOMAIN = "lovelace-q7x.example";
    private static final String EMAIL = LOCAL_PART + "@" + DOMAIN;

    /** How tools write addresses; control characters hide them from a mask that does not remove those first. */
    private static final List<String> FORMS = List.of(
            EMAIL,
            "<" + EMAIL + ">",
            "mailto:" + EMAIL,
            "plan of " + EMAIL + "'s team",
            "\033[1mada.\033[0mq7x@" + DOMAIN,
            "ada\u0000.q7x\u200b@" + DOMAIN,
            "line\r\n" + EMAIL + "\ttab",
            "x".repeat(2000) + " " + EMAIL,
            "user=" + EMAIL + ", id=" + EMAIL);

    private final List<Object> values = new ArrayList<>();
    private Random random = new Random(0);

    @Test
    void masksAddressesInEveryTextOfEveryValue() {
        for (int seed = 0; seed < 200; seed++) {
            random = new Random(seed);
            values.clear();
            addAllKindsOfValues();
            for (Object value : values) {
                String string = value.toString();
                assertFalse(string.contains("q7x"), string);
                assertFalse(string.chars().anyMatch(Character::isISOControl), string);
            }
        }
    }

    @Test
    void leavesAddressesOutOfIdsThatAreMadeFromTitles() {
        for (String title : FORMS) {
            UsageSnapshot snapshot = UsageSnapshot.builder("tool", Instant.EPOCH)
                    .windowByTitle("tool-", title, RateWindow.of(1))
                    .build();
            NamedRateWindow window = snapshot.windows().get(0);
            assertTrue(window.id().matches("tool-[a-z0-9-]+"), window.id());
            assertFalse(window.id().contains("q7x"), window.id());
            assertEquals(title, window.title(), "the title itself is whole");
        }
    }

    @Test
    void doesNotTakeNumbersForAccountNumbers() {
        assertEquals(
                "Amount[used=1.23456789012E11, limit=2.0E11, unit=tokens]",
                new RateWindow.Amount(123456789012.0, 2e11, "tokens").toString());
        assertEquals(
                "UsageDetail[section=Usage, label=Account, value=***]",
                UsageDetail.of("Account", "123456789012").toString());
    }

    private void addAllKindsOfValues() {
        RateWindow window = add(RateWindow.builder(1)
                .resetDescription(text())
                .resetsAt(Instant.EPOCH, RateWindow.ResetPrecision.DAYS)
                .amount(add(new RateWindow.Amount(1, 2, text())))
                .build());
        FetchAttempt attempt =
                add(FetchAttempt.failed(text(), UsageException.Reason.FAILED, text(), Duration.ofSeconds(1)));
        UsageSnapshot snapshot = add(UsageSnapshot.builder(text(), Instant.EPOCH)
                .window(add(new NamedRateWindow(text() + "1", text(), window)))
                .window(text() + "2", text(), window)
                .windowByTitle(text(), text(), window)
                .identity(add(AccountIdentity.builder()
                        .accountEmail(text())
                        .accountOrganization(text())
                        .loginMethod(text())
                        .build()))
                .plan(text())
                .cost(add(UsageCost.builder(1, "USD").period(text()).build()))
                .detail(add(UsageDetail.builder(text(), text())
                        .section(text())
                        .secondaryValue(text())
                        .build()))
                .strategy(text())
                .toolVersion(text())
                .attempt(attempt)
                .build());
        UsageException failure = add(UsageException.builder(UsageException.Reason.FAILED, text())
                .nextStep(text())
                .attempts(List.of(attempt))
                .build());
        ProviderProgram program = add(new ProviderProgram(text(), Optional.of(text()), List.of("/home/" + text())));
        add(ProviderDescriptor.builder("tool", text())
                .windowTitle(text(), text())
                .cliName(text())
                .program(program)
                .access(text())
                .dashboardUri(URI.create("https://example.com/?user=" + EMAIL))
                .statusUri(URI.create("https://example.com/" + EMAIL))
                .build());
        add(UsageResult.of(snapshot));
        add(UsageResult.failed(text(), failure));
        add(new UsageProviders.Failure(text(), text(), failure));
        add(UsagePace.of(
                        RateWindow.builder(1)
                                .period(Duration.ofDays(2))
                                .resetsAt(Instant.EPOCH.plusSeconds(90_000))
                                .build(),
                        Instant.EPOCH)
                .orElseThrow());
        add(FetchRequest.of(Duration.ofSeconds(1)));
    }

    private <T> T add(T value) {
        values.add(value);
        return value;
    }

    private String text() {
        return FORMS.get(random.nextInt(FORMS.size()));
    }
}
