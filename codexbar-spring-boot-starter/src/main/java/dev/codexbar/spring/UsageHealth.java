package dev.codexbar.spring;

import dev.codexbar.core.UsageException;
import dev.codexbar.monitor.UsageView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The health of all providers together, for the indicators of both generations of Spring Boot.
 *
 * @param status the status
 * @param details what is known of each provider, by its id; no identity, and no message of a failure
 */
record UsageHealth(Status status, Map<String, Object> details) {

    /** The statuses that occur. */
    enum Status {
        /** There are numbers of at least one provider. */
        UP,
        /** There are none. */
        UNKNOWN,
        /** Every provider fails, and the host wants to know. */
        DOWN
    }

    static UsageHealth of(List<UsageView> views, boolean downWhenAllFail) {
        Map<String, Object> details = new LinkedHashMap<>();
        views.forEach(view -> details.put(view.providerId(), details(view)));
        return new UsageHealth(status(views, downWhenAllFail), details);
    }

    private static Status status(List<UsageView> views, boolean downWhenAllFail) {
        boolean allFail = !views.isEmpty()
                && views.stream().allMatch(view -> view.failure().isPresent());
        if (downWhenAllFail && allFail) {
            return Status.DOWN;
        }
        return views.stream().anyMatch(view -> view.snapshot().isPresent()) ? Status.UP : Status.UNKNOWN;
    }

    private static Map<String, Object> details(UsageView view) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", word(view.state()));
        view.age().ifPresent(age -> details.put("ageSeconds", age.toSeconds()));
        view.failure().map(UsageException::reason).ifPresent(reason -> details.put("reason", word(reason)));
        return details;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
