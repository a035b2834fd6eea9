package dev.codexbar.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.json.UsageJson;
import dev.codexbar.json.UsageReport;
import dev.codexbar.monitor.UsageMonitor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CodexBarEndpointTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(CodexBarAutoConfiguration.class, CodexBarEndpointAutoConfiguration.class))
            .withBean("failing", UsageProvider.class, () -> TestProvider.failing("failing"));

    private final ApplicationContextRunner exposed =
            runner.withPropertyValues("management.endpoints.web.exposure.include=codexbar");

    @Test
    void isThereOnlyOnceItIsExposed() {
        runner.run(context -> assertThat(context).doesNotHaveBean(CodexBarEndpoint.class));
        exposed.run(context -> assertThat(context).hasSingleBean(CodexBarEndpoint.class));
        exposed.withPropertyValues("management.endpoint.codexbar.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(CodexBarEndpoint.class));
    }

    @Test
    void isNotThereWithoutActuator() {
        exposed.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CodexBarEndpoint.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.codexbar.server", "dev.codexbar.json"})
    void isNotThereIfTheApplicationExcludesAJarItNeeds(String excluded) {
        exposed.withClassLoader(new FilteredClassLoader(excluded))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("codexbarEndpoint"));
    }

    @Test
    void readsAllInThePublishedShapeWithoutIdentity() {
        exposed.run(context -> {
            Await.answersOf(context.getBean(UsageMonitor.class));
            String json = context.getBean(CodexBarEndpoint.class).all();
            assertThat(json).doesNotContain("example.com", "Example");
            assertThat(UsageJson.read(json)).extracting(UsageReport::providerId).containsExactly("failing", "loaded");
            assertThat(UsageJson.read(json)
                            .get(1)
                            .snapshot()
                            .orElseThrow()
                            .primary()
                            .orElseThrow()
                            .usedPercent())
                    .isEqualTo(42);
        });
    }

    @Test
    void readsOneAndKnowsNoOther() {
        exposed.run(context -> {
            CodexBarEndpoint endpoint = context.getBean(CodexBarEndpoint.class);
            assertThat(UsageJson.read(endpoint.one("loaded")))
                    .extracting(UsageReport::providerId)
                    .containsExactly("loaded");
            assertThat(endpoint.one("other")).isNull();
            assertThat(endpoint.refresh("other")).isNull();
        });
    }

    @Test
    void answersWithWhatIsKnownBeforeTheMonitorIsStarted() {
        UsageMonitor own =
                UsageMonitor.builder(UsageProviders.of(new TestProvider("own"))).build();
        exposed.withBean("own", UsageMonitor.class, () -> own).run(context -> {
            CodexBarEndpoint endpoint = context.getBean(CodexBarEndpoint.class);
            assertThat(endpoint.refresh("own"))
                    .containsOnly(Map.entry("provider", "own"), Map.entry("outcome", "unavailable"));
            assertThat(endpoint.refreshAll()).hasSize(1);
        });
    }

    /** Takes longer than the patience of a request if all time limits are 100 ms. */
    private static final class SlowProvider extends TestProvider {

        SlowProvider() {
            super("slow");
        }

        @Override
        public UsageSnapshot fetch(FetchRequest request) throws UsageException {
            LockSupport.parkNanos(Duration.ofMillis(1_500).toNanos());
            return super.fetch(request);
        }
    }

    @Test
    void waitsAsLongAsSetWhereACustomizerSetsTheTimeLimit() {
        exposed.withBean("slow", UsageProvider.class, SlowProvider::new)
                .withBean(UsageMonitorCustomizer.class, () -> builder -> builder.timeLimit(Duration.ofMinutes(5)))
                .withPropertyValues("codexbar.time-limit=100ms", "codexbar.patience=5m")
                .run(context -> assertThat(
                                context.getBean(CodexBarEndpoint.class).refresh("slow"))
                        .containsEntry("outcome", "fresh"));
        exposed.withPropertyValues("codexbar.patience=0s")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("codexbar.patience"));
    }

    @Test
    void waitsForAProviderThatMayTakeLongerThanTheOthers() {
        exposed.withBean("slow", UsageProvider.class, SlowProvider::new)
                .withPropertyValues("codexbar.time-limit=100ms", "codexbar.providers.slow.time-limit=5m")
                .run(context -> {
                    assertThat(context.getBean(CodexBarProperties.class).patienceOfRequests())
                            .isEqualTo(Duration.ofSeconds(301));
                    assertThat(context.getBean(CodexBarEndpoint.class).refresh("slow"))
                            .containsEntry("outcome", "fresh");
                });
    }

    @Test
    void refreshesOneOrAll() {
        exposed.run(context -> {
            CodexBarEndpoint endpoint = context.getBean(CodexBarEndpoint.class);
            assertThat(endpoint.refresh("loaded"))
                    .containsEntry("provider", "loaded")
                    .containsEntry("outcome", "fresh")
                    .hasEntrySatisfying(
                            "nextAttemptAt", instant -> assertThat(instant).matches("[0-9-]{10}T[0-9:]{8}Z"));
            assertThat(endpoint.refreshAll())
                    .extracting(answer -> answer.get("provider") + " " + answer.get("outcome"))
                    .containsExactly("failing unavailable", "loaded fresh");
        });
    }
}
