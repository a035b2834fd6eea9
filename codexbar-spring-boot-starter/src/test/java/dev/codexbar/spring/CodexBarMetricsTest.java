package dev.codexbar.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codexbar.micrometer.UsageMeterBinder;
import dev.codexbar.monitor.UsageMonitor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CodexBarMetricsTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    CodexBarAutoConfiguration.class,
                    CodexBarMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class))
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new);

    private static boolean hasMeter(MeterRegistry registry, String name) {
        return registry.find(name).tag("provider", "loaded").meter() != null;
    }

    @Test
    void publishesMetersWithoutIdentity() {
        runner.run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            Await.answersOf(context.getBean(UsageMonitor.class));
            Await.until(() -> hasMeter(registry, "codexbar.quota.utilization"));
            assertThat(registry.get("codexbar.quota.utilization").gauge().value())
                    .isEqualTo(0.42);
            assertThat(registry.getMeters())
                    .noneMatch(meter -> meter.getId().toString().contains("example"));
        });
    }

    @Test
    void addsTheNamesOfOtherBoardsIfItShould() {
        runner.run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            Await.until(() -> hasMeter(registry, "codexbar.quota.utilization"));
            assertThat(hasMeter(registry, "codexbar.quota.used")).isFalse();
        });
        runner.withPropertyValues("codexbar.metrics.win-codexbar-names=true")
                .run(context ->
                        Await.until(() -> hasMeter(context.getBean(MeterRegistry.class), "codexbar.quota.used")));
    }

    @Test
    void isNotThereIfItIsSwitchedOffOrThereIsNoMicrometer() {
        runner.withPropertyValues("codexbar.metrics.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(UsageMeterBinder.class));
        runner.withPropertyValues("codexbar.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(UsageMeterBinder.class));
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(CodexBarAutoConfiguration.class, CodexBarMetricsAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(UsageMeterBinder.class));
    }

    @Test
    void isNotThereIfTheApplicationExcludesTheJarOfTheMeters() {
        runner.withClassLoader(new FilteredClassLoader("dev.codexbar.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("codexbarUsageMeterBinder"));
    }
}
