package dev.codexbar.cli;

import dev.codexbar.cli.bar.BarFormat;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import dev.codexbar.json.UsageJson;
import dev.codexbar.json.UsageReport;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Runs one command line and returns the exit code. */
final class Application {

    /** What every error on standard error starts with, those of the launcher included. */
    static final String PREFIX = "codexbar: ";

    /** The id of an entry about the command itself. */
    static final String NO_PROVIDER = "cli";

    private final Host host;

    /** Whether errors are JSON; read by the shutdown hook, too. */
    private volatile boolean json;

    /** Whether a command runs; the one of status bars shows in the bar what goes wrong. */
    private boolean isUnderstood;

    Application(Host host) {
        this.host = host;
    }

    int run(String[] args) {
        int code = answer(args);
        // The reader of the answer is gone, as after `| head -1`.
        return host.out().checkError() && code == ExitCode.OK.number() ? ExitCode.FAILURE.number() : code;
    }

    private int answer(String[] args) {
        try {
            Arguments arguments = CommandLineParser.parse(args);
            json = Settings.wantsJson(arguments);
            return run(arguments);
        } catch (CommandLineException fault) {
            json = json || fault.isJson();
            Optional<BarFormat> bar = bar(args);
            if (!isUnderstood) {
                bar.ifPresent(format -> BarCommand.complain(host, format, fault));
            }
            complain(UsageReport.FailureKind.ARGS, fault.providerId(), fault.sentence());
            return code(ExitCode.BAD_ARGUMENTS, bar);
        } catch (ConfigFile.UnusableException fault) {
            complain(UsageReport.FailureKind.CONFIG, NO_PROVIDER, fault.sentence());
            return ExitCode.FAILURE.number();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED.number();
        } catch (RuntimeException | Error fault) {
            // No stack trace: it says nothing to a person, and may contain their name.
            fail(sentence(fault));
            // Of a file that cannot be written, no bar shows anything.
            boolean isShown = fault instanceof RuntimeException && !(fault instanceof UncheckedIOException);
            return code(ExitCode.FAILURE, isShown ? bar(args) : Optional.empty());
        }
    }

    private Optional<BarFormat> bar(String[] args) {
        return json ? Optional.empty() : BarSettings.wantedFormat(List.of(args));
    }

    /** A line that says what is wrong must stay in the bar. */
    private static int code(ExitCode failure, Optional<BarFormat> bar) {
        return (bar.filter(BarFormat::hidesFailures).isPresent() ? ExitCode.OK : failure).number();
    }

    private static String sentence(Throwable fault) {
        boolean own = fault instanceof UncheckedIOException;
        return own ? String.valueOf(fault.getMessage()) : "Internal error: " + Lines.fault(fault);
    }

    private int run(Arguments arguments)
            throws CommandLineException, ConfigFile.UnusableException, InterruptedException {
        Optional<String> text = document(arguments);
        if (text.isPresent()) {
            print(host, text.get());
            return ExitCode.OK.number();
        }
        Settings settings = Settings.of(arguments, host);
        isUnderstood = true;
        if (!settings.demo()) {
            return run(arguments, settings, host, InstalledProviders::provider);
        }
        try (Demo demo = Demo.install(host.clock())) {
            Host demonstrating = host.with(() -> UsageProviders.of(demo.provider()));
            return run(arguments, settings, demonstrating, (id, runner) -> Optional.of(demo.provider(runner)));
        }
    }

    /** The answer of a command that asks no provider. */
    private Optional<String> document(Arguments arguments) throws CommandLineException {
        return switch (arguments.command()) {
            case HELP ->
                Optional.of(Help.of(arguments.operands(), host.terminal().columns()));
            case VERSION -> Optional.of(CodexBarVersion.line() + "\n");
            case COMPLETION ->
                Optional.of(Completion.named(arguments.operands()).script());
            default -> Optional.empty();
        };
    }

    private static int run(Arguments arguments, Settings settings, Host host, RecordCommand.Recordable recordable)
            throws CommandLineException, ConfigFile.UnusableException, InterruptedException {
        Command command = arguments.command();
        return switch (command) {
            case SERVE -> {
                ServeSettings serve = ServeSettings.of(arguments, host.environment(), settings.hideIdentity());
                yield new ServeCommand(host, serve, Selection.of(host, settings)).run();
            }
            case DASHBOARD -> new DashboardCommand(host, settings, arguments, Selection.of(host, settings)).run();
            case USAGE, WATCH -> new UsageCommand(host, settings).run();
            case PROVIDERS, CONFIG_PROVIDERS -> new ProvidersCommand(host, settings).run();
            case CONFIG_DUMP -> new ConfigCommand(host, settings).dump();
            case CONFIG_VALIDATE -> new ConfigCommand(host, settings).validate();
            case CONFIG_ENABLE -> new ConfigCommand(host, settings).enable(true);
            case CONFIG_DISABLE -> new ConfigCommand(host, settings).enable(false);
            case GUARD -> new GuardCommand(host, settings).run();
            case COST, SESSIONS -> nothing(host, command, settings);
            case DIAGNOSE -> new DiagnoseCommand(host, settings).run();
            case RECORD -> new RecordCommand(host, settings, recordable).run();
            case HELP, VERSION, COMPLETION -> throw new IllegalArgumentException(command.title());
        };
    }

    /** Clients of the original ask for lists that no provider of this one can fill. */
    private static int nothing(Host host, Command command, Settings settings) {
        if (settings.json()) {
            printJson(host, "[]");
        } else {
            print(host, "No provider knows any " + (command == Command.COST ? "costs by day" : "sessions") + ".\n");
        }
        return ExitCode.OK.number();
    }

    /** Reports that the command failed, in the form that was asked for. */
    void fail(String sentence) {
        complain(UsageReport.FailureKind.RUNTIME, NO_PROVIDER, sentence);
    }

    private void complain(UsageReport.FailureKind kind, String providerId, String sentence) {
        String line = Lines.masked(sentence, host.environment());
        if (json) {
            UsageException failure =
                    UsageException.builder(UsageException.Reason.FAILED, line).build();
            UsageReport report = UsageReport.of(UsageResult.failed(providerId, failure))
                    .withSource("cli")
                    .withFailureKind(kind);
            printJson(host, UsageJson.compact().write(List.of(report)));
        } else {
            host.err().println(PREFIX + line);
        }
    }

    static void print(Host host, String text) {
        host.out().print(text);
        host.out().flush();
    }

    /** JSON is UTF-8, whatever the encoding of the terminal. */
    static void printJson(Host host, String document) {
        byte[] bytes = (document + "\n").getBytes(StandardCharsets.UTF_8);
        host.out().write(bytes, 0, bytes.length);
        host.out().flush();
    }
}
