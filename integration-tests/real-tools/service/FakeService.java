import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A stand-in for the services of real programs, for tests without a network: a proxy on the loopback interface that
 * answers HTTPS itself, with what a file of routes says, and logs each request.
 *
 * <p>Started as {@code java FakeService.java KEYSTORE ROUTES LOG PORT_FILE}. A route is a line of
 * {@code METHOD HOST PATH STATUS SECONDS BODY}: the method or {@code *}, the host, the beginning of the path, the status
 * to answer with, how long to wait first, and a file beside the routes or {@code -} for {@code {}}. The first that fits
 * holds; for the others there is status 404. A line of the log is {@code METHOD HOST PATH STATUS}; neither headers nor
 * bodies are logged, because they may hold a token.
 */
public final class FakeService {

    private static final int LINE_LIMIT = 64 << 10;

    private record Route(String method, String host, String path, int status, int seconds, byte[] body) {

        boolean fits(String method, String host, String path) {
            return (this.method.equals("*") || this.method.equals(method))
                    && (this.host.equals("*") || this.host.equals(host))
                    && path.startsWith(this.path);
        }
    }

    private final SSLContext tls;
    private final List<Route> routes;
    private final Path log;

    private FakeService(SSLContext tls, List<Route> routes, Path log) {
        this.tls = tls;
        this.routes = routes;
        this.log = log;
    }

    public static void main(String[] arguments) throws Exception {
        FakeService service =
                new FakeService(tls(Path.of(arguments[0])), routes(Path.of(arguments[1])), Path.of(arguments[2]));
        try (ServerSocket socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
            Path draft = Path.of(arguments[3] + ".draft");
            Files.writeString(draft, Integer.toString(socket.getLocalPort()));
            Files.move(draft, Path.of(arguments[3]));
            while (true) {
                Socket client = socket.accept();
                Thread thread = new Thread(() -> service.serve(client));
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private static SSLContext tls(Path file) throws Exception {
        char[] password = "invented".toCharArray();
        KeyStore keys = KeyStore.getInstance(file.toFile(), password);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static List<Route> routes(Path file) throws IOException {
        List<Route> routes = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.strip().split("\\s+");
            if (parts.length == 6 && !line.startsWith("#")) {
                byte[] body = parts[5].equals("-")
                        ? "{}".getBytes(StandardCharsets.UTF_8)
                        : Files.readAllBytes(file.resolveSibling(parts[5]));
                routes.add(new Route(
                        parts[0], parts[1], parts[2], Integer.parseInt(parts[3]), Integer.parseInt(parts[4]), body));
            }
        }
        return routes;
    }

    /** Serves one connection: a tunnel to a host, or plain requests. */
    private void serve(Socket client) {
        try (Closeable connection = client) {
            String[] request = line(client.getInputStream()).split(" ");
            Map<String, String> headers = headers(client.getInputStream());
            if (!request[0].equals("CONNECT")) {
                answer(client, request, headers, headers.getOrDefault("host", "none"));
                return;
            }
            String host = request[1].substring(0, request[1].lastIndexOf(':'));
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            try (SSLSocket secured =
                    (SSLSocket) tls.getSocketFactory().createSocket(client, host, client.getPort(), true)) {
                secured.setUseClientMode(false);
                String[] inner = line(secured.getInputStream()).split(" ");
                answer(secured, inner, headers(secured.getInputStream()), host);
            }
        } catch (IOException | RuntimeException broken) {
            // The program ended, or did not like the certificate: what it asked for is in the log or is not.
        }
    }

    private void answer(Socket client, String[] request, Map<String, String> headers, String host) throws IOException {
        skipBody(client.getInputStream(), headers);
        Route route = routes.stream()
                .filter(one -> one.fits(request[0], host, request[1]))
                .findFirst()
                .orElse(new Route("*", host, "/", 404, 0, "{}".getBytes(StandardCharsets.UTF_8)));
        log(request[0] + " " + host + " " + request[1] + " " + route.status());
        try {
            Thread.sleep(route.seconds() * 1000L);
        } catch (InterruptedException end) {
            return;
        }
        OutputStream output = client.getOutputStream();
        output.write(("HTTP/1.1 " + route.status() + " Invented\r\nContent-Type: application/json\r\nContent-Length: "
                        + route.body().length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        output.write(route.body());
        output.flush();
    }

    private synchronized void log(String line) throws IOException {
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void skipBody(InputStream input, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            int size;
            do {
                size = Integer.parseInt(line(input).split(";")[0].strip(), 16);
                input.skipNBytes(size);
                line(input);
            } while (size > 0);
        } else {
            input.skipNBytes(Long.parseLong(headers.getOrDefault("content-length", "0")));
        }
    }

    private static Map<String, String> headers(InputStream input) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(input); !line.isEmpty(); line = line(input)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0 || line.size() > LINE_LIMIT) {
                throw new IOException("no line");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }
}
