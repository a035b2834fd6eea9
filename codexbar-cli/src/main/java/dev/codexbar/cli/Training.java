package dev.codexbar.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The run that archives of classes are made of: in one JVM, because some releases make an archive of one run alone, an
 * answer for programs and the first requests to {@code codexbar serve}.
 */
final class Training {

    private Training() {}

    /**
     * Runs the command, and ends the JVM with 1 if it does not answer.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Host host = Host.system();
        // As `CodexBar.main` does, so that the archive has the classes of these, too.
        CodexBar.warmUpServer();
        CodexBar.interruptOnShutdown(new Application(host)).countDown();
        int code = new Application(host).run(new String[] {"usage", "--json"});
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Host server = new Host(
                out,
                host.err(),
                host.environment(),
                host.terminal(),
                false,
                host.clock(),
                host.zone(),
                host.providers(),
                host.store(),
                (time, changes) -> requests(
                        URI.create(printed.toString(StandardCharsets.UTF_8).strip())),
                host.keyboard());
        new Application(server).run(new String[] {"serve", "--port", "0", "--print-url"});
        Runtime.getRuntime().exit(code);
    }

    /** What a browser and a supervising program ask first; then the server is stopped as by a signal. */
    private static void requests(URI address) throws InterruptedException {
        for (String path : List.of("/health", "/usage", "/")) {
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
                String request = "GET " + path + " HTTP/1.1\r\nHost: " + address.getAuthority()
                        + "\r\nAuthorization: Bearer " + address.getFragment().substring("key=".length())
                        + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            } catch (IOException failed) {
                // The archive lacks a few classes then, which costs time and nothing else.
            }
        }
        throw new InterruptedException("enough was asked");
    }
}
