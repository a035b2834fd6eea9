package dev.codexbar.server;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The head of an HTTP request, as far as the routes look at it. Immutable.
 *
 * @since 0.1.0
 */
public final class ServerRequest {

    private final String method;
    private final URI uri;
    private final Map<String, List<String>> headers;

    private ServerRequest(String method, URI uri, Map<String, List<String>> headers) {
        this.method = method;
        this.uri = uri;
        this.headers = headers;
    }

    /**
     * Returns a request.
     *
     * @param method the method, such as {@code GET}; case matters in HTTP
     * @param uri the target of the request line
     * @param headers all headers, in any case
     * @return a new request
     */
    public static ServerRequest of(String method, URI uri, Map<String, List<String>> headers) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            byName.computeIfAbsent(lowerCase(header.getKey()), any -> new ArrayList<>())
                    .addAll(header.getValue());
        }
        return new ServerRequest(
                Objects.requireNonNull(method, "method"), Objects.requireNonNull(uri, "uri"), Map.copyOf(byName));
    }

    /**
     * Returns the method.
     *
     * @return a method such as {@code GET}
     */
    public String method() {
        return method;
    }

    /**
     * Returns the path, exactly as it was sent.
     *
     * @return the raw path, empty if the target has none
     */
    public String path() {
        return Objects.requireNonNullElse(uri.getRawPath(), "");
    }

    /**
     * Tells whether the target names a scheme or a host, as only requests to a proxy do.
     *
     * @return whether it does
     */
    public boolean isAbsolute() {
        return uri.isAbsolute() || uri.getRawAuthority() != null;
    }

    /**
     * Returns all values of a header.
     *
     * @param name the name, in any case
     * @return an unmodifiable list, possibly empty
     */
    public List<String> headers(String name) {
        return List.copyOf(headers.getOrDefault(lowerCase(name), List.of()));
    }

    /**
     * Returns the first value of a query parameter.
     *
     * @param name the name, case-sensitive
     * @return the decoded value, or empty if the parameter is missing or blank
     */
    public Optional<String> query(String name) {
        String query = Objects.requireNonNullElse(uri.getRawQuery(), "");
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && decoded(pair.substring(0, equals)).equals(name)) {
                return Optional.of(decoded(pair.substring(equals + 1)).strip()).filter(value -> !value.isEmpty());
            }
        }
        return Optional.empty();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Returns method and path; the query and the headers may hold a token. */
    @Override
    public String toString() {
        return "ServerRequest[" + method + " " + path() + "]";
    }
}
