package dev.codexbar.server;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The answer to a {@link ServerRequest}: a status, headers, and a body or a stream of events. Immutable.
 *
 * @since 0.1.0
 */
public final class ServerResponse {

    /** The media type of JSON answers. */
    static final String JSON = "application/json; charset=utf-8";

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final boolean eventStream;

    private ServerResponse(int status, Map<String, String> headers, byte[] body, boolean eventStream) {
        this.status = status;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.body = body;
        this.eventStream = eventStream;
    }

    /**
     * Returns an answer with a body.
     *
     * @param status the HTTP status, from 200 to 599
     * @param contentType the media type of the body
     * @param body the body
     * @return a new answer
     * @throws IllegalArgumentException if the status is out of range
     */
    public static ServerResponse of(int status, String contentType, byte[] body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be from 200 to 599: " + status);
        }
        return new ServerResponse(status, Map.of("Content-Type", contentType), body.clone(), false);
    }

    static ServerResponse json(int status, String json) {
        return of(status, JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns {@code {"error": …}}; the message must not need escapes. */
    static ServerResponse error(int status, String message) {
        return json(status, "{\"error\":\"" + message + "\"}");
    }

    /** Returns this answer with the headers that keep it from pages of other sites. */
    ServerResponse forOwnPagesOnly() {
        return with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer")
                .with("Cross-Origin-Resource-Policy", "same-origin");
    }

    /** Returns an endless answer: the server sends an event at each change. */
    static ServerResponse eventStream() {
        return new ServerResponse(200, Map.of("Content-Type", "text/event-stream; charset=utf-8"), new byte[0], true);
    }

    /**
     * Returns this answer with one more header.
     *
     * @param name the name of the header
     * @param value its value
     * @return a new answer
     */
    public ServerResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return new ServerResponse(status, more, body, eventStream);
    }

    /**
     * Returns the HTTP status.
     *
     * @return a number from 200 to 599
     */
    public int status() {
        return status;
    }

    /**
     * Returns the headers, but for those that the server itself sets ({@code Content-Length}, {@code Connection},
     * {@code Date}).
     *
     * @return an unmodifiable map
     */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * Returns the body.
     *
     * @return a copy of the bytes, empty for a stream of events
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * Tells whether the server keeps the connection open and sends an event at each change.
     *
     * @return whether it does
     */
    public boolean isEventStream() {
        return eventStream;
    }

    @Override
    public String toString() {
        return "ServerResponse[" + status + " " + headers.get("Content-Type") + ", " + body.length + " bytes]";
    }
}
