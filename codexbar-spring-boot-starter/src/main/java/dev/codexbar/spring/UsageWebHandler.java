package dev.codexbar.spring;

import dev.codexbar.server.DashboardRoutes;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Serves the routes of CodexBar below a path of the application. What may be called by whom is the application's. */
final class UsageWebHandler implements HandlerFunction<ServerResponse> {

    private final DashboardRoutes routes;
    private final String path;
    private final UsageWebStreams streams;

    /**
     * Makes the handler.
     *
     * @param routes what is answered
     * @param path the path below the context path, without a slash at its end
     * @param streams the open streams of events
     */
    UsageWebHandler(DashboardRoutes routes, String path, UsageWebStreams streams) {
        this.routes = routes;
        this.path = path;
        this.streams = streams;
    }

    @Override
    public ServerResponse handle(ServerRequest request) {
        HttpServletRequest servlet = request.servletRequest();
        String query = servlet.getQueryString() == null ? "" : "?" + servlet.getQueryString();
        String target = request.requestPath().pathWithinApplication().value().substring(path.length());
        if (target.isEmpty()) {
            // The links of the page are relative, so its address has to end with a slash.
            return ServerResponse.status(302)
                    .header("Location", location(servlet) + query)
                    .build();
        }
        URI uri;
        try {
            uri = new URI(target + query);
        } catch (URISyntaxException malformed) {
            return ServerResponse.status(400)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body("{\"error\":\"invalid request\"}".getBytes(StandardCharsets.UTF_8));
        }
        dev.codexbar.server.ServerResponse answer =
                routes.answer(dev.codexbar.server.ServerRequest.of(servlet.getMethod(), uri, headers(request)));
        if (answer.isEventStream() && !streams.hasPlace()) {
            return ServerResponse.status(503).header("Retry-After", "5").build();
        }
        ServerResponse.BodyBuilder response = ServerResponse.status(answer.status());
        answer.headers().forEach(response::header);
        return answer.isEventStream()
                ? response.stream(stream -> streams.open(stream, servlet))
                : response.body(answer.body());
    }

    /** Returns the address that was asked for, which may begin with the path of a servlet or a proxy, with a slash. */
    private static String location(HttpServletRequest servlet) {
        // Two slashes at the beginning would lead to another host.
        return servlet.getRequestURI().replaceFirst("^/+", "/") + "/";
    }

    private static Map<String, List<String>> headers(ServerRequest request) {
        HttpServletRequest servlet = request.servletRequest();
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : Collections.list(servlet.getHeaderNames())) {
            headers.put(name, Collections.list(servlet.getHeaders(name)));
        }
        // Behind a proxy this is the address in the browser, if the application is configured to take it from there.
        headers.put("Host", List.of(request.uri().getAuthority()));
        return headers;
    }
}
