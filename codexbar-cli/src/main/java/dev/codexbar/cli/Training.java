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
 * The runs that archives of classes are made of: in one JVM, because some releases make an archive of one run alone.
 *
 * <p>From JDK 25 on, a start loads all classes of its archive, whether it needs them or not. So there is an archive for
 * an answer, and one for what stays: that has the classes of an answer and of the first requests to a server.
 */
final class Training {

    /** The argument that leaves out the server. */
    static final String ANSWERS = "answers";

    private Training() {}

    /**
     * Runs the command, and ends the JVM with 1 if it does not answer.
     *
     * @param args {@link #ANSWERS}, or none
     */
    public static void main(String[] args) {
        Host host = Host.system();
        int code;
        if (List.of(args).equals(List.of(ANSWERS))) {
            CodexBar.interruptOnShutdown(new Application(host)).countDown();
            // First, while there is no terminal: programs with pipes are started by the JDK then.
            new Application(host).run(new String[] {"usage", "--provider", "codex", "--json"});
            code = new Application(host).run(new String[] {"usage", "--json"});
            new Application(host).run(new String[] {"usage", "--no-color"});
        } else {
            // As `CodexBar.main` does, so that the archive has the classes of these, too.
            CodexBar.warmUpServer();
            CodexBar.interruptOnShutdown(new Application(host)).countDown();
            code = new Application(host).run(new String[] {"usage", "--json"});
            serve(host);
        }
        CodexBar.end(code);
    }

    private static void serve(Host host) {
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
