package dev.codexbar.provider.codex;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that behaves like one version of {@code codex} in one situation, as the dialogues with the real ones show,
 * and logs what it was asked. Needs nothing but the JDK. {@link FakeCodex} installs and configures it.
 *
 * <p>Like the real one, it exits at the end of its input, but not before it has finished what must not be interrupted;
 * and while a request to a silent service is open, it neither exits nor ends by a signal.
 */
final class FakeCodexMain {

    private static final Pattern METHOD = Pattern.compile("\"method\":\"([^\"]+)\"");
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

    /** How long a busy program goes on once its input has ended. */
    private static final int FINISHING_MILLIS = 300;

    private final Path folder;
    private final Properties settings = new Properties();
    private final Map<String, String> replies = new HashMap<>();
    private final Set<String> silent;
    private final CountDownLatch endOfInput = new CountDownLatch(1);
    private final CountDownLatch forEver = new CountDownLatch(1);
    private int rateLimitsAsked;
    private boolean unanswered;
    private volatile boolean exiting;

    private FakeCodexMain(Path folder) throws IOException {
        this.folder = folder;
        try (Reader file = Files.newBufferedReader(folder.resolve("settings"))) {
            settings.load(file);
        }
        silent = new HashSet<>(Arrays.asList(setting("silent").split(",", -1)));
    }

    /** Takes the folder with the settings, then the arguments of the program. */
    public static void main(String[] arguments) throws Exception {
        List<String> command = Arrays.asList(arguments).subList(1, arguments.length);
        int code = new FakeCodexMain(Path.of(arguments[0])).run(command);
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }

    private int run(List<String> command) throws Exception {
        log("run " + String.join(" ", command));
        append("pids", Long.toString(ProcessHandle.current().pid()));
        if (command.equals(List.of("--version"))) {
            System.out.println(settings.getProperty("says", "codex-cli " + setting("version")));
            return Integer.parseInt(settings.getProperty("version.exit", "0"));
        }
        if (minor() < 43) {
            // No such command yet: in a terminal, the words would be sent to the model.
            log("PROMPT " + String.join(" ", command));
            System.err.println("Error: No such device or address (os error 6)");
            return 1;
        }
        if (settings.containsKey("stderr")) {
            System.err.println(setting("stderr"));
        }
        if (settings.containsKey("exit")) {
            return Integer.parseInt(setting("exit"));
        }
        return serve();
    }

    private int serve() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::takeSignal));
        readReplies();
        if (settings.containsKey("child")) {
            startChild();
        }
        Thread input = new Thread(this::readInput, "input");
        input.setDaemon(true);
        if (settings.containsKey("busy")) {
            input.start();
            stayBusy();
        } else {
            input.start();
        }
        ready.countDown();
        endOfInput.await();
        log("end of input");
        input.join();
        if (unanswered || settings.containsKey("deaf")) {
            forEver.await();
        }
        exiting = true;
        log("exit");
        return 0;
    }

    private final CountDownLatch ready = new CountDownLatch(1);

    /** Does what a signal would harm: the token is redeemed, but not yet in the file; the index is begun. */
    private void stayBusy() throws Exception {
        log(setting("busy") + " begun");
        endOfInput.await();
        Thread.sleep(FINISHING_MILLIS);
        log(setting("busy") + " finished");
    }

    private void takeSignal() {
        if (exiting) {
            return;
        }
        try {
            log("signal");
            if (unanswered || settings.containsKey("deaf")) {
                forEver.await();
            }
        } catch (IOException | InterruptedException gone) {
            // The program is being killed.
        }
    }

    private void readInput() {
        List<String> early = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (settings.containsKey("busy")) {
                    early.add(line);
                } else {
                    take(line);
                }
            }
            endOfInput.countDown();
            ready.await();
            for (String line : early) {
                take(line);
            }
        } catch (IOException | InterruptedException broken) {
            endOfInput.countDown();
        }
    }

    private void take(String line) throws IOException {
        Matcher method = METHOD.matcher(line);
        Matcher id = ID.matcher(line);
        if (!method.find()) {
            log("unreadable " + line);
            return;
        }
        boolean renewal = line.contains("\"refreshToken\":true");
        log("asked " + method.group(1) + (renewal ? " with refreshToken" : ""));
        if (!id.find()) {
            return;
        }
        String reply = replies.get(
                switch (method.group(1)) {
                    case "initialize" -> "1";
                    case "account/rateLimits/read" ->
                        rateLimitsAsked++ == 0 ? "2" : replies.containsKey("5") ? "5" : "2";
                    case "account/read" -> renewal && replies.containsKey("4") ? "4" : "3";
                    default -> "none";
                });
        if (reply == null || silent.contains(method.group(1))) {
            unanswered = true;
            return;
        }
        System.out.println(ID.matcher(reply).replaceFirst("\"id\":" + id.group(1)));
        System.out.flush();
    }

    /** Takes the recorded answers; everything else that was printed is printed at once. */
    private void readReplies() throws IOException {
        for (String line : Files.readAllLines(folder.resolve("replies"))) {
            Matcher id = Pattern.compile("\"id\": ?\"?(\\d+)\"?").matcher(line);
            if (!line.contains("\"method\"") && id.find()) {
                replies.putIfAbsent(id.group(1), id.replaceFirst("\"id\":" + id.group(1)));
            } else {
                System.out.println(line);
            }
        }
        System.out.flush();
    }

    private void startChild() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Child.class.getName(), folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** What a program leaves behind, as version 0.121 left {@code git}. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws Exception {
            append(
                    Path.of(arguments[0]),
                    "pids",
                    Long.toString(ProcessHandle.current().pid()));
            new CountDownLatch(1).await();
        }
    }

    private int minor() {
        return Integer.parseInt(setting("version").split("\\.", -1)[1]);
    }

    private String setting(String name) {
        return settings.getProperty(name, "");
    }

    private void log(String line) throws IOException {
        append("log", line);
    }

    private void append(String file, String line) throws IOException {
        append(folder, file, line);
    }

    private static void append(Path folder, String file, String line) throws IOException {
        Files.writeString(folder.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
