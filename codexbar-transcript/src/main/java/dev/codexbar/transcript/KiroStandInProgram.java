package dev.codexbar.transcript;

import dev.codexbar.transcript.KiroStandIn.Behaviour;
import dev.codexbar.transcript.KiroStandIn.WhoamiBehaviour;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a {@link KiroStandIn} does when it is started. */
final class KiroStandInProgram {

    /** Ends the program. */
    @SuppressWarnings("serial") // Never leaves this JVM.
    static final class Exit extends Exception {

        private final int code;

        Exit(int code) {
            super(null, null, false, false);
            this.code = code;
        }
    }

    private static final String ESC = "\u001b";
    private static final String BRAND = "\u001b[38;5;141m";

    private final Path folder;
    private final Properties settings;
    private final OutputStream output;
    private final OutputStream error;
    private final boolean logging;
    private final int version;
    private final int patch;

    KiroStandInProgram(Properties settings, Path folder, OutputStream output, OutputStream error) {
        this.settings = settings;
        this.folder = folder;
        this.output = output;
        this.error = error;
        this.logging = Boolean.parseBoolean(settings.getProperty("logging"));
        String[] numbers = settings.getProperty("version").split("\\.", -1);
        this.version = 1000 * Integer.parseInt(numbers[0]) + Integer.parseInt(numbers[1]);
        this.patch = numbers.length > 2 ? Integer.parseInt(numbers[2]) : 0;
    }

    /** The folder of the stand-in, then the arguments of the tool. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        int code;
        try {
            new KiroStandInProgram(
                            KiroStandIn.settings(folder),
                            folder,
                            new FileOutputStream(FileDescriptor.out),
                            new FileOutputStream(FileDescriptor.err))
                    .run(Arrays.asList(arguments).subList(1, arguments.length));
            code = 0;
        } catch (Exit exit) {
            code = exit.code;
        }
        // Nothing is buffered, and shutdown hooks would only take time.
        Runtime.getRuntime().halt(code);
    }

    boolean since(int major, int minor) {
        return version >= 1000 * major + minor;
    }

    /** Engine v3 of {@code acp} signs in as the CLI does. */
    boolean hasAuthMethod() {
        return since(2, 20) || (version == 2019 && patch >= 2);
    }

    boolean is(Behaviour behaviour) {
        return settings.getProperty("behaviour", Behaviour.NONE.name()).equals(behaviour.name());
    }

    private boolean whoamiIs(WhoamiBehaviour behaviour) {
        return settings.getProperty("whoami", WhoamiBehaviour.NONE.name()).equals(behaviour.name());
    }

    // ---- what the tool does

    private void run(List<String> arguments) throws IOException, InterruptedException, Exit {
        String word = arguments.isEmpty() ? "" : arguments.get(0);
        boolean inTerminal = Terminals.isTerminal();
        if (logging) {
            logStart(arguments, word, inTerminal);
        }
        switch (word) {
            case "--version" -> {
                if (is(Behaviour.VERSION_HANGS)) {
                    hang();
                }
                version();
            }
            case "whoami" -> whoami();
            case "acp" -> new KiroStandInAgent(this).run(arguments.subList(1, arguments.size()));
            case "chat" -> chat(arguments.subList(1, arguments.size()), inTerminal);
            default -> refuse("unrecognized subcommand '" + word + "'");
        }
    }

    /** Prints what a command prints if nothing goes wrong and nothing is asked. */
    void printInstantly(String word) throws IOException {
        switch (word) {
            case "--version" -> version();
            case "whoami" -> account();
            default -> report();
        }
    }

    private void version() throws IOException {
        print(settings.getProperty("says", "kiro-cli " + settings.getProperty("version")) + "\n");
    }

    private void whoami() throws IOException, InterruptedException, Exit {
        if (whoamiIs(WhoamiBehaviour.SLOW)) {
            hang();
        } else if (whoamiIs(WhoamiBehaviour.FAILS)) {
            fail(3, "error: cannot open the credential store");
        } else if (whoamiIs(WhoamiBehaviour.LOGGED_OUT)) {
            print("Not logged in\n");
            throw new Exit(1);
        } else if (whoamiIs(WhoamiBehaviour.STUBBORN)) {
            Signals.ignore();
            hang();
        } else {
            account();
        }
    }

    private void account() throws IOException {
        String email = settings.getProperty("email", "dev@example.com");
        print("Logged in with " + settings.getProperty("login", "Google") + "\n"
                + (since(1, 25) ? "\nEmail: " + email + "\n" : email + "\n"));
    }

    private void chat(List<String> arguments, boolean inTerminal) throws IOException, InterruptedException, Exit {
        String engine = null;
        boolean look = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--no-interactive" -> {}
                case "--agent-engine" -> {
                    engine = i + 1 < arguments.size() ? arguments.get(++i) : "";
                    if (!since(2, 3) || is(Behaviour.REFUSES_ENGINE)) {
                        refuse("unexpected argument '--agent-engine' found");
                    }
                    checkEngine(engine);
                }
                case "--legacy-ui" -> {
                    look = true;
                    if (!since(2, 4) || is(Behaviour.REFUSES_LOOK)) {
                        refuse("unexpected argument '--legacy-ui' found");
                    }
                }
                default -> {
                    if (argument.startsWith("-")) {
                        refuse("unexpected argument '" + argument + "' found");
                    }
                }
            }
        }
        String used = engine == null ? since(2, 21) ? "v3" : since(2, 17) ? "v2" : "v1" : engine;
        if (engine == null && look && !used.equals("v1")) {
            fail(1, "error: Conflicting options: --legacy-ui needs engine v1");
        }
        switch (is(Behaviour.IGNORES_ENGINE) ? "v3" : used) {
            case "v1" -> engineV1(inTerminal);
            case "v2" -> print("Plan: KIRO FREE | 1 usage breakdowns\n");
            default -> {
                log("MODEL", String.join(" ", arguments));
                print("""
                        I cannot read your usage, but you have used about 30% of it.

                         ▸ Credits: 0.03 • Time: 2s
                        """);
            }
        }
    }

    void checkEngine(String engine) throws IOException, Exit {
        if (!since(2, 4) && !engine.equals("rust") && !engine.equals("kas")) {
            refuse("invalid value '" + engine + "' for '--agent-engine <ENGINE>'");
        }
    }

    private void engineV1(boolean inTerminal) throws IOException, InterruptedException, Exit {
        if (since(1, 29) && inTerminal) {
            askForCursor();
        }
        switch (Behaviour.valueOf(settings.getProperty("behaviour", Behaviour.NONE.name()))) {
            case HANG -> hang();
            case SILENT -> {}
            case CRASH -> fail(101, "thread 'main' panicked: account dev@example.com has no disk");
            case LINGER -> {
                report();
                hang();
            }
            case STUBBORN -> {
                Signals.ignore();
                report();
                hang();
            }
            case FLOOD -> flood("████████████████████████ 50% 50% 50% 50% 50%\n");
            case GRANDCHILD -> {
                startGrandchildren();
                report();
            }
            case LITTER -> {
                litter();
                report();
            }
            case TOKEN_EXPIRED_ONCE -> {
                if (isFirst("usage")) {
                    backendError("AccessDeniedError: Token expired");
                } else {
                    report();
                }
            }
            case TOKEN_EXPIRED -> backendError("AccessDeniedError: Token expired");
            case TIMEOUT_ONCE -> {
                if (isFirst("usage")) {
                    backendError("request has timed out");
                } else {
                    report();
                }
            }
            case THROTTLED -> backendError("ThrottlingException: Rate exceeded");
            case LOGIN_MENU -> loginMenu("", inTerminal);
            case LOGIN_PROMPT -> loginMenu(ESC + "[33m?" + ESC + "[0m", inTerminal);
            case LOGGED_OUT ->
                fail(1, "Not logged in. Set the KIRO_API_KEY environment variable or run `kiro-cli login` first.");
            case MANAGED -> {
                print("Plan: Q Developer Pro\nYour plan is managed by admin\n");
                tip();
            }
            default -> report();
        }
    }

    private void loginMenu(String mark, boolean inTerminal) throws IOException, InterruptedException {
        printError(
                ESC + "[?25l" + mark + " You are not logged in. Login now? \n" + BRAND + "❯" + ESC + "[0m Yes\n  No\n");
        if (!inTerminal) {
            log("BROWSER", "opened");
        }
        hang();
    }

    // ---- the report

    private void report() throws IOException {
        String reset = settings.getProperty("reset", "2026-08-01");
        String given = settings.getProperty("report");
        if (given != null) {
            printError(given);
        } else if (!since(1, 27)) {
            banner();
            LocalDate day = LocalDate.parse(reset);
            reportA(String.format("%02d/%02d", day.getMonthValue(), day.getDayOfMonth()));
        } else if (!since(2, 14)) {
            reportA(reset);
        } else if (!since(2, 20)) {
            reportB(reset, "12.50", "25%");
        } else {
            reportB(reset, "55.25", "110.5%");
        }
        if (given == null) {
            tip();
        }
    }

    private void banner() throws IOException {
        printError(BRAND + "Welcome to Kiro" + ESC + "[0m, 100% yours. Run kiro-cli login to switch accounts.\n\n" + ESC
                + "[38;5;244mModel: " + ESC + "[0mAuto | Plan: KIRO FREE (/usage for more detail)\n\n");
    }

    private void reportA(String reset) throws IOException {
        printError(
                header(reset) + ESC + "[1mCredits" + ESC + "[0m (12.50 of 50 covered in plan)\n" + BRAND + "████" + ESC
                        + "[38;5;244m████████████" + ESC + "[0m 25%\n\nOverages: " + ESC + "[1mDisabled" + ESC + "[0m\n"
                        + "\nTo manage your plan or configure overages navigate to https://app.kiro.dev/account/usage\n");
    }

    private void reportB(String reset, String used, String percent) throws IOException {
        printError(header(reset) + ESC + "[1mCredits" + ESC + "[0m (" + used + " of 50 covered in plan)\n" + BRAND
                + "████████████████" + ESC + "[0m " + percent + "\n\n" + ESC + "[1mAdditional credits" + ESC + "[0m\n"
                + ESC + "[38;5;244mAdd-on credits available for purchase\n" + ESC + "[0m\n"
                + "To manage your plan or purchase add-on credits navigate to https://app.kiro.dev/account/usage\n");
    }

    private static String header(String reset) {
        return "\n" + ESC + "[1mEstimated Usage" + ESC + "[0m | resets on " + reset + " | " + BRAND + "KIRO FREE" + ESC
                + "[0m\n";
    }

    private void tip() throws IOException {
        printError("\nTip: to see context window usage, run " + BRAND + "/context" + ESC + "[0m\n\n" + ESC + "[1G" + ESC
                + "[0m" + ESC + "[0m" + ESC + "[?25h");
    }

    private void backendError(String words) throws IOException {
        printError("\n" + ESC + "[38;5;11m⚠️  Warning: Could not retrieve usage information from backend\n" + ESC
                + "[38;5;8mError: " + words + "\n\n" + ESC + "[0m\n");
        tip();
    }

    // ---- what it does beside

    private void askForCursor() throws IOException, InterruptedException {
        if (JavaCommand.IS_WINDOWS) {
            return;
        }
        // Waits for an answer for a second.
        stty("-icanon", "-echo", "min", "0", "time", "10");
        print(ESC + "[6n");
        boolean answered = System.in.read(new byte[32]) > 0;
        stty("icanon", "echo");
        log("cursor", answered ? "answered" : "unanswered");
    }

    private static String stty(String... arguments) throws IOException, InterruptedException {
        String[] command =
                Stream.concat(Stream.of("stty"), Stream.of(arguments)).toArray(String[]::new);
        Process stty = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        stty.waitFor();
        return printed;
    }

    private void startGrandchildren() throws IOException {
        start(JavaCommand.of(ReplayCli.class, ReplayCli.HOLD));
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            start(List.of("/usr/bin/setsid", "sleep", "60"));
        }
    }

    private void start(List<String> command) throws IOException {
        Process process = JavaCommand.builder(command)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        append(KiroStandIn.PROCESSES, Long.toString(process.pid()));
    }

    private static void litter() throws IOException {
        Files.createDirectories(Path.of(".kiro", "settings"));
        Files.writeString(Path.of(".kiro", "settings", "cli.json"), "{}");
        Path locked = Files.createDirectory(Path.of("locked"));
        Files.createFile(locked.resolve("file"));
        if (!JavaCommand.IS_WINDOWS) {
            Files.createSymbolicLink(Path.of(".kiro", "root"), Path.of("/"));
            Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        }
    }

    /** Tells whether something is done for the first time since the stand-in was installed. */
    boolean isFirst(String what) throws IOException {
        try {
            Files.createDirectory(folder.resolve("first-" + what));
            return true;
        } catch (FileAlreadyExistsException later) {
            return false;
        }
    }

    void hang() throws InterruptedException {
        Thread.sleep(Replay.HANGING.toMillis());
    }

    void flood(String line) throws IOException {
        byte[] bytes = line.repeat(64).getBytes(StandardCharsets.UTF_8);
        while (true) {
            output.write(bytes);
        }
    }

    // ---- output

    void print(String text) throws IOException {
        output.write(text.getBytes(StandardCharsets.UTF_8));
    }

    void printError(String text) throws IOException {
        error.write(text.getBytes(StandardCharsets.UTF_8));
    }

    void fail(int code, String message) throws IOException, Exit {
        printError(message + "\n");
        throw new Exit(code);
    }

    /** As the parser of its command line does. */
    void refuse(String what) throws IOException, Exit {
        fail(
                2,
                ESC + "[1m" + ESC + "[31merror:" + ESC + "[0m " + what + "\n\n" + ESC + "[1m" + ESC + "[4mUsage:" + ESC
                        + "[0m kiro-cli-chat chat [OPTIONS] [INPUT]\n\nFor more information, try '--help'.");
    }

    // ---- the log

    private void logStart(List<String> arguments, String word, boolean inTerminal)
            throws IOException, InterruptedException {
        append(KiroStandIn.PROCESSES, Long.toString(ProcessHandle.current().pid()));
        log("run", String.join(" ", arguments));
        try (Stream<Path> entries = Files.list(Path.of(""))) {
            log("directory", Path.of("").toAbsolutePath() + " holds " + entries.count() + " entries");
        }
        boolean hasDisplay = isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
        if (hasDisplay || !"true".equals(System.getenv("BROWSER"))) {
            log("BROWSER", "could be opened");
        }
        if (!inTerminal) {
            log("pipes", word);
        } else {
            String size = JavaCommand.IS_WINDOWS ? "" : " " + stty("size");
            log("terminal", word + " " + System.getenv("TERM") + size);
        }
    }

    private static boolean isSet(String variable) {
        @Nullable String value = System.getenv(variable);
        return value != null && !value.isEmpty();
    }

    void log(String what, String details) throws IOException {
        if (logging) {
            append(KiroStandIn.LOG, what + " " + details);
        }
    }

    private void append(String file, String line) throws IOException {
        // In one write, so that lines of several processes do not mix.
        Files.write(
                folder.resolve(file),
                (line + "\n").getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
