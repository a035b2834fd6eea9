package dev.codexbar.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeUsageProvider;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No tag and no name holds identity, whatever an answer says and wherever it says it. */
class MeterIdentityTest {

    private static final int SNAPSHOTS = Boolean.getBoolean("codexbar.long") ? 5000 : 200;

    /** Printed by a failure, so that it can be repeated. */
    private static final long SEED = 20260131;

    private final Random random = new Random(SEED);

    @Test
    void noIdentityGetsIntoANameOrATag() {
        MeterHarness harness = new MeterHarness();
        try {
            List<Account> accounts = new ArrayList<>();
            FakeUsageProvider provider = new FakeUsageProvider("kiro");
            for (int i = 0; i < SNAPSHOTS; i++) {
                Account account = account();
                accounts.add(account);
                provider.thenAnswers(snapshot(account, MeterHarness.START.plus(Duration.ofMinutes(5L * i))));
            }
            harness.start(provider);
            int windows = 0;
            for (Account account : accounts) {
                // A registry each, so that no bound hides a window of a later answer.
                MeterRegistry registry = new SimpleMeterRegistry();
                try (UsageMeterBinder binder = UsageMeterBinder.builder(harness.monitor())
                        .names(UsageMeterNames.winCodexBar())
                        .build()) {
                    binder.bindTo(registry);
                    registry.getMeters().forEach(meter -> assertHoldsNothingOf(account, meter.getId()));
                    windows +=
                            registry.find("codexbar.quota.utilization").gauges().size();
                }
                harness.advance(Duration.ofMinutes(5));
            }
            assertEquals(SNAPSHOTS, provider.requests().size() - 1);
            // The test would prove nothing if everything were left out.
            assertTrue(windows > SNAPSHOTS, "only " + windows + " windows had a series");
        } finally {
            harness.close();
        }
    }

    private record Account(String user, String domain, String organisation) {

        String email() {
            return user + "@" + domain;
        }
    }

    private Account account() {
        return new Account(word() + (random.nextBoolean() ? "." + word() : ""), word() + ".example.com", name());
    }

    private UsageSnapshot snapshot(Account account, Instant at) {
        UsageSnapshot.Builder builder = UsageSnapshot.builder("kiro", at)
                .identity(AccountIdentity.builder()
                        .accountEmail(account.email())
                        .accountOrganization(account.organisation())
                        .loginMethod(random.nextBoolean() ? "Builder ID" : account.email())
                        .build())
                .plan("Plan of " + account.email())
                .cost(UsageCost.builder(1, "EUR")
                        .period("For " + account.email())
                        .build())
                .details(List.of(UsageDetail.of("Account", account.email())))
                .primary("Credits of " + account.email(), window(account));
        int more = random.nextInt(6);
        for (int i = 0; i < more; i++) {
            String text = text(account);
            if (random.nextBoolean()) {
                builder.windowByTitle("bonus-", text, window(account));
            } else {
                builder.window(i + text, text, window(account));
            }
        }
        return builder.build();
    }

    private RateWindow window(Account account) {
        RateWindow.Builder window =
                RateWindow.builder(random.nextDouble() * 150).resetDescription("for " + account.email());
        if (random.nextBoolean()) {
            window.amount(
                    new RateWindow.Amount(random.nextInt(100), 100, random.nextBoolean() ? "credits" : text(account)));
        }
        return window.build();
    }

    /** A text that a tool may print, most often with something of the account in it. */
    private String text(Account account) {
        String identity = switch (random.nextInt(9)) {
            case 0 -> account.email();
            case 1 -> account.user();
            case 2 -> account.organisation();
            case 3 -> slug(account.email());
            case 4 -> slug(account.organisation());
            case 5 -> runTogether(account.email());
            case 6 -> runTogether(account.user());
            case 7 -> runTogether(account.organisation());
            default -> "nothing";
        };
        return switch (random.nextInt(4)) {
            case 0 -> identity;
            case 1 -> "gift-" + identity;
            case 2 -> identity + " " + word();
            default -> word() + "-" + identity.toUpperCase(Locale.ROOT) + "-" + word();
        };
    }

    private String name() {
        return switch (random.nextInt(3)) {
            case 0 -> capitalised(word());
            case 1 -> capitalised(word()) + " & " + capitalised(word()) + " GmbH";
            default -> capitalised(word()) + " Österreich";
        };
    }

    /** Six letters that are part of no word of ours. */
    private String word() {
        StringBuilder word = new StringBuilder("q");
        for (int i = 0; i < 5; i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.append('x').toString();
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static String slug(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static String runTogether(String text) {
        return slug(text).replace("-", "");
    }

    private static void assertHoldsNothingOf(Account account, Meter.Id id) {
        List<String> texts = new ArrayList<>(List.of(id.getName()));
        for (Tag tag : id.getTags()) {
            texts.add(tag.getKey());
            texts.add(tag.getValue());
        }
        for (String text : texts) {
            String spelled = slug(text);
            for (String identity : List.of(account.email(), account.user(), account.organisation())) {
                assertTrue(
                        !text.contains(identity)
                                && !spelled.contains(slug(identity))
                                && !runTogether(text).contains(runTogether(identity)),
                        () -> id + " holds " + identity + " (seed " + SEED + ")");
            }
        }
    }
}
