package dev.codexbar.spring;

import dev.codexbar.json.UsageJson;
import dev.codexbar.monitor.RefreshResult;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.UsageView;
import dev.codexbar.server.UsageRefresh;
import dev.codexbar.server.UsageReports;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The actuator endpoint {@code codexbar}. Reading answers at once, in the published shape and without identity; writing
 * asks the tools and waits for them.
 */
@Endpoint(id = "codexbar")
final class CodexBarEndpoint {

    private final UsageMonitor monitor;
    private final Duration patience;
    private final Clock clock;

    CodexBarEndpoint(UsageMonitor monitor, Duration patience, Clock clock) {
        this.monitor = monitor;
        this.patience = patience;
        this.clock = clock;
    }

    @ReadOperation
    String all() {
        return json(monitor.views());
    }

    @ReadOperation
    @Nullable
    String one(@Selector String provider) {
        return monitor.view(provider).map(view -> json(List.of(view))).orElse(null);
    }

    @WriteOperation
    List<Map<String, String>> refreshAll() {
        return refreshed(monitor.views());
    }

    @WriteOperation
    @Nullable
    Map<String, String> refresh(@Selector String provider) {
        return monitor.view(provider)
                .map(view -> refreshed(List.of(view)).get(0))
                .orElse(null);
    }

    private String json(List<UsageView> views) {
        return UsageJson.compact()
                .withPaceAt(clock.instant())
                .write(views.stream().map(UsageReports.redacted()::of).toList());
    }

    private List<Map<String, String>> refreshed(List<UsageView> views) {
        return UsageRefresh.of(monitor, patience)
                .refresh(views.stream().map(UsageView::providerId).toList())
                .stream()
                .map(CodexBarEndpoint::answer)
                .toList();
    }

    private static Map<String, String> answer(RefreshResult result) {
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("provider", result.view().providerId());
        answer.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
        result.nextAttempt()
                .ifPresent(next -> answer.put(
                        "nextAttemptAt", next.truncatedTo(ChronoUnit.SECONDS).toString()));
        return answer;
    }
}
