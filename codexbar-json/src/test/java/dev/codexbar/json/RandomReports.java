package dev.codexbar.json;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchAttempt;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Any report the model can hold, hostile texts and huge numbers included. */
final class RandomReports {

    private static final String[] TEXTS = {
        "Credits",
        "KIRO PRO+ | \"quoted\" \\ back/slash",
        "\u001b[31mred\u001b[0m \u009b2J\u007f\u0000",
        "line\r\nbreak\tand\u2028separator",
        "\ud83c\udf81 bonus \u202e\ufeff",
        "{\"usage\":[null]}",
        "person@example.com",
        "…".repeat(119) + "\ud83c\udf81",
        "long ".repeat(200),
    };

    private static final double[] NUMBERS = {
        0,
        -0.0,
        0.1,
        1,
        12.505,
        0.07,
        57.29,
        123456789.12,
        0.004,
        99.996,
        99.99999999999999,
        100,
        111.7,
        1e15,
        9007199254740991.0,
        9007199254740992.0,
        1e16,
        1e21,
        1.5e300,
        1e300,
        Double.MAX_VALUE,
        Double.MIN_VALUE,
        1.0 / 3
    };

    private final Random random;

    RandomReports(long seed) {
        // Neighbouring seeds begin alike, so that the first choice would always be the same.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    UsageReport next() {
        return random.nextInt(4) == 0
                ? UsageReport.of(UsageResult.failed("some-tool", failure()))
                : withFreshness(UsageReport.of(UsageResult.of(snapshot())));
    }

    private UsageReport withFreshness(UsageReport report) {
        return random.nextBoolean()
                ? report
                : report.withFreshness(Freshness.builder()
                        .measuredAt(maybe(this::instant))
                        .stale(random.nextBoolean())
                        .nextAttemptAt(maybe(this::instant))
                        .lastError(maybe(this::failure))
                        .build());
    }

    UsageSnapshot snapshot() {
        UsageSnapshot.Builder builder = UsageSnapshot.builder("some-tool", instant())
                .primary(text(), maybe(this::window))
                .secondary(text(), maybe(this::window))
                .window(NamedRateWindow.TERTIARY, text(), maybe(this::window))
                .plan(maybe(this::text))
                .cost(maybe(this::cost))
                .strategy(maybe(this::text))
                .toolVersion(maybe(this::version))
                .attempts(attempts())
                .identity(identity());
        for (int i = random.nextInt(4); i > 0; i--) {
            builder.window(new NamedRateWindow("extra-" + i + text(), text(), window()));
        }
        for (int i = random.nextInt(3) * random.nextInt(300); i > 0; i--) {
            builder.detail(detail());
        }
        return builder.build();
    }

    private RateWindow window() {
        RateWindow.Builder builder = RateWindow.builder(number()).atLeast(random.nextBoolean());
        if (random.nextBoolean()) {
            builder.resetsAt(instant(), pick(RateWindow.ResetPrecision.values()));
        }
        if (random.nextBoolean()) {
            builder.resetDescription(text());
        }
        if (random.nextBoolean()) {
            builder.period(length());
        }
        if (random.nextBoolean()) {
            builder.amount(new RateWindow.Amount(number(), number(), text()));
        }
        return builder.build();
    }

    private UsageCost cost() {
        UsageCost.Builder builder = UsageCost.builder(number(), "USD");
        if (random.nextBoolean()) {
            builder.limit(number());
        }
        if (random.nextBoolean()) {
            builder.period(text());
        }
        if (random.nextBoolean()) {
            builder.resetsAt(instant());
        }
        return builder.build();
    }

    private UsageDetail detail() {
        UsageDetail.Builder builder = UsageDetail.builder(text(), text());
        if (random.nextInt(10) == 0) {
            builder.section(text());
        }
        if (random.nextBoolean()) {
            builder.secondaryValue(text());
        }
        return builder.build();
    }

    private AccountIdentity identity() {
        AccountIdentity.Builder builder = AccountIdentity.builder();
        if (random.nextBoolean()) {
            builder.accountEmail(text());
        }
        if (random.nextBoolean()) {
            builder.accountOrganization(text());
        }
        if (random.nextBoolean()) {
            builder.loginMethod(text());
        }
        return builder.build();
    }

    private UsageException failure() {
        UsageException.Builder builder = UsageException.builder(pick(UsageException.Reason.values()), text())
                .attempts(attempts());
        if (random.nextBoolean()) {
            builder.nextStep(text());
        }
        if (random.nextBoolean()) {
            builder.retryAfter(length());
        }
        return builder.build();
    }

    private List<FetchAttempt> attempts() {
        List<FetchAttempt> attempts = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            attempts.add(
                    random.nextBoolean()
                            ? FetchAttempt.incomplete(
                                    text(),
                                    text(),
                                    Duration.ofNanos(random.nextInt()).abs())
                            : FetchAttempt.failed(text(), pick(UsageException.Reason.values()), text(), Duration.ZERO));
        }
        return attempts;
    }

    private Instant instant() {
        // From the first to the last second of the years 0000 to 9999.
        return switch (random.nextInt(4)) {
            case 0 -> Instant.parse("0000-01-01T00:00:00Z");
            case 1 -> Instant.parse("9999-12-31T23:59:59Z");
            default ->
                Instant.ofEpochSecond(
                        random.nextLong(-62_167_219_200L, 253_402_300_800L), random.nextInt(1_000_000_000));
        };
    }

    private Duration length() {
        return switch (random.nextInt(4)) {
            case 0 -> Duration.ofMinutes(random.nextInt(1, 100_000));
            case 1 -> Duration.ofNanos(random.nextInt(1, Integer.MAX_VALUE));
            case 2 -> Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
            default -> Duration.ofDays(30);
        };
    }

    private String version() {
        return pick("1.23.1", "2.11.0-beta.1", "v3", "1.", "3", "1.2 (build 7)");
    }

    private double number() {
        return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextDouble() * 10_000;
    }

    private String text() {
        return random.nextInt(3) > 0 ? TEXTS[random.nextInt(TEXTS.length)] : randomText();
    }

    /** Any characters but surrogates, which are no text by themselves. */
    private String randomText() {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(20); i > 0; i--) {
            char c = (char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000);
            text.append(Character.isSurrogate(c) ? '\ufffd' : c);
        }
        return text.toString();
    }

    @SafeVarargs
    private <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }
}
