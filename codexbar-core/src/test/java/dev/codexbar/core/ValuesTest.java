package dev.codexbar.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.codexbar.core.UsageException.Reason;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValuesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:40:00Z");
    private static final Instant RESET = Instant.parse("2026-12-01T00:00:00Z");
    private static final String EMAIL = "jane.doe@example.com";

    /** For each type, makers of values that differ from each other in one part. */
    static Stream<Arguments> kinds() {
        return Stream.of(
                kind(
                        "ProviderDescriptor",
                        () -> ProviderDescriptor.builder("kiro", "Kiro").build(),
                        () -> ProviderDescriptor.builder("kira", "Kiro").build(),
                        () -> ProviderDescriptor.builder("kiro", "Kira").build(),
                        () -> ProviderDescriptor.builder("kiro", "Kiro")
                                .windowTitle("primary", "Credits")
                                .build(),
                        () -> ProviderDescriptor.builder("kiro", "Kiro")
                                .minimumInterval(Duration.ofMinutes(5))
                                .build(),
                        () -> ProviderDescriptor.builder("kiro", "Kiro")
                                .dashboardUri(URI.create("https://x"))
                                .build(),
                        () -> ProviderDescriptor.builder("kiro", "Kiro")
                                .statusUri(URI.create("https://x"))
                                .build(),
                        () -> ProviderDescriptor.builder("kiro", "Kiro")
                                .cliName("kiro-cli")
                                .build(),
                        () -> ProviderDescriptor.builder("kiro", "Kiro")
                                .program(ProviderProgram.of("kiro-cli", "KIRO_CLI_PATH"))
                                .build(),
                        () -> ProviderDescriptor.builder("kiro", "Kiro")
                                .access("Costs nothing.")
                                .build(),
                        () -> ProviderDescriptor.builder("kiro", "Kiro")
                                .accentColor("#FF9900")
                                .build()),
                kind(
                        "FetchRequest",
                        () -> FetchRequest.builder().build(),
                        () -> FetchRequest.of(Duration.ofSeconds(1))),
                kind(
                        "RateWindow",
                        () -> RateWindow.of(25),
                        () -> RateWindow.of(26),
                        () -> RateWindow.builder(25).atLeast(true).build(),
                        () -> RateWindow.builder(25).resetsAt(RESET).build(),
                        () -> RateWindow.builder(25).resetDescription("01/12").build(),
                        () -> RateWindow.builder(25)
                                .resetsAt(RESET, RateWindow.ResetPrecision.DAY)
                                .build(),
                        () -> RateWindow.builder(25)
                                .resetsAt(RESET, RateWindow.ResetPrecision.DAYS)
                                .build(),
                        () -> RateWindow.builder(25).period(Duration.ofDays(30)).build(),
                        () -> RateWindow.builder(25)
                                .amount(new RateWindow.Amount(1, 4, "credits"))
                                .build()),
                kind(
                        "Amount",
                        () -> new RateWindow.Amount(1, 4, "credits"),
                        () -> new RateWindow.Amount(2, 4, "credits"),
                        () -> new RateWindow.Amount(1, 5, "credits"),
                        () -> new RateWindow.Amount(1, 4, "requests")),
                kind(
                        "NamedRateWindow",
                        () -> new NamedRateWindow("a", "A", RateWindow.of(1)),
                        () -> new NamedRateWindow("b", "A", RateWindow.of(1)),
                        () -> new NamedRateWindow("a", "B", RateWindow.of(1)),
                        () -> new NamedRateWindow("a", "A", RateWindow.of(2))),
                kind(
                        "AccountIdentity",
                        () -> AccountIdentity.builder().build(),
                        () -> AccountIdentity.builder().accountEmail(EMAIL).build(),
                        () -> AccountIdentity.builder()
                                .accountOrganization("ACME")
                                .build(),
                        () -> AccountIdentity.builder().loginMethod("Google").build()),
                kind(
                        "UsageCost",
                        () -> UsageCost.builder(1.5, "USD").build(),
                        () -> UsageCost.builder(1.6, "USD").build(),
                        () -> UsageCost.builder(1.5, "EUR").build(),
                        () -> UsageCost.builder(1.5, "USD").limit(10).build(),
                        () -> UsageCost.builder(1.5, "USD").period("month").build(),
                        () -> UsageCost.builder(1.5, "USD").resetsAt(RESET).build()),
                kind(
                        "UsageDetail",
                        () -> UsageDetail.of("Overages", "Enabled"),
                        () -> UsageDetail.of("Overage", "Enabled"),
                        () -> UsageDetail.of("Overages", "Disabled"),
                        () -> UsageDetail.builder("Overages", "Enabled")
                                .section("Plan")
                                .build(),
                        () -> UsageDetail.builder("Overages", "Enabled")
                                .secondaryValue("$0.04")
                                .build()),
                kind(
                        "FetchAttempt",
                        () -> FetchAttempt.failed("acp", Reason.TIMED_OUT, "Too late.", Duration.ZERO),
                        () -> FetchAttempt.failed("cli", Reason.TIMED_OUT, "Too late.", Duration.ZERO),
                        () -> FetchAttempt.failed("acp", Reason.FAILED, "Too late.", Duration.ZERO),
                        () -> FetchAttempt.failed("acp", Reason.TIMED_OUT, "Late.", Duration.ZERO),
                        () -> FetchAttempt.failed("acp", Reason.TIMED_OUT, "Too late.", Duration.ofMillis(1)),
                        () -> FetchAttempt.incomplete("acp", "Too late.", Duration.ZERO)),
                kind(
                        "UsageSnapshot",
                        () -> snapshot().build(),
                        () -> UsageSnapshot.builder("kira", NOW).build(),
                        () -> UsageSnapshot.builder("kiro", RESET).build(),
                        () -> snapshot().primary("Credits", RateWindow.of(1)).build(),
                        () -> snapshot().secondary("Bonus", RateWindow.of(1)).build(),
                        () -> snapshot()
                                .window(NamedRateWindow.TERTIARY, "Tertiary", RateWindow.of(1))
                                .build(),
                        () -> snapshot()
                                .window(new NamedRateWindow("a", "A", RateWindow.of(1)))
                                .build(),
                        () -> snapshot()
                                .identity(AccountIdentity.builder()
                                        .accountEmail(EMAIL)
                                        .build())
                                .build(),
                        () -> snapshot().plan("KIRO PRO").build(),
                        () -> snapshot()
                                .cost(UsageCost.builder(1, "USD").build())
                                .build(),
                        () -> snapshot().detail(UsageDetail.of("a", "b")).build(),
                        () -> snapshot().strategy("acp").build(),
                        () -> snapshot().toolVersion("1.29.0").build(),
                        () -> snapshot()
                                .attempts(List.of(FetchAttempt.incomplete("acp", "x", Duration.ZERO)))
                                .build()),
                kind(
                        "UsageResult",
                        () -> UsageResult.of(snapshot().build()),
                        () -> UsageResult.of(
                                ProviderDescriptor.builder("kiro", "Kiro").build(),
                                snapshot().build()),
                        () -> UsageResult.of(snapshot().plan("KIRO PRO").build()),
                        () -> UsageResult.failed("kiro", new UsageException(Reason.FAILED, "x", "y")),
                        () -> UsageResult.failed("kira", new UsageException(Reason.FAILED, "x", "y")),
                        () -> UsageResult.failed("kiro", new UsageException(Reason.TIMED_OUT, "x", "y")),
                        () -> UsageResult.failed("kiro", new UsageException(Reason.FAILED, "z", "y")),
                        () -> UsageResult.failed("kiro", new UsageException(Reason.FAILED, "x", "z")),
                        () -> UsageResult.failed(
                                "kiro",
                                UsageException.builder(Reason.FAILED, "x")
                                        .nextStep("y")
                                        .retryAfter(Duration.ofSeconds(1))
                                        .build()),
                        () -> UsageResult.failed(
                                "kiro",
                                UsageException.builder(Reason.FAILED, "x")
                                        .nextStep("y")
                                        .attempts(List.of(FetchAttempt.incomplete("acp", "x", Duration.ZERO)))
                                        .build())),
                kind(
                        "UsagePace",
                        () -> UsagePace.of(window(25), NOW).orElseThrow(),
                        () -> UsagePace.of(window(26), NOW).orElseThrow(),
                        () -> UsagePace.of(window(25), NOW.plusSeconds(60)).orElseThrow(),
                        // As far as the others, and with a reset of its own.
                        () -> UsagePace.of(
                                        RateWindow.builder(25)
                                                .period(Duration.ofDays(60))
                                                .resetsAt(RESET.plus(Duration.between(NOW, RESET)))
                                                .build(),
                                        NOW)
                                .orElseThrow()));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static Arguments kind(String type, Supplier<Object>... makers) {
        return arguments(type, List.of(makers));
    }

    private static UsageSnapshot.Builder snapshot() {
        return UsageSnapshot.builder("kiro", NOW);
    }

    private static RateWindow window(double used) {
        return RateWindow.builder(used)
                .period(Duration.ofDays(30))
                .resetsAt(RESET)
                .build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void equalWhatHasEqualParts(String type, List<Supplier<Object>> makers) {
        for (int i = 0; i < makers.size(); i++) {
            Object value = makers.get(i).get();
            Object twin = makers.get(i).get();
            assertEquals(value, twin);
            assertEquals(value.hashCode(), twin.hashCode());
            assertEquals(value.toString(), twin.toString());
            assertFalse(value.equals(null));
            assertNotEquals(value, new Object());
            for (int j = 0; j < i; j++) {
                Object other = makers.get(j).get();
                assertNotEquals(value, other);
                assertNotEquals(other, value);
                assertNotEquals(value.hashCode(), other.hashCode(), () -> value + " and " + other);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void showEveryPart(String type, List<Supplier<Object>> makers) {
        List<String> shown = new ArrayList<>();
        for (Supplier<Object> maker : makers) {
            String text = maker.get().toString();
            assertTrue(text.startsWith(type + "[") && text.endsWith("]"), text);
            assertFalse(text.contains("null") || text.contains("Optional"), text);
            assertFalse(shown.contains(text), text);
            shown.add(text);
        }
    }

    /** What must be refused, and the value that the message must quote. */
    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal("\"Kiro!\"", () -> ProviderDescriptor.builder("Kiro!", "Kiro")),
                refusal("\"\"", () -> ProviderDescriptor.builder("", "Kiro")),
                refusal("\"" + "x".repeat(65) + "\"", () -> ProviderDescriptor.builder("x".repeat(65), "Kiro")),
                refusal("\" \"", () -> ProviderDescriptor.builder("kiro", " ")),
                refusal(
                        "\"#ff9900\"",
                        () -> ProviderDescriptor.builder("kiro", "Kiro").accentColor("#ff9900")),
                refusal("PT0S", () -> FetchRequest.of(Duration.ZERO)),
                refusal("PT-1S", () -> FetchRequest.of(Duration.ofSeconds(-1))),
                refusal("-0.1", () -> RateWindow.of(-0.1)),
                refusal("NaN", () -> RateWindow.of(Double.NaN)),
                refusal("Infinity", () -> RateWindow.of(Double.POSITIVE_INFINITY)),
                refusal("PT0S", () -> RateWindow.builder(1).period(Duration.ZERO)),
                refusal("\"\t\"", () -> RateWindow.builder(1).resetDescription("\t")),
                refusal("-1.0", () -> new RateWindow.Amount(-1, 4, "credits")),
                refusal("NaN", () -> new RateWindow.Amount(1, Double.NaN, "credits")),
                refusal("\"\"", () -> new RateWindow.Amount(1, 4, "")),
                refusal("\"\"", () -> new NamedRateWindow("", "A", RateWindow.of(1))),
                refusal("\" \"", () -> new NamedRateWindow("a", " ", RateWindow.of(1))),
                refusal("\"\"", () -> AccountIdentity.builder().accountEmail("")),
                refusal("\"\"", () -> AccountIdentity.builder().accountOrganization("")),
                refusal("\"\"", () -> AccountIdentity.builder().loginMethod("")),
                refusal("\"usd\"", () -> UsageCost.builder(1, "usd")),
                refusal("-3.0", () -> UsageCost.builder(-3, "USD")),
                refusal("NaN", () -> UsageCost.builder(1, "USD").limit(Double.NaN)),
                refusal("\"\"", () -> UsageCost.builder(1, "USD").period("")),
                refusal("\"\"", () -> UsageDetail.of("", "b")),
                refusal("\"\"", () -> UsageDetail.of("a", "")),
                refusal("\"\"", () -> UsageDetail.builder("a", "b").section("")),
                refusal("\"\"", () -> UsageDetail.builder("a", "b").secondaryValue("")),
                refusal("PT-1S", () -> FetchAttempt.incomplete("acp", "x", Duration.ofSeconds(-1))),
                refusal("\"\"", () -> FetchAttempt.incomplete("", "x", Duration.ZERO)),
                refusal("\" \"", () -> FetchAttempt.incomplete("acp", " ", Duration.ZERO)),
                refusal("\"\"", () -> UsageSnapshot.builder("", NOW)),
                refusal("\"\"", () -> snapshot().plan("")),
                refusal("\"\"", () -> snapshot().strategy("")),
                refusal("\"\"", () -> snapshot().windowByTitle("", "A", RateWindow.of(1))),
                refusal("\" \"", () -> snapshot().windowByTitle("a", " ", RateWindow.of(1))),
                refusal("PT0S", () -> ProviderDescriptor.builder("a", "A").minimumInterval(Duration.ZERO)),
                refusal("\"\"", () -> ProviderDescriptor.builder("a", "A").windowTitle("", "A")),
                refusal(
                        "\"x\"",
                        () -> ProviderDescriptor.builder("a", "A")
                                .windowTitle("x", "A")
                                .windowTitle("x", "B")),
                refusal(
                        "\"kira\"",
                        () -> UsageResult.of(
                                ProviderDescriptor.builder("kira", "Kira").build(),
                                snapshot().build())),
                refusal("\"\"", () -> snapshot().toolVersion("")),
                refusal(
                        "\"a\"",
                        () -> snapshot()
                                .window(new NamedRateWindow("a", "A", RateWindow.of(1)))
                                .window(new NamedRateWindow("a", "B", RateWindow.of(2)))));
    }

    private static Arguments refusal(String quoted, Executable making) {
        return arguments(quoted, making);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("refusals")
    void quoteWhatTheyRefuse(String quoted, Executable making) {
        String message = assertThrows(IllegalArgumentException.class, making).getMessage();
        assertTrue(message.contains(quoted), message);
    }

    @Test
    void refuseNull() {
        assertThrows(NullPointerException.class, () -> UsageSnapshot.builder("kiro", null));
        assertThrows(NullPointerException.class, () -> snapshot().identity(null));
        assertThrows(NullPointerException.class, () -> snapshot().detail(null));
        assertThrows(NullPointerException.class, () -> snapshot().window((NamedRateWindow) null));
        assertThrows(NullPointerException.class, () -> new NamedRateWindow("a", "A", null));
        assertThrows(NullPointerException.class, () -> RateWindow.builder(1).resetsAt(null));
        assertThrows(NullPointerException.class, () -> UsageCost.builder(1, null));
        assertThrows(NullPointerException.class, () -> FetchAttempt.failed("acp", null, "x", Duration.ZERO));
        assertThrows(NullPointerException.class, () -> UsagePace.of(window(1), null));
    }

    @Test
    void neverShowIdentity() {
        UsageSnapshot snapshot = snapshot()
                .identity(AccountIdentity.builder()
                        .accountEmail(EMAIL)
                        .accountOrganization("of " + EMAIL)
                        .loginMethod("as " + EMAIL)
                        .build())
                .plan("plan of " + EMAIL)
                .detail(UsageDetail.builder("Owner", EMAIL)
                        .secondaryValue(EMAIL)
                        .build())
                .attempts(List.of(FetchAttempt.incomplete("acp", "not found: " + EMAIL, Duration.ZERO)))
                .build();
        assertFalse(snapshot.toString().contains("jane"), snapshot.toString());
        assertFalse(snapshot.toString().contains("example.com"), snapshot.toString());
        assertEquals(Optional.of(EMAIL), snapshot.identity().accountEmail(), "the value itself is whole");
    }

    @Test
    void knowNothingThatWasNotSaid() {
        UsageSnapshot snapshot = snapshot().build();
        assertEquals(Optional.empty(), snapshot.primary());
        assertEquals(Optional.empty(), snapshot.cost());
        assertEquals(List.of(), snapshot.windows());
        assertEquals(Optional.empty(), RateWindow.of(1).resetsAt());
        assertEquals(Optional.empty(), RateWindow.of(1).amount());
        assertEquals(OptionalDouble.empty(), UsageCost.builder(1, "USD").build().limit());
        assertEquals(Optional.empty(), FetchRequest.defaults().timeLimit());
        assertSame(AccountIdentity.unknown(), snapshot.identity());
    }

    @Test
    void takeOverageForWhatItIs() {
        assertEquals(0, RateWindow.of(130).remainingPercent());
        assertEquals(130, RateWindow.of(130).usedPercent());
        assertEquals(75, RateWindow.of(25).remainingPercent());
    }

    @Test
    void takeNegativeZeroForZero() {
        assertEquals(RateWindow.of(0.0), RateWindow.of(-0.0));
        assertEquals("RateWindow[usedPercent=0.0]", RateWindow.of(-0.0).toString());
        assertEquals(new RateWindow.Amount(0, 0, "credits"), new RateWindow.Amount(-0.0, -0.0, "credits"));
    }

    @Test
    void keepWholeSeconds() {
        Instant fine = Instant.parse("2026-11-22T12:40:00.999Z");
        assertEquals(NOW, UsageSnapshot.builder("kiro", fine).build().updatedAt());
        assertEquals(
                Optional.of(NOW), RateWindow.builder(1).resetsAt(fine).build().resetsAt());
        assertEquals(
                Optional.of(NOW),
                UsageCost.builder(1, "USD").resetsAt(fine).build().resetsAt());
    }

    @Test
    void copyListsInAndHandThemOutUnmodifiable() {
        List<FetchAttempt> attempts = new ArrayList<>();
        attempts.add(FetchAttempt.incomplete("acp", "x", Duration.ZERO));
        UsageSnapshot.Builder builder = snapshot().attempts(attempts);
        UsageSnapshot snapshot = builder.build();
        attempts.clear();
        builder.detail(UsageDetail.of("a", "b"));
        assertEquals(1, snapshot.attempts().size());
        assertEquals(List.of(), snapshot.details());
        assertThrows(
                UnsupportedOperationException.class, () -> snapshot.attempts().clear());
        assertThrows(
                UnsupportedOperationException.class, () -> snapshot.details().add(UsageDetail.of("a", "b")));
        assertThrows(
                UnsupportedOperationException.class, () -> snapshot.windows().add(null));
    }

    @Test
    void takeBackWhatMayBeUnknown() {
        UsageSnapshot snapshot = snapshot()
                .primary("Credits", null)
                .plan("x")
                .plan(null)
                .strategy("x")
                .strategy(null)
                .build();
        assertEquals(snapshot().build(), snapshot);
    }

    @Test
    void findWindowsByIdAndKeepTheirOrder() {
        RateWindow one = RateWindow.of(1);
        RateWindow two = RateWindow.of(2);
        RateWindow three = RateWindow.of(3);
        UsageSnapshot snapshot = snapshot()
                .window("extra", "Extra", three)
                .secondary("Bonus", two)
                .primary("Credits", one)
                .window("unknown", "Unknown", null)
                .build();

        assertEquals(
                List.of("extra", "secondary", "primary"),
                snapshot.windows().stream().map(NamedRateWindow::id).toList());
        assertEquals(Optional.of(one), snapshot.primary());
        assertEquals(Optional.of(two), snapshot.secondary());
        assertEquals(Optional.empty(), snapshot.tertiary());
        assertEquals(Optional.of(three), snapshot.window("extra"));
        assertEquals(Optional.empty(), snapshot.window("unknown"));
        assertEquals("Credits", snapshot.windows().get(2).title());
    }

    @Test
    void addWithTheSingularAndReplaceWithThePlural() {
        UsageDetail detail = UsageDetail.of("a", "b");
        FetchAttempt attempt = FetchAttempt.incomplete("acp", "x", Duration.ZERO);
        NamedRateWindow window = new NamedRateWindow("a", "A", RateWindow.of(1));
        UsageSnapshot.Builder builder = snapshot()
                .detail(detail)
                .detail(detail)
                .attempt(attempt)
                .attempt(attempt)
                .window(window);
        UsageSnapshot added = builder.build();
        assertEquals(List.of(detail, detail), added.details());
        assertEquals(List.of(attempt, attempt), added.attempts());
        assertEquals(List.of(window), added.windows());

        UsageSnapshot replaced = builder.details(List.of(detail))
                .attempts(List.of(attempt))
                .windows(List.of(window))
                .build();
        assertEquals(List.of(detail), replaced.details());
        assertEquals(List.of(attempt), replaced.attempts());
        assertEquals(List.of(window), replaced.windows());
        assertThrows(IllegalArgumentException.class, () -> builder.windows(List.of(window, window)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void areRebuiltAsTheyWere(String type, List<Supplier<Object>> makers) {
        for (Supplier<Object> maker : makers) {
            Object value = maker.get();
            if (value instanceof UsageSnapshot snapshot) {
                assertEquals(snapshot, snapshot.toBuilder().build());
            } else if (value instanceof RateWindow window) {
                assertEquals(window, window.toBuilder().build());
            }
        }
    }

    @Test
    void showAResetNoMoreExactlyThanItWasStated() {
        Instant fine = Instant.parse("2026-12-01T17:40:00.999Z");
        RateWindow instant = RateWindow.builder(1).resetsAt(fine).build();
        assertEquals(RateWindow.ResetPrecision.INSTANT, instant.resetPrecision());
        assertEquals(Optional.of(Instant.parse("2026-12-01T17:40:00Z")), instant.resetsAt());
        RateWindow day = RateWindow.builder(1)
                .resetsAt(fine, RateWindow.ResetPrecision.DAY)
                .build();
        assertEquals(RateWindow.ResetPrecision.DAY, day.resetPrecision());
        assertEquals(Optional.of(RESET), day.resetsAt());
        assertEquals(
                day, RateWindow.builder(1).resetsOn(LocalDate.of(2026, 12, 1)).build());
        assertEquals(RateWindow.ResetPrecision.INSTANT, RateWindow.of(1).resetPrecision());
        assertEquals(instant, day.toBuilder().resetsAt(fine).build(), "an instant takes the place of a day");
    }

    @Test
    void cleanWhatAnAttemptSays() {
        FetchAttempt attempt = FetchAttempt.failed(
                "acp", Reason.FAILED, "no answer\r\n\033[31mfor jane@example.com\033[0m", Duration.ofMillis(5));
        assertEquals("no answer for ***@***", attempt.message());
        assertEquals(Optional.of(Reason.FAILED), attempt.reason());
        assertEquals(
                Optional.empty(),
                FetchAttempt.incomplete("acp", "x", Duration.ZERO).reason());
    }
}
