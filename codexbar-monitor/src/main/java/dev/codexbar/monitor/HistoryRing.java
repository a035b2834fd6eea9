package dev.codexbar.monitor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest points of one window, oldest first. A point that repeats the percentage of the one before is kept once an
 * hour only. Not thread-safe.
 */
final class HistoryRing {

    /** So that a flat line still shows how long it was flat. */
    private static final long SECONDS_BETWEEN_EQUALS = 3600;

    private static final int FIRST_SIZE = 16;

    private final int capacity;

    /** Two numbers a point instead of an object: a thousand providers keep millions. */
    private long[] times;

    private double[] percents;
    private int first;
    private int size;
    private @Nullable Instant reset;

    HistoryRing(int capacity) {
        this.capacity = capacity;
        this.times = new long[Math.min(FIRST_SIZE, capacity)];
        this.percents = new double[times.length];
    }

    void add(Instant measuredAt, double usedPercent, @Nullable Instant resetsAt) {
        boolean afterReset = size > 0 && isAfterReset(measuredAt, usedPercent, resetsAt);
        reset = resetsAt;
        if (size > 0) {
            long since = measuredAt.getEpochSecond() - timeOf(size - 1);
            if (since < 0 || (!afterReset && percentOf(size - 1) == usedPercent && since < SECONDS_BETWEEN_EQUALS)) {
                return;
            }
        }
        if (size == times.length && size < capacity) {
            grow();
        }
        if (size == times.length) {
            first = (first + 1) % size;
            size--;
        }
        int index = (first + size) % times.length;
        // The sign bit of a percentage, which is never negative, holds the mark.
        times[index] = measuredAt.getEpochSecond();
        percents[index] = afterReset ? -usedPercent : usedPercent;
        size++;
    }

    /** Quotas only fill without a reset, so there was one if the percentage fell or a reset that is over made way. */
    private boolean isAfterReset(Instant measuredAt, double usedPercent, @Nullable Instant resetsAt) {
        boolean moved = reset != null && !reset.isAfter(measuredAt) && resetsAt != null && resetsAt.isAfter(measuredAt);
        return moved || usedPercent < percentOf(size - 1);
    }

    private long timeOf(int position) {
        return times[(first + position) % times.length];
    }

    private double percentOf(int position) {
        return Math.abs(percents[(first + position) % times.length]);
    }

    private void grow() {
        int length = Math.min(capacity, times.length * 2);
        // The ring is only full after it has its final size, so its first point is at the start here.
        times = Arrays.copyOf(times, length);
        percents = Arrays.copyOf(percents, length);
    }

    List<UsagePoint> points() {
        List<UsagePoint> points = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            double percent = percents[(first + i) % times.length];
            boolean afterReset = Double.doubleToRawLongBits(percent) < 0;
            points.add(new UsagePoint(Instant.ofEpochSecond(timeOf(i)), Math.abs(percent), afterReset));
        }
        return List.copyOf(points);
    }
}
