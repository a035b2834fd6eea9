import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.json.UsageJson;
import dev.codexbar.json.UsageReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Asks an installed Codex through the command {@code codexbar}, with a fake service on the loopback interface. Each
 * situation has a home of its own, and its configuration names a server and a program that must never be started.
 *
 * <p>Arguments: the paths of {@code codexbar} and of {@code codex}.
 */
public final class RealCodexCheck {

    /** All that a fetch may ask of the service. The only change it may cause is the renewal of the login. */
    private static final Set<String> ALLOWED = Set.of(
            "GET /backend-api/wham/usage",
            "GET /backend-api/wham/rate-limit-reset-credits",
            "GET /backend-api/wham/accounts/check",
            "GET /backend-api/wham/config/bundle",
            "POST /oauth/token");

    /** What Codex keeps in its home. */
    private static final List<String> OWN_FILES = List.of(
            "auth\\.json",
            // Of a renewal.
            "auth(\\.json)?\\.lock",
            "config\\.toml",
            "installation_id",
            "[a-z]+_\\d+\\.sqlite(-wal|-shm)?",
            "skills/\\.system/.*",
            // Codex clears those of earlier runs away at its next start.
            "tmp/arg0[^/]*/.*",
            "cloud-config-bundle-cache\\.json");

    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

    private static int failed;

    /** What starting and ending two JVMs may take beyond the limit of a fetch, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Programs programs;
    private final Path folder;
    private final Service service;

    /**
     * What is checked.
     *
     * @param codexbar the command
     * @param codex the tool
     */
    private record Programs(Path codexbar, Path codex) {}

    private RealCodexCheck(Programs programs, Path folder) throws IOException {
        this.programs = programs;
        this.folder = folder;
        this.service = new Service();
        Files.createDirectories(home());
        Files.createDirectories(folder.resolve("tmp"));
        Files.writeString(home().resolve("config.toml"), """
                chatgpt_base_url = "http://127.0.0.1:%d/backend-api"
                notify = ["touch", "%s"]
                [mcp_servers.trap]
                command = "touch"
                args = ["%s"]
                """.formatted(service.port(), folder.resolve("hook-ran"), folder.resolve("server-ran")));
    }

    public static void main(String[] arguments) throws Exception {
        Programs programs = new Programs(
                Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1]).toAbsolutePath());
        System.out.println("codex: " + programs.codex());
        check(programs, "tells the numbers of a plan", RealCodexCheck::numbers);
        check(programs, "tells all that an account can have", RealCodexCheck::everything);
        check(programs, "tells that no account is signed in", RealCodexCheck::signedOut);
        check(programs, "tells that an API key has no quota", RealCodexCheck::apiKey);
        check(programs, "renews a login that the service refuses", RealCodexCheck::renewal);
        check(programs, "tells that a login has expired", RealCodexCheck::expired);
        check(programs, "tells that the service wants fewer requests", check -> check.status(429, Reason.RATE_LIMITED));
        check(programs, "tells that the service is down", check -> check.status(500, Reason.UNAVAILABLE));
        check(programs, "ends Codex whose service is silent", RealCodexCheck::silent);
        check(programs, "is cut by its limit during a renewal, without harm", RealCodexCheck::cutDuringRenewal);
        check(programs, "does not start what would index all sessions", RealCodexCheck::sessionsWithoutIndex);
        check(programs, "is cut by its limit while sessions are indexed, without harm", RealCodexCheck::cutDuringIndexing);
        check(programs, "leaves nothing when its JVM is ended", check -> check.jvmEnds(false));
        check(programs, "leaves nothing when its JVM is killed", check -> check.jvmEnds(true));
        System.out.println(failed == 0 ? "all right" : failed + " failed");
        System.exit(failed == 0 ? 0 : 1);
    }

    @FunctionalInterface
    private interface Situation {
        String check(RealCodexCheck check) throws Exception;
    }

    private static void check(Programs programs, String name, Situation situation) throws IOException {
        Path folder = Files.createTempDirectory("codexbar-real-codex-").toRealPath();
        try {
            RealCodexCheck check = new RealCodexCheck(programs, folder);
            try {
                String detail = situation.check(check);
                check.assertNothingUnwanted();
                System.out.println("ok      " + name + ": " + detail);
            } finally {
                check.service.close();
            }
        } catch (Exception | AssertionError e) {
            failed++;
            System.out.println("FAILED  " + name + ": " + e);
        } finally {
            delete(folder);
        }
    }

    // ---- The situations

    private String numbers() throws Exception {
        signIn(3600 * 24);
        UsageSnapshot snapshot = fetch(TIME_LIMIT);
        assertNumbers(snapshot);
        require(snapshot.identity().accountEmail().equals(Optional.of("ada@example.com")), snapshot);
        require(snapshot.plan().equals(Optional.of("Plus")), snapshot);
        return "Codex " + snapshot.toolVersion().orElseThrow() + ", " + service.requests();
    }

    private String everything() throws Exception {
        signIn(3600 * 24);
        service.answer("/backend-api/wham/usage", 200, usage("pro", """
                {"has_credits":true,"unlimited":false,"overage_limit_reached":false,"balance":"383.2537500000"}""", """
                [{"limit_name":"GPT-5.3-Codex-Spark","metered_feature":"codex_bengalfox","rate_limit":{"allowed":true,
                "limit_reached":false,"primary_window":%s,"secondary_window":null}}]""".formatted(window(8, 18_000))));
        UsageSnapshot snapshot = fetch(TIME_LIMIT);
        assertNumbers(snapshot);
        require(snapshot.window("codex-spark").orElseThrow().usedPercent() == 8, snapshot);
        require(snapshot.details().get(0).value().equals("383.25 left"), snapshot);
        return snapshot.plan().orElseThrow() + ", " + snapshot.windows().size() + " windows";
    }

    private String signedOut() throws Exception {
        UsageException failure = failure(TIME_LIMIT, Reason.NOT_LOGGED_IN);
        require(service.requests().isEmpty(), service.requests());
        return failure.getMessage();
    }

    private String apiKey() throws Exception {
        write("auth.json", "{\"OPENAI_API_KEY\":\"sk-invented-0000000000000000\"}");
        UsageException failure = failure(TIME_LIMIT, Reason.UNSUPPORTED);
        require(service.requests().isEmpty(), service.requests());
        return failure.getMessage();
    }

    private String renewal() throws Exception {
        signIn(3600 * 24);
        service.refuseFirstToken();
        assertNumbers(fetch(TIME_LIMIT));
        assertRenewed();
        return "one renewal";
    }

    private String expired() throws Exception {
        signIn(3600 * 24);
        service.refuseFirstToken();
        service.answer("/oauth/token", 400, "{\"error\":{\"code\":\"refresh_token_expired\"}}");
        return failure(TIME_LIMIT, Reason.LOGIN_EXPIRED).getMessage();
    }

    private String status(int status, Reason reason) throws Exception {
        signIn(3600 * 24);
        service.answer("/backend-api/wham/usage", status, "{\"detail\":\"ada@example.com\"}");
        String message = failure(TIME_LIMIT, reason).getMessage();
        require(!message.contains("ada"), message);
        return message;
    }

    private String silent() throws Exception {
        signIn(3600 * 24);
        String login = read("auth.json");
        CountDownLatch silence = service.hold("/backend-api/wham/usage");
        String message = failure(Duration.ofSeconds(6), Reason.TIMED_OUT).getMessage();
        assertNoProcess();
        silence.countDown();
        require(read("auth.json").equals(login), "the login has changed");
        assertNumbers(fetch(TIME_LIMIT));
        return message + " Then it answers.";
    }

    /** The token ends within the minute, so that Codex redeems the refresh token before it answers anything. */
    private String cutDuringRenewal() throws Exception {
        signIn(30);
        CountDownLatch slow = service.hold("/oauth/token");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            // Asking ends 2.5 seconds before the limit, soon after 5 seconds; the renewal goes on for another second.
            other.submit(() -> {
                require(service.awaitRequest("POST /oauth/token"), "no renewal");
                TimeUnit.MILLISECONDS.sleep(6200);
                slow.countDown();
                return null;
            });
            String outcome = outcome(Duration.ofSeconds(8));
            assertNoProcess();
            assertRenewed();
            assertNumbers(fetch(TIME_LIMIT));
            return outcome + "; the new login was kept and works";
        } finally {
            other.shutdownNow();
        }
    }

    private String sessionsWithoutIndex() throws Exception {
        signIn(3600 * 24);
        writeSessions(3);
        String message = failure(TIME_LIMIT, Reason.FAILED).getMessage();
        require(service.requests().isEmpty(), service.requests());
        require(!Files.exists(home().resolve("installation_id")), "Codex was started");
        return message;
    }

    /** A file that looks like an index of another version lets the provider start Codex all the same. */
    private String cutDuringIndexing() throws Exception {
        signIn(3600 * 24);
        writeSessions(1500);
        write("state_0.sqlite", "");
        long start = System.nanoTime();
        fetch(TIME_LIMIT);
        Duration indexing = Duration.ofNanos(System.nanoTime() - start);
        for (String file : files()) {
            if (file.matches("[a-z]+_[1-9]\\d*\\.sqlite.*")) {
                Files.delete(home().resolve(file));
            }
        }
        // The input is closed about a second before the index is complete, the limit a second and a half after it.
        String outcome = outcome(indexing.plusMillis(1500));
        assertNoProcess();
        assertNumbers(fetch(TIME_LIMIT));
        return "indexing takes " + indexing.toMillis() + " ms; " + outcome + "; then it answers";
    }

    private String jvmEnds(boolean killed) throws Exception {
        signIn(3600 * 24);
        String login = read("auth.json");
        CountDownLatch silence = service.hold("/backend-api/wham/usage");
        // The launcher becomes the JVM.
        Process jvm = start(TIME_LIMIT, folder.resolve("output"));
        require(service.awaitRequest("GET /backend-api/wham/usage"), Files.readString(folder.resolve("errors")));
        List<ProcessHandle> children = jvm.descendants().toList();
        require(!children.isEmpty(), "no codex");
        if (killed) {
            jvm.destroyForcibly().waitFor();
            // Nothing can end it now but the end of its input, once its service has answered.
            silence.countDown();
        } else {
            jvm.destroy();
            jvm.waitFor();
        }
        require(await(() -> children.stream().noneMatch(ProcessHandle::isAlive)), "left: " + children);
        assertNoProcess();
        silence.countDown();
        require(read("auth.json").equals(login), "the login has changed");
        assertNumbers(fetch(TIME_LIMIT));
        return children.size() + " program(s) gone; then it answers";
    }

    // ---- Asking

    /** Asks through the command, and checks that its exit code fits its answer. */
    private UsageReport ask(Duration limit) throws Exception {
        Path output = folder.resolve("output");
        Process command = start(limit, output);
        if (!command.waitFor(limit.plus(PATIENCE).toSeconds(), TimeUnit.SECONDS)) {
            command.destroyForcibly();
            throw new AssertionError("the command does not end");
        }
        String document = Files.readString(output);
        List<UsageReport> reports = UsageJson.read(document);
        require(reports.size() == 1 && reports.get(0).providerId().equals("codex"), document);
        UsageReport report = reports.get(0);
        int fitting = report.failure()
                .map(failure -> failure.reason() == Reason.TIMED_OUT ? 4 : 1)
                .orElse(0);
        require(command.exitValue() == fitting, "exit code " + command.exitValue() + ": " + document);
        return report;
    }

    private Process start(Duration limit, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                programs.codexbar().toString(),
                "usage",
                "--provider",
                "codex",
                "--json",
                "--timeout",
                "%d.%03d".formatted(limit.toSeconds(), limit.toMillisPart()));
        builder.environment().clear();
        builder.environment().putAll(environment());
        builder.redirectOutput(output.toFile()).redirectError(folder.resolve("errors").toFile());
        return builder.start();
    }

    private UsageSnapshot fetch(Duration limit) throws Exception {
        UsageReport report = ask(limit);
        return report.snapshot().orElseThrow(() -> new AssertionError(report.failure()));
    }

    private UsageException failure(Duration limit, Reason reason) throws Exception {
        UsageReport report = ask(limit);
        UsageException failure = report.failure().orElseThrow(() -> new AssertionError("answered: " + report));
        require(failure.reason() == reason, failure.reason() + ": " + failure.getMessage());
        return failure;
    }

    private String outcome(Duration limit) throws Exception {
        return ask(limit).failure()
                .map(failure -> failure.reason().toString())
                .orElse("answered while it ended");
    }

    private Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        variables.put("PATH", System.getenv("PATH"));
        variables.put("HOME", folder.resolve("home").toString());
        variables.put("TMPDIR", folder.resolve("tmp").toString());
        variables.put("LANG", "C.UTF-8");
        variables.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + folder.resolve("tmp"));
        if (System.getenv("JAVA_HOME") != null) {
            variables.put("JAVA_HOME", System.getenv("JAVA_HOME"));
        }
        variables.put("CODEX_CLI_PATH", programs.codex().toString());
        variables.put("CODEX_REFRESH_TOKEN_URL_OVERRIDE", "http://127.0.0.1:" + service.port() + "/oauth/token");
        return variables;
    }

    // ---- The home

    private Path home() {
        return folder.resolve("home/.codex");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(home().resolve(file), text);
    }

    private String read(String file) throws IOException {
        return Files.readString(home().resolve(file));
    }

    private void signIn(long seconds) throws IOException {
        write("auth.json", """
                {"OPENAI_API_KEY":null,"tokens":{"id_token":"%s","access_token":"%s","refresh_token":"rt_invented_1",
                "account_id":"acct-invented-1"},"last_refresh":"%s"}
                """.formatted(token(seconds), token(seconds), Instant.now().minusSeconds(60)));
    }

    private static String token(long seconds) {
        long now = Instant.now().getEpochSecond();
        String claims = """
                {"https://api.openai.com/auth":{"chatgpt_plan_type":"plus","chatgpt_user_id":"user-invented-1",
                "user_id":"user-invented-1","chatgpt_account_id":"acct-invented-1"},"email":"ada@example.com",
                "https://api.openai.com/profile":{"email":"ada@example.com"},"iat":%d,"exp":%d,"sub":"invented"}
                """.formatted(now - 60, now + seconds);
        return base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + base64(claims) + "." + base64("invented");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void writeSessions(int count) throws IOException {
        Path day = Files.createDirectories(home().resolve("sessions/2026/11/20"));
        String line = "{\"timestamp\":\"2026-11-20T10:00:00.000Z\",\"type\":\"response_item\",\"payload\":{\"type\":"
                + "\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\""
                + "invented ".repeat(100) + "\"}]}}\n";
        for (int i = 0; i < count; i++) {
            String id = "019aa000-0000-7000-8000-%012d".formatted(i);
            String meta = "{\"timestamp\":\"2026-11-20T10:00:00.000Z\",\"type\":\"session_meta\",\"payload\":{\"id\":\""
                    + id + "\",\"timestamp\":\"2026-11-20T10:00:00.000Z\",\"cwd\":\"/tmp\",\"originator\":\"codex_cli_rs\","
                    + "\"cli_version\":\"0.171.0\",\"instructions\":null,\"source\":\"cli\",\"model_provider\":\"openai\"}}\n";
            Files.writeString(
                    day.resolve("rollout-2026-11-20T10-00-00-" + id + ".jsonl"), meta + line.repeat(60));
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(home())) {
            return all.filter(Files::isRegularFile)
                    .map(file -> home().relativize(file).toString())
                    .filter(file -> !file.startsWith("sessions/"))
                    .toList();
        }
    }

    // ---- What must hold

    private static void assertNumbers(UsageSnapshot snapshot) {
        require(snapshot.primary().orElseThrow().usedPercent() == 37, snapshot);
        require(snapshot.secondary().orElseThrow().usedPercent() == 12, snapshot);
    }

    private void assertRenewed() throws IOException {
        long renewals = service.requests().stream().filter("POST /oauth/token"::equals).count();
        require(renewals == 1, service.requests());
        require(read("auth.json").contains("rt_invented_2"), "the new refresh token is lost");
    }

    private void assertNothingUnwanted() throws Exception {
        Set<String> unwanted = new TreeSet<>(service.requests());
        unwanted.removeAll(ALLOWED);
        require(unwanted.isEmpty(), "asked of the service: " + unwanted);
        require(!Files.exists(folder.resolve("hook-ran")), "a hook has run");
        require(!Files.exists(folder.resolve("server-ran")), "a server was started");
        List<String> strange = files().stream()
                .filter(file -> OWN_FILES.stream().noneMatch(file::matches))
                .toList();
        require(strange.isEmpty(), "left in the home: " + strange);
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            List<Path> all = left.toList();
            require(all.isEmpty(), "left in the folder for temporary files: " + all);
        }
        assertNoProcess();
    }

    /** On Linux, every process that has the home of this situation in its environment; elsewhere, the children. */
    private void assertNoProcess() throws Exception {
        require(await(() -> processes().isEmpty()), "left: " + processes());
    }

    private List<ProcessHandle> processes() {
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            return ProcessHandle.current().descendants().toList();
        }
        return ProcessHandle.allProcesses().filter(this::hasThisHome).toList();
    }

    private boolean hasThisHome(ProcessHandle process) {
        try {
            byte[] variables = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ"));
            return new String(variables, StandardCharsets.ISO_8859_1).contains(folder.toString());
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static boolean await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }

    private static void require(boolean condition, Object what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    // ---- The service

    private static String usage(String plan, String credits, String extras) {
        return """
                {"user_id":"user-invented-1","account_id":"acct-invented-1","email":"ada@example.com","plan_type":"%s",
                "rate_limit":{"allowed":true,"limit_reached":false,"primary_window":%s,"secondary_window":%s},
                "code_review_rate_limit":null,"additional_rate_limits":%s,"credits":%s,"spend_control":{"reached":false,
                "individual_limit":null},"rate_limit_reached_type":null}
                """.formatted(plan, window(37, 18_000), window(12, 604_800), extras, credits);
    }

    private static String window(int percent, int seconds) {
        long reset = Instant.now().getEpochSecond() + seconds / 2;
        return "{\"used_percent\":%d,\"limit_window_seconds\":%d,\"reset_after_seconds\":%d,\"reset_at\":%d}"
                .formatted(percent, seconds, seconds / 2, reset);
    }

    /** Answers as the service of Codex does, as far as Codex needs it, and notes every request. */
    private static final class Service {

        private record Answer(int status, String body) {}

        private final HttpServer server;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final List<String> requests = new CopyOnWriteArrayList<>();
        private final Map<String, Answer> answers = new ConcurrentHashMap<>();
        private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
        private final List<CountDownLatch> allHeld = new ArrayList<>();
        private volatile boolean refusesFirstToken;
        private volatile boolean renewed;

        Service() throws IOException {
            answer("/backend-api/wham/usage", 200, usage("plus", "null", "null"));
            answer("/backend-api/wham/accounts/check", 200, """
                    {"accounts":[{"id":"acct-invented-1","name":null,"structure":"personal","plan_type":"plus",
                    "is_deactivated":false,"is_fedramp_compliant_workspace":false,"profile_picture_url":null,
                    "workspace_backend_origin":"https://backend.invalid","account_routing_override":"NO_CONSTRAINT"}],
                    "default_account_id":"acct-invented-1","account_ordering":["acct-invented-1"]}""");
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::handle);
            server.setExecutor(threads);
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        List<String> requests() {
            return List.copyOf(requests);
        }

        void answer(String path, int status, String body) {
            answers.put(path, new Answer(status, body));
        }

        /** Lets the next requests for a path wait until the latch is released. */
        CountDownLatch hold(String path) {
            CountDownLatch latch = new CountDownLatch(1);
            held.put(path, latch);
            allHeld.add(latch);
            return latch;
        }

        void refuseFirstToken() {
            refusesFirstToken = true;
        }

        boolean awaitRequest(String request) throws InterruptedException {
            return await(() -> requests.contains(request));
        }

        private void handle(HttpExchange exchange) throws IOException {
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + path);
            exchange.getRequestBody().readAllBytes();
            try {
                CountDownLatch latch = held.get(path);
                if (latch != null) {
                    latch.await();
                }
            } catch (InterruptedException closed) {
                return;
            }
            Answer answer = answers.getOrDefault(path, new Answer(404, "{\"detail\":\"Not Found\"}"));
            if (path.equals("/oauth/token") && !answers.containsKey(path)) {
                renewed = true;
                answer = new Answer(
                        200,
                        "{\"id_token\":\"%s\",\"access_token\":\"%s\",\"refresh_token\":\"rt_invented_2\"}"
                                .formatted(token(864_000), token(864_000)));
            }
            if (path.endsWith("/usage") && refusesFirstToken && !renewed) {
                answer = new Answer(401, "{\"error\":{\"code\":\"token_expired\"},\"status\":401}");
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }

        void close() {
            allHeld.forEach(CountDownLatch::countDown);
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
