package dev.codexbar.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.monitor.RefreshResult;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.UsageView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

@ExtendWith(OutputCaptureExtension.class)
class CodexBarAutoConfigurationTest {

    private final TestProvider bean = new TestProvider("bean");

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    CodexBarAutoConfiguration.class,
                    CodexBarEndpointAutoConfiguration.class,
                    CodexBarHealth3AutoConfiguration.class,
                    CodexBarHealth4AutoConfiguration.class,
                    CodexBarJsonAutoConfiguration.class,
                    CodexBarMetricsAutoConfiguration.class,
                    CodexBarWebAutoConfiguration.class))
            .withBean("bean", UsageProvider.class, () -> bean);

    private static List<String> ids(ApplicationContext context) {
        return context.getBean(UsageProviders.class).descriptors().stream()
                .map(ProviderDescriptor::id)
                .toList();
    }

    @Test
    void watchesBeansAndWhatTheServiceLoaderFinds() {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(ids(context)).containsExactly("bean", "loaded");
            UsageMonitor monitor = context.getBean(UsageMonitor.class);
            Await.answersOf(monitor);
            assertThat(monitor.views()).extracting(UsageView::state).containsOnly(UsageView.State.FRESH);
        });
    }

    @Test
    void startsWithoutActuatorMicrometerAndWeb() {
        runner.withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.actuate",
                        "io.micrometer",
                        "org.springframework.web",
                        "jakarta.servlet"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).hasSingleBean(UsageMonitor.class);
                    assertThat(context.getBeanDefinitionNames())
                            .noneMatch(name -> name.contains("Endpoint") || name.contains("HealthIndicator"));
                });
    }

    @Test
    void doesNothingIfItIsSwitchedOff() {
        runner.withPropertyValues("codexbar.enabled=false").run(context -> {
            assertThat(context).doesNotHaveBean(UsageMonitor.class);
            assertThat(context).doesNotHaveBean(UsageProviders.class);
            assertThat(context.getBeanDefinitionNames()).noneMatch(name -> name.startsWith("codexbar"));
        });
    }

    @Test
    void prefersABeanToALoadedProviderOfTheSameId(CapturedOutput output) {
        TestProvider own = new TestProvider("loaded");
        runner.withBean("own", UsageProvider.class, () -> own).run(context -> {
            assertThat(ids(context)).containsExactly("bean", "loaded");
            assertThat(context.getBean(UsageProviders.class).find("loaded")).containsSame(own);
            assertThat(output).doesNotContain("left out");
        });
    }

    @Test
    void saysWhichProviderIsLeftOut(CapturedOutput output) {
        runner.withBean("twin", UsageProvider.class, () -> new TestProvider("bean"))
                .run(context -> {
                    assertThat(ids(context)).containsExactly("bean", "loaded");
                    assertThat(output).contains("A usage provider is left out.").contains("its id \"bean\" is taken");
                });
    }

    @Test
    void leavesOutAProviderThatIsSwitchedOff() {
        runner.withPropertyValues("codexbar.providers.loaded.enabled=false", "codexbar.providers.absent.enabled=false")
                .run(context -> assertThat(ids(context)).containsExactly("bean"));
    }

    @Test
    void startsDespiteSettingsForAProviderThatIsNotThere(CapturedOutput output) {
        runner.withPropertyValues("codexbar.providers.absent.time-limit=5s").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output).contains("[absent]").contains("there are [bean, loaded]");
        });
    }

    @Test
    void appliesTheSettingsOfAProviderBeforeThoseOfAll() throws Exception {
        TestProvider other = new TestProvider("other");
        runner.withBean("other", UsageProvider.class, () -> other)
                .withPropertyValues("codexbar.time-limit=7s", "codexbar.providers.bean.time-limit=3s")
                .run(context -> {
                    assertThat(bean.requests.poll(30, TimeUnit.SECONDS).timeLimit())
                            .contains(Duration.ofSeconds(3));
                    assertThat(other.requests.poll(30, TimeUnit.SECONDS).timeLimit())
                            .contains(Duration.ofSeconds(7));
                });
    }

    @Test
    void namesThePropertyThatIsOutOfRange() {
        runner.withPropertyValues("codexbar.refresh-interval=5s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, failure -> {
                            assertThat(failure.getName()).isEqualTo("codexbar.refresh-interval");
                            assertThat(failure.getReason()).contains("PT1M");
                        }));
        runner.withPropertyValues("codexbar.providers.bean.time-limit=1h")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("codexbar.providers.bean.time-limit"));
        runner.withPropertyValues("codexbar.max-concurrent=0")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("codexbar.max-concurrent"));
    }

    @Test
    void letsCustomizersHaveTheLastWord() throws Exception {
        runner.withBean(UsageMonitorCustomizer.class, () -> builder -> builder.timeLimit(Duration.ofSeconds(9)))
                .run(context -> assertThat(
                                bean.requests.poll(30, TimeUnit.SECONDS).timeLimit())
                        .contains(Duration.ofSeconds(9)));
    }

    @Test
    void leavesTheMonitorOfTheHostToTheHost() {
        UsageMonitor own = UsageMonitor.builder(UsageProviders.of(bean)).build();
        runner.withBean("own", UsageMonitor.class, () -> own).run(context -> {
            assertThat(context).hasSingleBean(UsageMonitor.class);
            assertThat(context).doesNotHaveBean(UsageMonitorLifecycle.class);
            assertThat(own.view("bean").orElseThrow().nextAttempt()).isEmpty();
        });
    }

    @Test
    void leavesTheMonitorOfAParentContextToTheParent() {
        runner.run(parent -> runner.withParent(parent).run(child -> {
            assertThat(child).hasNotFailed();
            assertThat(child.getBean(UsageMonitor.class)).isSameAs(parent.getBean(UsageMonitor.class));
            assertThat(child.getBeanDefinitionNames()).noneMatch(name -> name.startsWith("codexbarUsage"));
        }));
    }

    @Test
    void usesTheProvidersOfTheHost() {
        runner.withBean("own", UsageProviders.class, () -> UsageProviders.of(bean))
                .run(context -> assertThat(context.getBean(UsageMonitor.class).views())
                        .extracting(UsageView::providerId)
                        .containsExactly("bean"));
    }

    @Test
    void leavesOutAProviderOfTheHostThatIsSwitchedOff() {
        runner.withBean("own", UsageProviders.class, () -> UsageProviders.of(bean, new TestProvider("other")))
                .withPropertyValues("codexbar.providers.other.enabled=false")
                .run(context -> assertThat(context.getBean(UsageMonitor.class).views())
                        .extracting(UsageView::providerId)
                        .containsExactly("bean"));
    }

    @Test
    void startsTheMonitorEvenIfBeansAreLazy() throws Exception {
        runner.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context ->
                        assertThat(bean.requests.poll(30, TimeUnit.SECONDS)).isNotNull());
    }

    @Test
    void suspendsTheMonitorWithTheContextAndGoesOn() {
        runner.run(context -> {
            UsageMonitor monitor = context.getBean(UsageMonitor.class);
            ConfigurableApplicationContext source = context.getSourceApplicationContext();
            source.stop();
            assertThat(monitor.views()).allMatch(view -> view.nextAttempt().isEmpty());
            source.start();
            assertThat(monitor.views()).allMatch(view -> view.nextAttempt().isPresent());
        });
    }

    @Test
    void closesTheMonitorWithTheContext() {
        UsageMonitor[] monitor = new UsageMonitor[1];
        runner.run(context -> monitor[0] = context.getBean(UsageMonitor.class));
        assertThat(monitor[0].refresh("bean"))
                .isCompletedWithValueMatching(result -> result.outcome() == RefreshResult.Outcome.UNAVAILABLE);
        // A thread that was asked to end may take its time on a machine that is busy.
        Await.until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("codexbar-monitor-timer-1")));
    }

    @Test
    void publishesChangesWhileTheContextRuns() {
        Listener listener = new Listener();
        runner.withBean(Listener.class, () -> listener).run(context -> {
            UsageChangedEvent event = null;
            do {
                event = listener.events.poll(30, TimeUnit.SECONDS);
                assertThat(event).isNotNull();
            } while (event.view().snapshot().isEmpty());
            assertThat(event.providerId()).isIn("bean", "loaded");
            assertThat(event.toString()).doesNotContain("person@example.com");
        });
    }

    @Test
    void fetchesOnPlatformThreadsByDefault() throws Exception {
        runner.run(
                context -> assertThat(bean.threads.poll(30, TimeUnit.SECONDS)).startsWith("Thread["));
    }

    @Test
    @EnabledForJreRange(minVersion = 21)
    void fetchesOnVirtualThreadsIfTheApplicationDoes() throws Exception {
        runner.withPropertyValues("spring.threads.virtual.enabled=true")
                .run(context ->
                        assertThat(bean.threads.poll(30, TimeUnit.SECONDS)).startsWith("VirtualThread["));
    }

    static final class Listener {

        final BlockingQueue<UsageChangedEvent> events = new LinkedBlockingQueue<>();

        @EventListener
        void on(UsageChangedEvent event) {
            events.add(event);
        }
    }
}
