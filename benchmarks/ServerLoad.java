import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts {@code codexbar serve} under load from another process, and looks at it from outside, by {@code /proc}. A single
 * source file, which {@code benchmarks/server} runs as it is.
 */
public final class ServerLoad {

    private static final int STARTS = 21;
    private static final int REQUESTS = 5_000;
    private static final int CLIENTS = 8;
    private static final int WAVES = 6;
    private static final int WAVE_REQUESTS = 4_000;
    private static final int STREAMS = 2_000;
    private static final int SLOW_CLIENTS = 16;

    private static final double MOST_START_RATIO = 2.5;
    private static final double MOST_IDLE_MEGABYTES = 70;

    /** Between equal waves the resident memory differs by a few pages that threads and the C library hold. */
    private static final double MOST_NOISE_MEGABYTES = 2;

    /** An idle server gives memory back a minute after its last collection, which may come a while after the load. */
    private static final int REST_SECONDS = 150;

    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d{1,6})\r\n");

    private static final List<String> PATHS = List.of("/health", "/usage", "/dashboard/v1/snapshot", "/");

    private final String command;
    private final StringBuilder report = new StringBuilder();
    private final List<String> targets = new ArrayList<>();
    private boolean failed;

    private ServerLoad(String command) {
        this.command = command;
    }

    /** What a process holds. */
    private record Footprint(long descriptors, long threads, double megabytes) {

        static Footprint of(long pid) throws IOException {
            Path proc = Path.of("/proc", String.valueOf(pid));
            double kilobytes = Files.readAllLines(proc.resolve("status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
            return new Footprint(count(proc.resolve("fd")), count(proc.resolve("task")), kilobytes / 1024);
        }

        private static long count(Path folder) throws IOException {
            try (Stream<Path> entries = Files.list(folder)) {
                return entries.count();
            }
        }

        String row(String when) {
            return String.format(Locale.ROOT, "| %s | %d | %d | %.0f |%n", when, descriptors, threads, megabytes);
        }
    }

    /** A running server. */
    private record Server(Process process, int port, String key) implements AutoCloseable {

        static Server start(String command) throws IOException, InterruptedException {
            Process process = new ProcessBuilder(command, "serve", "kiro", "--port", "0", "--print-url")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = out.readLine();
            if (line == null) {
                throw new IOException("the server did not start");
            }
            URI uri = URI.create(line);
            return new Server(process, uri.getPort(), uri.getFragment().substring("key=".length()));
        }

        String get(String path) throws IOException {
            return exchange(port, "GET", path, "Authorization: Bearer " + key + "\r\n");
        }

        Footprint footprint() throws IOException {
            return Footprint.of(process.pid());
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static double millisSince(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }

    /** Sends one request and returns the whole answer; each answer closes its connection. */
    private static String exchange(int port, String method, String path, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            send(socket, method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n");
            return rest(socket);
        }
    }

    /** Returns an answer as soon as it is complete, as clients do. When its connection is closed is another matter. */
    private static String completeAnswer(int port, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            send(socket, "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int c = in.read();
                if (c < 0) {
                    throw new IOException("an answer without an end: " + head);
                }
                head.append((char) c);
            }
            Matcher length = CONTENT_LENGTH.matcher(head);
            if (!length.find()) {
                throw new IOException("an answer of unknown length: " + head);
            }
            return head + new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String rest(Socket socket) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(bytes);
        } catch (SocketException reset) {
            // Closed all the same: what came before counts.
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void line(String format, Object... arguments) {
        report.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private void target(String name, String measured, boolean met) {
        targets.add("| " + name + " | " + measured + " | " + (met ? "yes" : "no") + " |");
        failed |= !met;
    }

    private void head() throws IOException {
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
        line("# What the server costs%n");
        line(
                "Made by `benchmarks/server`, which writes this file. The load comes from a second process on the same machine,");
        line("by raw sockets; the server looks after one tool, a stand-in for Kiro.%n");
        line(
                "%s %s, %d processors, %s %s. Load average when it began: %s; above 1, something else was running, and",
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                load);
        line("the times suffer most.%n");
    }

    /** By turns, so that both see the same machine. */
    private void starts(List<String> homes) throws IOException, InterruptedException {
        line("## Start%n");
        line("From the start of the launcher to its end, and to the first 200 of `/health`: %d times by turns,", STARTS);
        line("medians, milliseconds. An answer counts when it is complete. `serve` asks the same tool meanwhile, and");
        line("nothing polls: it is asked when it says where it listens.%n");
        line("| JDK | `codexbar --version` | `codexbar serve` | ratio |");
        line("|---|---|---|---|");
        for (String home : homes) {
            double[] versions = new double[STARTS];
            double[] servers = new double[STARTS];
            // The first start of each prepares its archive of classes.
            version(home);
            firstAnswer(home);
            for (int i = 0; i < STARTS; i++) {
                versions[i] = version(home);
                servers[i] = firstAnswer(home);
            }
            double ratio = median(servers) / median(versions);
            String jdk = release(home);
            line("| %s | %.0f | %.0f | %.2f |", jdk, median(versions), median(servers), ratio);
            target(
                    "JDK " + jdk + ": first 200 at most 2.5 × `codexbar --version`",
                    String.format(Locale.ROOT, "%.2f", ratio),
                    ratio <= MOST_START_RATIO);
        }
        line("");
    }

    private double version(String home) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process version = builder(home, "--version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        version.waitFor();
        return millisSince(begin);
    }

    private double firstAnswer(String home) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = builder(home, "serve", "kiro", "--port", "0").start();
        try (BufferedReader err =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            String line = err.readLine();
            if (line == null) {
                throw new IOException("the server did not start");
            }
            String answer = completeAnswer(Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)), "/health");
            if (!answer.startsWith("HTTP/1.1 200 ")) {
                throw new IOException("the server does not answer: " + answer);
            }
            return millisSince(begin);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private ProcessBuilder builder(String home, String... arguments) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("JAVA_HOME", home);
        return builder;
    }

    private static String release(String home) throws IOException {
        return Files.readAllLines(Path.of(home, "release")).stream()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.replaceAll("[^0-9.]", ""))
                .findFirst()
                .orElse(home);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void load(Server server) throws Exception {
        for (String path : PATHS) {
            server.get(path);
        }
        // The threads of a burst end after 10 seconds without work.
        TimeUnit.SECONDS.sleep(15);
        Footprint idle = server.footprint();
        target(
                "at rest at most 70 MB",
                String.format(Locale.ROOT, "%.0f MB", idle.megabytes()),
                idle.megabytes() <= MOST_IDLE_MEGABYTES);
        StringBuilder footprints = new StringBuilder(idle.row("at rest, after the first answers"));
        StringBuilder speeds = new StringBuilder();
        for (String path : PATHS) {
            speeds.append(run(server, path));
        }
        footprints.append(server.footprint().row("after " + PATHS.size() * REQUESTS + " requests"));
        double[] waves = new double[WAVES];
        for (int i = 0; i < WAVES; i++) {
            wave(server);
            Footprint after = server.footprint();
            waves[i] = after.megabytes();
            footprints.append(after.row("after wave " + (i + 1) + " of " + WAVE_REQUESTS + " requests"));
        }
        double growth = waves[WAVES - 1] - waves[WAVES - 3];
        target(
                "over the last three waves it grows by at most 2 MB",
                String.format(Locale.ROOT, "%+.1f MB", growth),
                growth <= MOST_NOISE_MEGABYTES);
        streams(server);
        footprints.append(server.footprint().row("after " + STREAMS + " streams of events"));
        slowClients(server);
        footprints.append(server.footprint().row("after " + SLOW_CLIENTS + " clients that never ended their head"));
        TimeUnit.SECONDS.sleep(REST_SECONDS);
        Footprint rested = server.footprint();
        footprints.append(rested.row("at rest again, " + REST_SECONDS + " s later"));
        target(
                "at rest again at most 20 MB more than before",
                String.format(Locale.ROOT, "%+.0f MB", rested.megabytes() - idle.megabytes()),
                rested.megabytes() <= idle.megabytes() + 20);

        line("## Load%n");
        line("%d requests of each kind by %d clients, a connection each, as the contract has it.%n", REQUESTS, CLIENTS);
        line("| request | requests a second | median, ms | 99 %%, ms | failed |");
        line("|---|---|---|---|---|");
        report.append(speeds);
        line("%n## What stays%n");
        line("| when | descriptors | threads | resident, MB |");
        line("|---|---|---|---|");
        report.append(footprints).append('\n');
        target(
                "no descriptor and no thread is left",
                "descriptors " + idle.descriptors() + " → " + rested.descriptors() + ", threads " + idle.threads()
                        + " → " + rested.threads(),
                rested.descriptors() <= idle.descriptors() + 2 && rested.threads() <= idle.threads() + 2);
    }

    private String run(Server server, String path) throws Exception {
        AtomicInteger left = new AtomicInteger(REQUESTS);
        AtomicInteger bad = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        double[] millis = new double[REQUESTS];
        long begin = System.nanoTime();
        inParallel(CLIENTS, () -> {
            while (left.getAndDecrement() > 0) {
                long start = System.nanoTime();
                boolean good = server.get(path).startsWith("HTTP/1.1 200 ");
                millis[done.getAndIncrement()] = millisSince(start);
                if (!good) {
                    bad.incrementAndGet();
                }
            }
        });
        double seconds = millisSince(begin) / 1000;
        Arrays.sort(millis);
        target("every `" + path + "` is answered", bad.get() + " failed", bad.get() == 0);
        return String.format(
                Locale.ROOT,
                "| `%s` | %.0f | %.1f | %.1f | %d |%n",
                path,
                REQUESTS / seconds,
                millis[REQUESTS / 2],
                millis[REQUESTS * 99 / 100],
                bad.get());
    }

    /** All kinds of requests, mixed. */
    private static void wave(Server server) throws Exception {
        AtomicInteger left = new AtomicInteger(WAVE_REQUESTS);
        inParallel(CLIENTS, () -> {
            for (int i = left.getAndDecrement(); i > 0; i = left.getAndDecrement()) {
                server.get(PATHS.get(i % PATHS.size()));
            }
        });
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void inParallel(int count, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                running.add(threads.submit(() -> {
                    work.run();
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Clients that read the first event and leave. */
    private void streams(Server server) throws Exception {
        AtomicInteger left = new AtomicInteger(STREAMS);
        AtomicInteger served = new AtomicInteger();
        AtomicLong refused = new AtomicLong();
        inParallel(CLIENTS, () -> {
            while (left.getAndDecrement() > 0) {
                while (!readsAnEvent(server)) {
                    // All 64 places are taken by clients that have gone, which the refusal has made the server notice.
                    refused.incrementAndGet();
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                served.incrementAndGet();
            }
        });
        target(STREAMS + " clients of events come and go", served + " served", served.get() == STREAMS);
    }

    private static boolean readsAnEvent(Server server) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(60_000);
            send(
                    socket,
                    "GET /dashboard/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + server.key()
                            + "\r\n\r\n");
            StringBuilder read = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (read.indexOf("event: snapshot\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return false;
                }
                read.append((char) next);
            }
            return true;
        } catch (SocketException reset) {
            return false;
        }
    }

    private void slowClients(Server server) throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < SLOW_CLIENTS; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.setSoTimeout(60_000);
            slow.add(socket);
            send(socket, "GET /health HT");
        }
        long begin = System.nanoTime();
        double answeredAfter = -1;
        while (answeredAfter < 0 && millisSince(begin) < 60_000) {
            if (server.get("/health").startsWith("HTTP/1.1 200 ")) {
                answeredAfter = millisSince(begin) / 1000;
            } else {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        for (Socket socket : slow) {
            rest(socket);
            socket.close();
        }
        target(
                SLOW_CLIENTS + " slow clients hold it for 10 s at most",
                String.format(Locale.ROOT, "%.1f s", answeredAfter),
                answeredAfter >= 0 && answeredAfter <= 12);
    }

    private void end() throws IOException, InterruptedException {
        Server server = Server.start(command);
        long begin = System.nanoTime();
        server.process().destroy();
        boolean ended = server.process().waitFor(10, TimeUnit.SECONDS);
        double seconds = millisSince(begin) / 1000;
        target("ends within 2 s after SIGTERM", String.format(Locale.ROOT, "%.2f s", seconds), ended && seconds <= 2);
    }

    /**
     * Measures.
     *
     * @param args the command {@code codexbar}, the file to write, and the homes of the JDKs to measure the start on;
     *     the load is measured on the JDK that the command finds by itself
     */
    public static void main(String[] args) throws Exception {
        ServerLoad load = new ServerLoad(args[0]);
        Duration begin = Duration.ofNanos(System.nanoTime());
        load.head();
        load.starts(List.of(args).subList(2, args.length));
        try (Server server = Server.start(args[0])) {
            load.load(server);
        }
        load.end();
        load.line("## Targets%n");
        load.line("| target | measured | met |");
        load.line("|---|---|---|");
        load.targets.forEach(row -> load.report.append(row).append('\n'));
        Files.writeString(Path.of(args[1]), load.report.toString());
        System.out.println(load.report);
        System.out.println(Duration.ofNanos(System.nanoTime()).minus(begin).toSeconds() + " s");
        System.exit(load.failed ? 1 : 0);
    }
}
