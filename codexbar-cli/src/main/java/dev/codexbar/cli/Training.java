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
 * <p>Each class of an archive costs a start something, whether it is needed or not. So there is an archive for an
 * answer, and one for what stays: that has the classes of an answer and of the first requests to a server.
 */
final class Training {

    /** The argument for what ends with an answer. */
    static final String ANSWERS = "answers";

    /** The argument for a server until its first answer. */
    static final String START = "start";

    private Training() {}

    /**
     * Runs the command, and ends the JVM with its exit code.
     *
     * @param args {@link #ANSWERS}, {@link #START}, or none for all that a command needs that stays
     */
    public static void main(String[] args) {
        String run = args.length == 0 ? "" : args[0];
        if (!run.equals(ANSWERS)) {
            // As `CodexBar.main` does, so that the archive has the classes of the warm-up, too.
            CodexBar.warmUpServer();
        }
        Host host = Host.system();
        CodexBar.interruptOnShutdown(new Application(host)).countDown();
        CodexBar.end(
                switch (run) {
                    case ANSWERS -> answer(host);
                    case START -> serve(host, List.of("/health"));
                    default -> {
                        int code = new Application(host).run(new String[] {"usage", "--json"});
                        new Application(host).run(new String[] {"usage", "--format", "waybar"});
                        serve(host, List.of("/health", "/usage", "/"));
                        yield code;
                    }
                });
    }

    private static int answer(Host host) {
        // First, while there is no terminal: programs with pipes are started by the JDK then.
        new Application(host).run(new String[] {"usage", "--provider", "codex", "--json"});
        int code = new Application(host).run(new String[] {"usage", "--json"});
        new Application(host).run(new String[] {"usage", "--no-color"});
        for (int i = 0; i < 2; i++) {
            // A status bar asks once, and is then answered from what the first run has left.
            new Application(host).run(new String[] {"usage", "--format", "waybar"});
        }
        new Application(host).run(new String[] {"guard", "--provider", "kiro", "--hook"});
        return code;
    }

    /** Returns the exit code of a server that was asked and then interrupted, as by a signal. */
    private static int serve(Host host, List<String> paths) {
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
                (time, changes) -> {
                    request(URI.create(printed.toString(StandardCharsets.UTF_8).strip()), paths);
                    throw new InterruptedException("enough was asked");
                },
                host.keyboard());
        return new Application(server).run(new String[] {"serve", "--port", "0", "--print-url"});
    }

    private static void request(URI address, List<String> paths) {
        for (String path : paths) {
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
    }
}
