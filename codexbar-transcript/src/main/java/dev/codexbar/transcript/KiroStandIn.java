package dev.codexbar.transcript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/**
 * A program that behaves like one version of {@code kiro-cli}, as far as questions for the usage go: the flags it
 * knows, the engine it starts, the form of its report, its agent ({@code acp}), and what it asks its terminal. Tests,
 * {@code codexbar --demo}, the launcher and the benchmarks run it in place of the real one, on every system.
 *
 * <pre>{@code
 * Path cli = KiroStandIn.version("2.28.0").behaving(KiroStandIn.Behaviour.REFUSES_LOOK).logging().install(folder);
 * }</pre>
 *
 * <p>It needs nothing but the JDK and this jar. Reports and accounts are invented.
 *
 * @since 0.1.0
 */
public final class KiroStandIn {

    /** The file that says what the stand-in is and does, beside its launcher. */
    static final String SETTINGS = "kiro-cli.settings";

    /** The file in which a stand-in that {@linkplain #logging() logs} says what was done. */
    public static final String LOG = "log";

    /** The file in which a stand-in that {@linkplain #logging() logs} names all its processes. */
    public static final String PROCESSES = "pids";

    private static final String NAME = "kiro-cli";

    private final Properties settings = new Properties();
    private boolean instant;

    private KiroStandIn() {}

    /**
     * Returns a stand-in of a version in which nothing goes wrong.
     *
     * @param version the version, such as {@code "2.11.0"}
     * @return a new stand-in
     */
    public static KiroStandIn version(String version) {
        return new KiroStandIn().set("version", version);
    }

    /**
     * Writes a stand-in that starts no JVM, for benchmarks and the training of class-data archives.
     *
     * @param arguments the folder, and the version unless it is to be 2.11.0
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            System.err.println("usage: KiroStandIn FOLDER [VERSION]");
            Runtime.getRuntime().halt(ReplayCli.EXIT_USAGE);
        }
        System.out.println(version(arguments.length > 1 ? arguments[1] : "2.11.0")
                .resetOn(LocalDate.of(2030, 1, 1))
                .instant()
                .install(Path.of(arguments[0])));
    }

    /**
     * Sets what {@code --version} prints.
     *
     * @param text a line; {@code kiro-cli VERSION} unless set
     * @return this stand-in
     */
    public KiroStandIn saying(String text) {
        return set("says", text);
    }

    /**
     * Sets what goes wrong with {@code chat}, {@code acp} or {@code --version}.
     *
     * @param behaviour nothing unless set
     * @return this stand-in
     */
    public KiroStandIn behaving(Behaviour behaviour) {
        return set("behaviour", behaviour.name());
    }

    /**
     * Sets what goes wrong with {@code whoami}.
     *
     * @param account nothing unless set
     * @return this stand-in
     */
    public KiroStandIn withWhoami(WhoamiBehaviour account) {
        return set("whoami", account.name());
    }

    /**
     * Sets the account that {@code whoami} prints.
     *
     * @param loginMethod such as {@code "Builder ID"}; {@code "Google"} unless set
     * @param email an address at example.com; {@code dev@example.com} unless set
     * @return this stand-in
     */
    public KiroStandIn account(String loginMethod, String email) {
        return set("login", loginMethod).set("email", email);
    }

    /**
     * Sets the day on which the credits reset.
     *
     * @param day the day; 2026-08-01 unless set
     * @return this stand-in
     */
    public KiroStandIn resetOn(LocalDate day) {
        return set("reset", day.toString());
    }

    /**
     * Sets the report that engine v1 prints.
     *
     * @param text the report, escape sequences included; in the form of the version unless set
     * @return this stand-in
     */
    public KiroStandIn report(String text) {
        return set("report", text);
    }

    /**
     * Lets the stand-in write down what it was asked and what it must never be made to do, one line each: {@code run},
     * {@code directory}, {@code terminal} or {@code pipes}, {@code cursor}, {@code acp}, {@code MODEL},
     * {@code BROWSER}, {@code TOKEN}.
     *
     * @return this stand-in
     */
    public KiroStandIn logging() {
        return set("logging", "true");
    }

    /**
     * Lets the answers to {@code --version}, {@code whoami} and {@code chat} be printed by a shell script without
     * starting a JVM. Has no effect on Windows; not for a stand-in that logs or misbehaves.
     *
     * @return this stand-in
     */
    public KiroStandIn instant() {
        instant = true;
        return this;
    }

    private KiroStandIn set(String name, String value) {
        settings.setProperty(name, Objects.requireNonNull(value, name));
        return this;
    }

    /**
     * Writes the program: a launcher called {@code kiro-cli} (and {@code .cmd} on Windows), and its settings. May be
     * repeated to change what an installed stand-in does.
     *
     * @param folder where to; made if it does not exist
     * @return the absolute path of the launcher
     * @throws IOException if a file cannot be written
     */
    public Path install(Path folder) throws IOException {
        Path absolute = Files.createDirectories(folder.toAbsolutePath());
        try (OutputStream file = Files.newOutputStream(absolute.resolve(SETTINGS))) {
            settings.store(file, null);
        }
        Launcher launcher = new Launcher(NAME, JavaCommand.of(KiroStandInProgram.class, absolute.toString()));
        if (instant) {
            for (String word : new String[] {"--version", "whoami", "chat"}) {
                ByteArrayOutputStream output = new ByteArrayOutputStream();
                new KiroStandInProgram(settings, absolute, output, output).printInstantly(word);
                launcher.printing(word, output.toString(StandardCharsets.UTF_8));
            }
        }
        return launcher.write(absolute);
    }

    /** Reads the settings of an installed stand-in. */
    static Properties settings(Path folder) throws IOException {
        Properties settings = new Properties();
        try (InputStream file = Files.newInputStream(folder.resolve(SETTINGS))) {
            settings.load(file);
        }
        return settings;
    }

    /**
     * What can go wrong with a question for the usage.
     *
     * @since 0.1.0
     */
    public enum Behaviour {
        /** Nothing goes wrong. */
        NONE,
        /** {@code --version} hangs. */
        VERSION_HANGS,
        /** {@code chat} hangs. */
        HANG,
        /** {@code chat} prints nothing. */
        SILENT,
        /** {@code chat} crashes, with an address in its message. */
        CRASH,
        /** {@code chat} keeps running after the report. */
        LINGER,
        /** {@code chat} keeps running after the report and ignores TERM. */
        STUBBORN,
        /** {@code chat} prints without end. */
        FLOOD,
        /** {@code chat} leaves processes behind, one of them in a session of its own. */
        GRANDCHILD,
        /** {@code chat} writes into its directory, and takes the permissions of a part away. */
        LITTER,
        /** The first {@code chat} finds its token expired. */
        TOKEN_EXPIRED_ONCE,
        /** Every {@code chat} finds its token expired. */
        TOKEN_EXPIRED,
        /** The first {@code chat} has no answer of the service. */
        TIMEOUT_ONCE,
        /** The service is rate limiting {@code chat}. */
        THROTTLED,
        /** {@code chat} shows a login menu and waits. */
        LOGIN_MENU,
        /** {@code chat} shows a login menu behind a prompt mark and waits. */
        LOGIN_PROMPT,
        /** {@code chat} says that no user is logged in. */
        LOGGED_OUT,
        /** {@code chat} prints the plan only, because an administrator manages it. */
        MANAGED,
        /** {@code chat} does not know {@code --agent-engine}. */
        REFUSES_ENGINE,
        /** {@code chat} does not know {@code --legacy-ui}. */
        REFUSES_LOOK,
        /** {@code chat} takes the model for the question, whatever engine is named. */
        IGNORES_ENGINE,
        /** {@code acp} hangs. */
        ACP_HANGS,
        /** The first {@code acp} unpacks an update, which takes longer than any time limit. */
        ACP_UNPACKS_ONCE,
        /** {@code acp} says that no user is logged in. */
        ACP_LOGGED_OUT,
        /** {@code acp} answers that an administrator manages the plan. */
        ACP_MANAGED,
        /** The service does not answer {@code acp}. */
        ACP_FAILS,
        /** The login of {@code acp} is missing or expired. */
        ACP_AUTH_FAILED,
        /** The account of {@code acp} has no profile. */
        ACP_NO_PROFILE,
        /** {@code acp} has no engine v3 on this system. */
        ACP_V2_ONLY,
        /** {@code acp} does not know {@code --auth-method}. */
        ACP_WITHOUT_AUTH_METHOD,
        /** {@code acp} does not know the method of engine v3. */
        ACP_WITHOUT_METHOD,
        /** {@code acp} does not know any engine, although the version should. */
        ACP_REFUSES_ENGINES,
        /** {@code acp} breaks off in the middle of its answer, and goes on. */
        ACP_BROKEN_ANSWER,
        /** {@code acp} exits after an answer without a final line feed. */
        ACP_WITHOUT_LINE_FEED,
        /** {@code acp} keeps running after the end of its input. */
        ACP_IGNORES_END,
        /** {@code acp} prints messages without end. */
        ACP_FLOOD;

        /**
         * Returns a behaviour by its name.
         *
         * @param name such as {@code "token-expired-once"}; empty for {@link #NONE}
         * @return the behaviour
         * @throws IllegalArgumentException if there is none of this name
         */
        public static Behaviour named(String name) {
            return name.isEmpty() ? NONE : valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /**
     * What can go wrong with {@code whoami}.
     *
     * @since 0.1.0
     */
    public enum WhoamiBehaviour {
        /** Nothing goes wrong. */
        NONE,
        /** It hangs. */
        SLOW,
        /** It fails. */
        FAILS,
        /** It says that no user is logged in. */
        LOGGED_OUT,
        /** It hangs and ignores TERM. */
        STUBBORN
    }
}
