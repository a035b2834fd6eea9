package dev.codexbar.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.json.UsageJson;
import dev.codexbar.json.UsageReport;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.UsageView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;

class UsageHttpMessageConverterTest {

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    CodexBarAutoConfiguration.class,
                    CodexBarJsonAutoConfiguration.class,
                    HttpMessageConvertersAutoConfiguration.class,
                    JacksonAutoConfiguration.class,
                    WebMvcAutoConfiguration.class))
            .withBean(Controller.class);

    private static MockHttpServletResponse ask(WebApplicationContext context, String path) throws Exception {
        Await.answersOf(context.getBean(UsageMonitor.class));
        MockMvc mvc = MockMvcBuilders.webAppContextSetup(context).build();
        return mvc.perform(get(path)).andReturn().getResponse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/snapshot", "/result", "/report", "/view", "/views", "/reports", "/entity"})
    void writesWhatAControllerReturnsInThePublishedShape(String path) {
        runner.run(context -> {
            MockHttpServletResponse answer = ask(context, path);
            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(answer.getContentType()).isEqualTo("application/json");
            List<UsageReport> read = UsageJson.read(answer.getContentAsString());
            assertThat(read).hasSize(1);
            assertThat(read.get(0)
                            .snapshot()
                            .orElseThrow()
                            .primary()
                            .orElseThrow()
                            .usedPercent())
                    .isEqualTo(42);
            assertThat(answer.getContentAsString()).doesNotContain("example.com", "Example");
        });
    }

    @Test
    void leavesOtherTypesToJackson() {
        runner.run(context ->
                assertThat(ask(context, "/other").getContentAsString()).isEqualTo("{\"other\":[1,2]}"));
    }

    @Test
    void leavesEveryRequestBodyToJackson() {
        runner.run(context -> {
            MockMvc mvc = MockMvcBuilders.webAppContextSetup(context).build();
            assertThat(sent(mvc, "/strings", "[\"a\",\"b\"]")).isEqualTo("200 [\"b\",\"a\"]");
            assertThat(sent(mvc, "/map", "{\"a\":1}")).isEqualTo("200 {\"a\":1,\"seen\":true}");
        });
    }

    private static String sent(MockMvc mvc, String path, String json) throws Exception {
        MockHttpServletResponse answer = mvc.perform(
                        post(path).contentType(MediaType.APPLICATION_JSON).content(json))
                .andReturn()
                .getResponse();
        return answer.getStatus() + " " + answer.getContentAsString();
    }

    @Test
    void namesTheAccountIfTheHostSaysSo() {
        runner.withPropertyValues("codexbar.web.identity=full")
                .run(context -> assertThat(ask(context, "/snapshot").getContentAsString())
                        .contains("person@example.com"));
    }

    @Test
    void isThereInServletApplicationsOnly() {
        AutoConfigurations all =
                AutoConfigurations.of(CodexBarAutoConfiguration.class, CodexBarJsonAutoConfiguration.class);
        new ApplicationContextRunner()
                .withConfiguration(all)
                .run(context -> assertThat(context).doesNotHaveBean(UsageHttpMessageConverter.class));
        new WebApplicationContextRunner()
                .withConfiguration(all)
                .run(context -> assertThat(context).hasSingleBean(UsageHttpMessageConverter.class));
        new WebApplicationContextRunner()
                .withConfiguration(all)
                .withPropertyValues("codexbar.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(UsageHttpMessageConverter.class));
        new WebApplicationContextRunner()
                .withConfiguration(all)
                .withClassLoader(new FilteredClassLoader("org.springframework.http.converter"))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.codexbar.server", "dev.codexbar.json"})
    void isNotThereIfTheApplicationExcludesAJarItNeeds(String excluded) {
        new WebApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(CodexBarAutoConfiguration.class, CodexBarJsonAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(excluded))
                .run(context ->
                        assertThat(context).hasNotFailed().doesNotHaveBean("codexbarUsageHttpMessageConverter"));
    }

    @RestController
    static class Controller {

        private final UsageMonitor monitor;

        Controller(UsageMonitor monitor) {
            this.monitor = monitor;
        }

        @GetMapping("/snapshot")
        UsageSnapshot snapshot() {
            return TestProvider.snapshot("made", Instant.now());
        }

        @GetMapping("/result")
        UsageResult result() {
            return UsageResult.of(snapshot());
        }

        @GetMapping("/report")
        UsageReport report() {
            return UsageReport.of(result());
        }

        @GetMapping("/view")
        UsageView view() {
            return monitor.view("loaded").orElseThrow();
        }

        @GetMapping("/views")
        List<UsageView> views() {
            return monitor.views();
        }

        @GetMapping("/reports")
        List<UsageReport> reports() {
            return List.of(report());
        }

        @GetMapping("/entity")
        ResponseEntity<List<UsageSnapshot>> entity() {
            return ResponseEntity.ok(List.of(snapshot()));
        }

        @PostMapping("/strings")
        List<String> reversed(@RequestBody List<String> strings) {
            return List.of(strings.get(1), strings.get(0));
        }

        @PostMapping("/map")
        Map<String, Object> marked(@RequestBody Map<String, Object> map) {
            Map<String, Object> marked = new TreeMap<>(map);
            marked.put("seen", true);
            return marked;
        }

        @GetMapping("/other")
        Map<String, List<Integer>> other() {
            return Map.of("other", List.of(1, 2));
        }
    }
}
