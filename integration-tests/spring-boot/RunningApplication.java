import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts the example as a process, asks it everything over HTTP, and ends it by SIGTERM.
 *
 * <p>Usage: {@code java RunningApplication.java JAVA JAR LOG}. Exits with 1 and says what is wrong, or prints one line.
 */
final class RunningApplication {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern STARTED = Pattern.compile("Started \\w+ in [0-9.]+ seconds");
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(40);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(25);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final Path log;
    private final List<String> passed = new ArrayList<>();
    private String base = "";

    private RunningApplication(Path log) {
        this.log = log;
    }

    public static void main(String[] args) throws Exception {
        RunningApplication check = new RunningApplication(Path.of(args[2]));
        ProcessBuilder builder = new ProcessBuilder(
                args[0], "-jar", args[1], "--server.port=0", "--spring.threads.virtual.enabled=true");
        // No tool of this machine is asked.
        builder.environment().put("KIRO_CLI_PATH", "/nonexistent/kiro-cli");
        builder.redirectErrorStream(true).redirectOutput(check.log.toFile());
        Process process = builder.start();
        try {
            check.run(process);
            System.out.println(String.join(", ", check.passed));
        } catch (AssertionError | IOException wrong) {
            System.err.println(wrong.getMessage());
            System.err.println(Files.readString(check.log));
            System.exit(1);
        } finally {
            process.destroyForcibly();
        }
    }

    private void run(Process process) throws Exception {
        base = "http://127.0.0.1:" + awaitPort(process);
        health();
        endpoint();
        meters();
        json();
        page();
        stop(process);
    }

    private String awaitPort(Process process) throws Exception {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (System.nanoTime() < deadline) {
            String text = Files.readString(log);
            Matcher port = PORT.matcher(text);
            if (port.find() && STARTED.matcher(text).find()) {
                return port.group(1);
            }
            expect(process.isAlive(), "the application ended before it was ready");
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("the application was not ready within " + LONGEST_START);
    }

    private void health() throws Exception {
        // The first answers come within two seconds or so.
        awaitText("/actuator/health/codexbar", "\"state\":\"fresh\"");
        String text = awaitText("/actuator/health/codexbar", "\"reason\":\"not_installed\"");
        holds(text, "\"status\":\"UP\"", "\"acme\":{", "\"state\":\"fresh\"", "\"ageSeconds\":", "\"kiro\":{");
        holds(get("/actuator/health").body(), "\"codexbar\":{");
        holdsNot(text, "example.com");
        for (String group : List.of("readiness", "liveness")) {
            holdsNot(get("/actuator/health/" + group).body(), "codexbar");
        }
        passed.add("health");
    }

    private void endpoint() throws Exception {
        for (int i = 0; i < 3; i++) {
            equal("hello", get("/hello").body());
        }
        HttpResponse<String> one = post("/actuator/codexbar/acme");
        equal(200, one.statusCode());
        holds(one.body(), "\"provider\":\"acme\"", "\"outcome\":\"fresh\"", "\"nextAttemptAt\":\"2");
        String all = post("/actuator/codexbar").body();
        holds(all, "\"provider\":\"kiro\"", "\"outcome\":\"unavailable\"");
        passed.add("refresh");

        HttpResponse<String> read = get("/actuator/codexbar");
        equal(200, read.statusCode());
        holds(read.headers().firstValue("Content-Type").orElse(""), "json");
        holds(read.body(), "[{\"provider\":\"acme\",", "\"provider\":\"kiro\"", "\"reason\":\"notInstalled\"");
        holdsNot(read.body(), "example.com");
        holds(get("/actuator/codexbar/acme").body(), "\"used\":3,\"limit\":1000,\"unit\":\"requests\"");
        equal(404, get("/actuator/codexbar/other").statusCode());
        passed.add("endpoint");
    }

    private void meters() throws Exception {
        holds(awaitText("/actuator/metrics/codexbar.quota.utilization?tag=provider:acme&tag=window:primary", "0.003"),
                "\"baseUnit\":\"ratio\"");
        holds(get("/actuator/metrics/codexbar.fetch").body(), "\"COUNT\"", "not_installed");
        holdsNot(get("/actuator/metrics").body(), "example.com");
        passed.add("meters");
    }

    private void json() throws Exception {
        HttpResponse<String> one = get("/api/usage/acme");
        equal(200, one.statusCode());
        equal("application/json", one.headers().firstValue("Content-Type").orElse(""));
        holds(one.body(), "[{\"provider\":\"acme\",", "\"usedPercent\":0.3");
        holdsNot(one.body(), "example.com");
        holds(get("/api/usage").body(), "\"provider\":\"acme\"", "\"provider\":\"kiro\"");
        equal(404, get("/api/usage/kiro").statusCode());
        passed.add("JSON");
    }

    private void page() throws Exception {
        HttpResponse<String> bare = get("/codexbar");
        equal(302, bare.statusCode());
        equal("/codexbar/", URI.create(bare.headers().firstValue("Location").orElse("")).getPath());
        String page = get("/codexbar/").body();
        holds(page, "Acme Gateway", "data-refresh=\"acme\">");
        holdsNot(page, "example.com");
        equal(200, get("/codexbar/page.css").statusCode());
        holds(get("/codexbar/dashboard/v1/snapshot").body(), "\"schemaVersion\":1", "\"usedPercent\":0.3");
        equal(200, post("/codexbar/dashboard/v1/refresh?provider=acme", "Origin", base).statusCode());
        equal(
                403,
                post("/codexbar/dashboard/v1/refresh", "Origin", "https://other.example.com")
                        .statusCode());
        passed.add("page");
    }

    /** With a stream of events open, which a graceful shutdown would wait for. */
    private void stop(Process process) throws Exception {
        HttpResponse<java.io.InputStream> events = client.send(
                request("/codexbar/dashboard/v1/events").build(), HttpResponse.BodyHandlers.ofInputStream());
        BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8));
        equal("event: snapshot", lines.readLine());
        process.destroy();
        expect(
                process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS),
                "the application did not end within " + LONGEST_STOP + " of SIGTERM");
        equal(143, process.exitValue());
        String text = Files.readString(log);
        holds(text, "Graceful shutdown complete");
        holdsNot(text, "Graceful shutdown aborted", " WARN ", " ERROR ", "Exception");
        passed.add("clean stop");
    }

    private String awaitText(String path, String text) throws Exception {
        long deadline = System.nanoTime() + LONGEST_ANSWER.toNanos();
        String body = get(path).body();
        while (!body.contains(text)) {
            expect(System.nanoTime() < deadline, path + " never held " + text + ", but: " + body);
            TimeUnit.MILLISECONDS.sleep(100);
            body = get(path).body();
        }
        return body;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(LONGEST_ANSWER);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void expect(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    private static void equal(Object expected, Object actual) {
        expect(expected.equals(actual), "expected " + expected + ", but was " + actual);
    }

    private static void holds(String text, String... parts) {
        for (String part : parts) {
            expect(text.contains(part), part + " is missing in: " + text);
        }
    }

    private static void holdsNot(String text, String... parts) {
        for (String part : parts) {
            expect(!text.contains(part), part + " is in: " + text);
        }
    }
}
