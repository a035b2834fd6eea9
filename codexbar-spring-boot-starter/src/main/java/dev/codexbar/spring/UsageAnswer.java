package dev.codexbar.spring;

import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.json.UsageJson;
import dev.codexbar.json.UsageReport;
import dev.codexbar.monitor.UsageView;
import dev.codexbar.server.UsageReports;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The published JSON of what a controller returns. Apart from {@link UsageHttpMessageConverter}, whose methods Spring
 * looks at when the application starts, so that these types are loaded with the first answer.
 */
final class UsageAnswer {

    private UsageAnswer() {}

    /**
     * Returns the JSON.
     *
     * @param value a snapshot, a result, a report or a view, or a collection of one of them
     * @param reports which accounts are named
     * @param now the instant that the pace is computed for
     * @return an array, always
     */
    static String json(Object value, UsageReports reports, Instant now) {
        Collection<?> values = value instanceof Collection<?> several ? several : List.of(value);
        return UsageJson.compact()
                .withPaceAt(now)
                .write(values.stream().map(one -> report(one, reports)).toList());
    }

    private static UsageReport report(Object value, UsageReports reports) {
        if (value instanceof UsageView view) {
            return reports.of(view);
        }
        if (value instanceof UsageResult result) {
            return reports.of(result);
        }
        if (value instanceof UsageReport report) {
            return reports.of(report);
        }
        return reports.of((UsageSnapshot) value);
    }
}
