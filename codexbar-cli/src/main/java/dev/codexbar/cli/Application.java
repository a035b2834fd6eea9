package dev.codexbar.cli;

import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.json.UsageJson;
import dev.codexbar.json.UsageReport;
import dev.codexbar.provider.kiro.KiroUsageProvider;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Does what was asked for and says how it went. */
final class Application {

    private final Host host;

    Application(Host host) {
        this.host = host;
    }

    int run(String[] args) {
        int code = answer(args);
        // Whoever wanted the answer has not got it.
        return host.out().checkError() && code == ExitCode.OK ? ExitCode.FAILURE : code;
    }

    private int answer(String[] args) {
        try {
            return run(Arguments.parse(args));
        } catch (CommandLineException end) {
            if (end.isHelp()) {
                print(host, end.text());
                return ExitCode.OK;
            }
            complain(UsageReport.FailureKind.ARGS, end.text(), Arguments.wantJson(args));
            return ExitCode.BAD_ARGUMENTS;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        } catch (RuntimeException | Error fault) {
            // A stack trace helps nobody who reads a status bar, and may tell who sits there.
            complain(UsageReport.FailureKind.RUNTIME, sentence(fault), Arguments.wantJson(args));
            return ExitCode.FAILURE;
        }
    }

    private static String sentence(Throwable fault) {
        boolean own = fault instanceof UncheckedIOException;
        return "Error: " + (own ? fault.getMessage() : "codexbar broke down: " + Lines.fault(fault));
    }

    private int run(Arguments arguments) throws CommandLineException, InterruptedException {
        Settings settings = Settings.of(arguments, host);
        if (!settings.demo()) {
            return run(
                    arguments.command(),
                    settings,
                    host,
                    runner -> KiroUsageProvider.builder().runner(runner).build());
        }
        try (Demo demo = Demo.install(host.clock())) {
            Host demonstrating = host.with(() -> UsageProviders.of(demo.provider()));
            return run(arguments.command(), settings, demonstrating, demo::provider);
        }
    }

    private static int run(
            Command command, Settings settings, Host host, Function<ProcessRunner, UsageProvider> recordable)
            throws CommandLineException, InterruptedException {
        return switch (command) {
            case USAGE -> new UsageCommand(host, settings).run();
            case PROVIDERS, CONFIG -> providers(host, settings);
            case DIAGNOSE -> new DiagnoseCommand(host, settings).run();
            case RECORD -> new RecordCommand(host, settings, recordable).run();
        };
    }

    private void complain(UsageReport.FailureKind kind, String sentence, boolean json) {
        if (json) {
            UsageException failure = UsageException.builder(UsageException.Reason.FAILED, sentence)
                    .build();
            UsageReport report = UsageReport.of(UsageResult.failed("cli", failure))
                    .withSource("cli")
                    .withFailureKind(kind);
            printJson(host, UsageJson.compact().write(List.of(report)));
        } else {
            host.err().println(Lines.masked(sentence));
        }
    }

    private static int providers(Host host, Settings settings) {
        UsageProviders providers = host.providers().get();
        List<ProviderDescriptor> descriptors = providers.descriptors();
        if (settings.json()) {
            UsageJson form = settings.pretty() ? UsageJson.pretty() : UsageJson.compact();
            printJson(host, form.writeProviders(descriptors));
        } else {
            StringBuilder text = new StringBuilder();
            for (ProviderDescriptor provider : descriptors) {
                text.append(provider.id()).append("  ").append(Lines.clean(provider.displayName()));
                provider.cliName().ifPresent(name -> text.append("  asks ").append(Lines.clean(name)));
                text.append('\n');
            }
            print(host, text.toString());
        }
        for (UsageProviders.Failure failure : providers.failures()) {
            host.err().println(Lines.masked("Not loaded: " + failure));
        }
        return ExitCode.OK;
    }

    static void print(Host host, String text) {
        host.out().print(text);
        host.out().flush();
    }

    /** JSON is UTF-8 whatever the terminal speaks. */
    static void printJson(Host host, String document) {
        byte[] bytes = (document + "\n").getBytes(StandardCharsets.UTF_8);
        host.out().write(bytes, 0, bytes.length);
        host.out().flush();
    }
}
