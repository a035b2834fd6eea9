package dev.codexbar.provider.kiro.report;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.provider.kiro.report.KiroProblem.Kind;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KiroUsageTest {

    @ParameterizedTest
    @CsvSource({
        // used, limit, shown, meant
        "895.04, 2000, 44, 44.752", // the ratio is finer
        "9.99, 1000, 0, 0.999",
        "10, 1000, 0, 1", // a whole percentage point is still agreement
        "10.01, 1000, 0, 0", // more is not
        "0, 50, 100, 100", // the printed percentage wins
        "1117.31, 1000, 111.7, 111.731",
        "5, 0, 7, 7", // no ratio
        "25, 100, , 25",
        ", , 37.5, 37.5",
        "5, , , ",
        "0, 0, , "
    })
    void weighsPercentageAgainstCredits(Double used, Double limit, Double shown, Double meant) {
        Breakdown.Builder breakdown = Breakdown.builder("Credits");
        if (used != null) {
            breakdown.used(used);
        }
        if (limit != null) {
            breakdown.limit(limit);
        }
        if (shown != null) {
            breakdown.percentShown(shown);
        }
        OptionalDouble percent = breakdown.build().usedPercent();
        assertEquals(meant == null ? OptionalDouble.empty() : OptionalDouble.of(meant), percent);
    }

    @Test
    void knowsTheTotalThatMeansNoLimit() {
        Breakdown none = Breakdown.builder("Credits")
                .used(5)
                .limit(999_999)
                .percentShown(0)
                .build();
        assertTrue(none.unlimited());
        assertEquals(OptionalDouble.empty(), none.limit());
        assertEquals(OptionalDouble.empty(), none.usedPercent());
        Breakdown some = Breakdown.builder("Credits").used(5).limit(999_998).build();
        assertFalse(some.unlimited());
        assertEquals(OptionalDouble.of(999_998), some.limit());
    }

    @Test
    void tellsThePercentageOfABonus() {
        assertEquals(OptionalDouble.of(25), bonus(5, 20).usedPercent());
        assertEquals(OptionalDouble.empty(), bonus(0, 0).usedPercent());
    }

    private static Bonus bonus(double used, double total) {
        return new Bonus(Optional.empty(), used, total, OptionalInt.empty());
    }

    @Test
    void equalsWhatSaysTheSame() {
        assertDistinct(List.of(
                () -> KiroUsage.builder().build(),
                () -> KiroUsage.builder().plan("KIRO PRO").build(),
                () -> KiroUsage.builder().reset(new PrintedDate("01/01")).build(),
                () -> KiroUsage.builder()
                        .addBreakdown(Breakdown.builder("Credits").build())
                        .build(),
                () -> KiroUsage.builder().addBonus(bonus(1, 2)).build(),
                () -> KiroUsage.builder()
                        .addOnCredits(new AddOnCredits(true, Optional.empty(), Optional.empty()))
                        .build(),
                () -> KiroUsage.builder().managedPlan(true).build(),
                () -> KiroUsage.builder().enterprise(true).build(),
                () -> KiroUsage.builder().manageUrl(URI.create("https://a")).build()));
        assertDistinct(List.of(
                () -> Breakdown.builder("Credits").build(),
                () -> Breakdown.builder("Requests").build(),
                () -> Breakdown.builder("Credits").used(1).build(),
                () -> Breakdown.builder("Credits").limit(1).build(),
                () -> Breakdown.builder("Credits").unlimited(true).build(),
                () -> Breakdown.builder("Credits").percentShown(1).build(),
                () -> Breakdown.builder("Credits").clamped(true).build(),
                () -> Breakdown.builder("Credits")
                        .overage(Overage.builder(true).build())
                        .build()));
        assertDistinct(List.of(
                () -> Overage.builder(true).build(),
                () -> Overage.builder(false).build(),
                () -> Overage.builder(true).managedByOrganization(true).build(),
                () -> Overage.builder(true).rate(1).build(),
                () -> Overage.builder(true).rateUnit("request").build(),
                () -> Overage.builder(true).creditsUsed(1).build(),
                () -> Overage.builder(true).estimatedCost(1).build(),
                () -> Overage.builder(true).currency("USD").build()));
        assertDistinct(List.of(
                () -> KiroProblem.of(Kind.UNREADABLE),
                () -> KiroProblem.of(Kind.INCOMPLETE_OUTPUT),
                () -> KiroProblem.of(Kind.UNREADABLE, "words")));
    }

    private static void assertDistinct(List<Supplier<Object>> values) {
        for (Supplier<Object> one : values) {
            for (Supplier<Object> other : values) {
                if (one == other) {
                    assertEquals(one.get(), other.get());
                    assertEquals(one.get().hashCode(), other.get().hashCode());
                    assertEquals(one.get().toString(), other.get().toString());
                } else {
                    assertNotEquals(one.get(), other.get());
                }
            }
        }
        // Not a promise, but what makes a hash code worth having.
        assertEquals(
                values.size(),
                values.stream().map(value -> value.get().hashCode()).distinct().count());
    }

    @Test
    void refusesWhatIsNoNumberOfCredits() {
        for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> bonus(wrong, 1));
            assertThrows(IllegalArgumentException.class, () -> bonus(1, wrong));
            assertThrows(IllegalArgumentException.class, () -> new Pack(wrong, 1, Optional.empty()));
            assertThrows(IllegalArgumentException.class, () -> new OtherPacks(1, wrong, 1));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Breakdown.builder("Credits").used(wrong));
        }
        assertThrows(IllegalArgumentException.class, () -> new OtherPacks(1, 1, -1));
    }

    @Test
    void masksIdentityInEveryPart() {
        String name = "of jane@example.com";
        PrintedDate date = new PrintedDate(name);
        for (Object part : List.of(
                date,
                new Bonus(Optional.of(name), 1, 2, OptionalInt.of(3)),
                new Pack(1, 2, Optional.of(date)),
                Breakdown.builder(name).build(),
                Overage.builder(true).rateUnit(name).build())) {
            assertTrue(part.toString().contains("of ***@***"), part::toString);
        }
        assertEquals("OtherPacks[used=1.0, total=2.0, count=3]", new OtherPacks(1, 2, 3).toString());
    }

    @Test
    void keepsWhatItWasGiven() {
        Overage overage = Overage.builder(true)
                .managedByOrganization(true)
                .rate(0.04)
                .rateUnit("request")
                .creditsUsed(2)
                .estimatedCost(3)
                .currency("USD")
                .build();
        KiroUsage.Builder builder = KiroUsage.builder()
                .plan("KIRO PRO")
                .addBreakdown(Breakdown.builder("Credits").overage(overage).build());
        KiroUsage usage = builder.build();
        builder.addBonus(bonus(1, 2));
        assertAll(
                () -> assertEquals(
                        Optional.of(overage), usage.breakdowns().get(0).overage()),
                () -> assertTrue(overage.managedByOrganization()),
                () -> assertEquals(List.of(), usage.bonuses()),
                () -> assertThrows(
                        UnsupportedOperationException.class,
                        () -> usage.bonuses().add(bonus(1, 2))),
                () -> assertTrue(usage.toString().contains("plan=KIRO PRO, reset=null")),
                () -> assertTrue(usage.toString().contains("Overage[enabled=true")));
    }
}
