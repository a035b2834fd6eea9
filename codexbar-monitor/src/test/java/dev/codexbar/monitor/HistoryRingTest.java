package dev.codexbar.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistoryRingTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");

    @Test
    void keepsPointsInOrder() {
        HistoryRing ring = new HistoryRing(100);
        ring.add(at(0), 10, null);
        ring.add(at(300), 12.5, null);

        assertEquals(List.of(new UsagePoint(at(0), 10, false), new UsagePoint(at(300), 12.5, false)), ring.points());
    }

    @Test
    void keepsTheLatestOfMoreThanItHolds() {
        Random random = new Random(5);
        for (int capacity : List.of(1, 2, 15, 16, 17, 100)) {
            HistoryRing ring = new HistoryRing(capacity);
            List<Double> expected = new ArrayList<>();
            double percent = 0;
            for (int i = 0; i < 500; i++) {
                percent += random.nextDouble();
                ring.add(at(i), percent, null);
                expected.add(percent);
                if (expected.size() > capacity) {
                    expected.remove(0);
                }
                assertEquals(
                        expected,
                        ring.points().stream().map(UsagePoint::usedPercent).toList());
            }
        }
    }

    @Test
    void keepsAFlatLineOnceAnHour() {
        HistoryRing ring = new HistoryRing(100);
        for (int minute = 0; minute <= 180; minute += 5) {
            ring.add(at(minute * 60L), 50, null);
        }

        assertEquals(
                List.of(at(0), at(3600), at(7200), at(10800)),
                ring.points().stream().map(UsagePoint::measuredAt).toList());
    }

    @Test
    void marksAPercentageThatFell() {
        HistoryRing ring = new HistoryRing(100);
        ring.add(at(0), 90, null);
        ring.add(at(300), 0, null);
        ring.add(at(600), 3, null);

        assertEquals(List.of(false, true, false), marks(ring));
        assertEquals(0.0, ring.points().get(1).usedPercent());
    }

    @Test
    void marksAResetAfterWhichMoreIsUsedThanBefore() {
        HistoryRing ring = new HistoryRing(100);
        ring.add(at(0), 3, at(100));
        ring.add(at(300), 5, at(18100));

        assertEquals(List.of(false, true), marks(ring));
    }

    @Test
    void doesNotMarkAResetThatTheToolHasNotSeenYet() {
        HistoryRing ring = new HistoryRing(100);
        ring.add(at(0), 90, at(100));
        ring.add(at(130), 91, at(100));

        assertEquals(List.of(false, false), marks(ring));
    }

    @Test
    void ignoresAPointOfThePast() {
        HistoryRing ring = new HistoryRing(100);
        ring.add(at(100), 10, null);
        ring.add(at(50), 20, null);

        assertEquals(1, ring.points().size());
    }

    private static List<Boolean> marks(HistoryRing ring) {
        return ring.points().stream().map(UsagePoint::afterReset).toList();
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }
}
