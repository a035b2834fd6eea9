package dev.codexbar.server.page;

import dev.codexbar.monitor.UsagePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The history of a window as the parts of a picture of {@value #WIDTH} by {@value #HEIGHT}.
 *
 * @param line the data of an SVG path, broken at each reset
 * @param resets where the resets are, from the left
 * @param label the picture in words
 */
record Sparkline(String line, List<String> resets, String label) {

    static final int WIDTH = 240;
    static final int HEIGHT = 32;

    /** So that the line is not cut at the edges. */
    private static final double MARGIN = 1.5;

    /** A point for every other unit of the width. */
    private static final int MOST_POINTS = WIDTH / 2;

    /** The window of today, and a few before for comparison. */
    private static final int MOST_PERIODS = 4;

    /**
     * Draws a history.
     *
     * @param points the points, oldest first
     * @param period the period of the window, if it is known
     * @param wording the words for the label, which hold the time of the page
     * @param now the right edge
     * @return the picture, or empty if nothing has changed
     */
    static Optional<Sparkline> of(List<UsagePoint> points, Optional<Duration> period, Wording wording, Instant now) {
        Instant earliest =
                period.map(time -> now.minus(time.multipliedBy(MOST_PERIODS))).orElse(Instant.MIN);
        List<UsagePoint> shown = points.stream()
                .filter(point -> !point.measuredAt().isBefore(earliest))
                .toList();
        if (shown.stream().mapToDouble(UsagePoint::usedPercent).distinct().count() < 2) {
            return Optional.empty();
        }
        Instant start = shown.get(0).measuredAt();
        UsagePoint last = shown.get(shown.size() - 1);
        double seconds = Math.max(
                1, Duration.between(start, later(now, last.measuredAt())).toSeconds());
        double top = Math.max(
                100, shown.stream().mapToDouble(UsagePoint::usedPercent).max().orElse(100));
        StringBuilder line = new StringBuilder();
        List<String> resets = new ArrayList<>();
        int column = -1;
        for (UsagePoint point : shown) {
            double share = Duration.between(start, point.measuredAt()).toSeconds() / seconds;
            int ownColumn = (int) (share * MOST_POINTS);
            boolean isFirst = line.length() == 0;
            if (ownColumn == column && !point.afterReset() && !point.equals(last)) {
                continue;
            }
            column = ownColumn;
            String x = tenths(share * WIDTH);
            if (point.afterReset() && !isFirst) {
                resets.add(x);
            }
            line.append(isFirst || point.afterReset() ? 'M' : 'L')
                    .append(x)
                    .append(' ')
                    .append(tenths(HEIGHT - MARGIN - point.usedPercent() / top * (HEIGHT - 2 * MARGIN)));
        }
        // The last number still holds: the line goes on to the right edge.
        line.append('H').append(WIDTH);
        String label = "History since " + wording.moment(start) + ": from "
                + Wording.percent(shown.get(0).usedPercent()) + " to " + Wording.percent(last.usedPercent())
                + (resets.isEmpty() ? "" : ", with " + resets.size() + (resets.size() == 1 ? " reset" : " resets"));
        return Optional.of(new Sparkline(line.toString(), List.copyOf(resets), label));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** One digit behind the point is a tenth of a pixel. */
    static String tenths(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + Math.abs(tenths % 10);
    }
}
