package dev.codexbar.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.monitor.UsageMonitor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Health on Boot 3.5; the script in integration-tests looks at real applications of all versions. */
class UsageHealthTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    CodexBarAutoConfiguration.class,
                    CodexBarHealth3AutoConfiguration.class,
                    CodexBarHealth4AutoConfiguration.class))
            .withPropertyValues("codexbar.providers.loaded.enabled=false");

    private static ApplicationContextRunner with(ApplicationContextRunner runner, TestProvider... providers) {
        ApplicationContextRunner all = runner;
        for (int i = 0; i < providers.length; i++) {
            TestProvider provider = providers[i];
            all = all.withBean("provider" + i, UsageProvider.class, () -> provider);
        }
        return all;
    }

    private static Health healthOf(org.springframework.context.ApplicationContext context) {
        Await.answersOf(context.getBean(UsageMonitor.class));
        return context.getBean("codexbarHealthIndicator", HealthIndicator.class).health();
    }

    @Test
    void isUpWhileThereAreNumbersOfAnyProvider() {
        with(runner, new TestProvider("good"), TestProvider.failing("bad")).run(context -> {
            Health health = healthOf(context);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsOnlyKeys("good", "bad");
            assertThat(health.getDetails().get("bad")).isEqualTo(Map.of("state", "failed", "reason", "not_logged_in"));
            assertThat(health.getDetails().get("good").toString())
                    .contains("state=fresh", "ageSeconds=")
                    .doesNotContain("example.com", "Example");
        });
    }

    @Test
    void isUnknownIfAllFail() {
        with(runner, TestProvider.failing("bad"))
                .run(context -> assertThat(healthOf(context).getStatus()).isEqualTo(Status.UNKNOWN));
    }

    @Test
    void isUnknownWithoutProviders() {
        runner.run(context -> assertThat(healthOf(context).getStatus()).isEqualTo(Status.UNKNOWN));
    }

    @Test
    void isDownOnlyIfAllFailAndTheHostWantsToKnow() {
        ApplicationContextRunner strict = runner.withPropertyValues("codexbar.health.down-when-all-fail=true");
        with(strict, TestProvider.failing("bad"))
                .run(context -> assertThat(healthOf(context).getStatus()).isEqualTo(Status.DOWN));
        with(strict, TestProvider.failing("bad"), new TestProvider("good"))
                .run(context -> assertThat(healthOf(context).getStatus()).isEqualTo(Status.UP));
        strict.run(context -> assertThat(healthOf(context).getStatus()).isEqualTo(Status.UNKNOWN));
    }

    @Test
    void isNotThereIfItIsSwitchedOffOrThereIsNoHealth() {
        runner.withPropertyValues("management.health.codexbar.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("codexbarHealthIndicator"));
        runner.withPropertyValues("management.health.defaults.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("codexbarHealthIndicator"));
        runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("codexbarHealthIndicator"));
    }

    @Test
    void leavesTheIndicatorOfTheHostAlone() {
        HealthIndicator own = () -> Health.up().build();
        runner.withBean("codexbarHealthIndicator", HealthIndicator.class, () -> own)
                .run(context ->
                        assertThat(context.getBean("codexbarHealthIndicator")).isSameAs(own));
    }
}
