package dev.codexbar.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import dev.codexbar.json.UsageJson;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.server.DashboardRoutes;
import jakarta.servlet.http.MappingMatch;
import java.nio.charset.StandardCharsets;
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
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletMapping;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

class CodexBarWebTest {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            CodexBarAutoConfiguration.class,
            CodexBarWebAutoConfiguration.class,
            HttpMessageConvertersAutoConfiguration.class,
            JacksonAutoConfiguration.class,
            WebMvcAutoConfiguration.class);

    private final WebApplicationContextRunner runner =
            new WebApplicationContextRunner().withConfiguration(ALL).withPropertyValues("codexbar.web.enabled=true");

    private static MockHttpServletResponse ask(WebApplicationContext context, MockHttpServletRequestBuilder request)
            throws Exception {
        Await.answersOf(context.getBean(UsageMonitor.class));
        MockMvc mvc = MockMvcBuilders.webAppContextSetup(context).build();
        return mvc.perform(request).andReturn().getResponse();
    }

    @Test
    void isThereOnlyIfItIsSwitchedOn() {
        new WebApplicationContextRunner()
                .withConfiguration(ALL)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DashboardRoutes.class));
        runner.withPropertyValues("codexbar.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DashboardRoutes.class));
        runner.run(context -> assertThat(context).hasSingleBean(DashboardRoutes.class));
    }

    @Test
    void isNotThereWithoutAServletApplicationOrItsFunctions() {
        AutoConfigurations own =
                AutoConfigurations.of(CodexBarAutoConfiguration.class, CodexBarWebAutoConfiguration.class);
        new ApplicationContextRunner()
                .withConfiguration(own)
                .withPropertyValues("codexbar.web.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DashboardRoutes.class));
        new WebApplicationContextRunner()
                .withConfiguration(own)
                .withPropertyValues("codexbar.web.enabled=true")
                .withClassLoader(new FilteredClassLoader("org.springframework.web.servlet"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DashboardRoutes.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.codexbar.server", "dev.codexbar.json"})
    void isNotThereIfTheApplicationExcludesAJarItNeeds(String excluded) {
        runner.withClassLoader(new FilteredClassLoader(excluded))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("codexbarDashboardRoutes"));
    }

    @Test
    void servesThePageAndWhatItRefersTo() {
        runner.run(context -> {
            MockHttpServletResponse page = ask(context, get("/codexbar/"));
            assertThat(page.getStatus()).isEqualTo(200);
            assertThat(page.getContentType()).isEqualTo("text/html; charset=utf-8");
            assertThat(page.getHeader("Content-Security-Policy")).contains("default-src 'none'");
            assertThat(page.getContentAsString())
                    .contains("Provider loaded", "aria-valuenow=\"42\"", "data-refresh=\"loaded\">")
                    .doesNotContain("person@example.com", "codexbar serve");
            assertThat(ask(context, get("/codexbar/page.js")).getContentType()).contains("javascript");
            assertThat(ask(context, get("/codexbar/icons/loaded.svg")).getStatus())
                    .isEqualTo(200);
        });
    }

    @Test
    void leadsToTheAddressFromWhichRelativeLinksWork() {
        runner.run(context -> {
            MockHttpServletResponse answer =
                    ask(context, get("/app/codexbar?view=dense").contextPath("/app"));
            assertThat(answer.getStatus()).isEqualTo(302);
            assertThat(answer.getHeader("Location")).isEqualTo("/app/codexbar/?view=dense");
        });
    }

    @Test
    void leadsBelowThePathOfTheServlet() {
        runner.run(context -> {
            MockHttpServletResponse answer = ask(
                    context,
                    get("/app/mvc/codexbar")
                            .contextPath("/app")
                            .servletPath("/mvc")
                            .with(request -> {
                                request.setHttpServletMapping(
                                        new MockHttpServletMapping("", "/mvc/*", "dispatcher", MappingMatch.PATH));
                                return request;
                            }));
            assertThat(answer.getStatus()).isEqualTo(302);
            assertThat(answer.getHeader("Location")).isEqualTo("/app/mvc/codexbar/");
        });
    }

    @Test
    void refusesAMalformedQuery() {
        runner.run(context -> {
            MockHttpServletResponse answer = ask(context, get("/codexbar/").with(request -> {
                request.setQueryString("zone=100%");
                return request;
            }));
            assertThat(answer.getStatus()).isEqualTo(400);
            assertThat(answer.getContentAsString()).isEqualTo("{\"error\":\"invalid request\"}");
        });
    }

    @Test
    void servesTheDashboardBelowAnyPathWithoutAToken() {
        runner.withPropertyValues("codexbar.web.path=/internal/usage").run(context -> {
            MockHttpServletResponse usage = ask(context, get("/internal/usage/usage?provider=loaded"));
            assertThat(UsageJson.read(usage.getContentAsString())).hasSize(1);
            assertThat(usage.getHeader("Cache-Control")).isEqualTo("no-store");
            MockHttpServletResponse snapshot = ask(
                    context, get("/app/internal/usage/dashboard/v1/snapshot").contextPath("/app"));
            assertThat(snapshot.getContentAsString())
                    .contains("\"schemaVersion\":1")
                    .doesNotContain("example");
            assertThat(ask(context, get("/codexbar/")).getStatus()).isEqualTo(404);
            assertThat(ask(context, get("/internal/usage/dashboard/v1/nothing")).getStatus())
                    .isEqualTo(404);
        });
    }

    @Test
    void namesTheAccountIfTheHostSaysSo() {
        runner.withPropertyValues("codexbar.web.identity=full")
                .run(context -> assertThat(ask(context, get("/codexbar/dashboard/v1/snapshot"))
                                .getContentAsString())
                        .contains("person@example.com"));
    }

    @Test
    void refreshesByPostFromItsOwnPagesOnly() {
        runner.run(context -> {
            assertThat(ask(context, post("/codexbar/dashboard/v1/refresh").header("Origin", "http://localhost"))
                            .getContentAsString())
                    .isEqualTo("{\"refresh\":[{\"provider\":\"loaded\",\"outcome\":\"fresh\"}]}");
            assertThat(ask(
                                    context,
                                    post("/codexbar/dashboard/v1/refresh")
                                            .header("Origin", "https://other.example.com"))
                            .getStatus())
                    .isEqualTo(403);
            assertThat(ask(context, get("/codexbar/dashboard/v1/refresh")).getStatus())
                    .isEqualTo(405);
            assertThat(ask(context, request(HttpMethod.DELETE, "/codexbar/usage"))
                            .getStatus())
                    .isEqualTo(405);
        });
    }

    @Test
    void streamsEventsUntilTheContextStops() {
        runner.run(context -> {
            UsageWebStreams streams = context.getBean(UsageWebStreams.class);
            MockHttpServletResponse answer = ask(context, get("/codexbar/dashboard/v1/events"));
            assertThat(answer.getContentType()).startsWith("text/event-stream");
            assertThat(answer.getContentAsString()).startsWith("event: snapshot\ndata: {");
            assertThat(streams.size()).isEqualTo(1);
            context.getBean(UsageMonitor.class).refresh("loaded").join();
            Await.until(() -> text(answer).contains("event: change\ndata: {"));

            context.getSourceApplicationContext().stop();
            assertThat(streams.size()).isZero();
            assertThat(ask(context, get("/codexbar/dashboard/v1/events")).getStatus())
                    .isEqualTo(503);
        });
    }

    private static String text(MockHttpServletResponse answer) {
        return new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void namesThePathThatCannotBe() {
        for (String path : new String[] {"codexbar", "/", "/codexbar/", "/codexbar/**", "/{any}"}) {
            runner.withPropertyValues("codexbar.web.path=" + path)
                    .run(context ->
                            assertThat(context).getFailure().rootCause().hasMessageContaining("codexbar.web.path"));
        }
    }
}
