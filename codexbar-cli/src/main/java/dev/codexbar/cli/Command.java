package dev.codexbar.cli;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The commands. One table for the parser, the help, the manual page and the completion scripts. */
enum Command {
    USAGE("usage", "[PROVIDER]...", "Shows how much is used and when it resets. The default command."),
    WATCH("watch", "[PROVIDER]...", "Shows the usage and keeps it up to date, until `q` or Ctrl-C."),
    SERVE("serve", "[PROVIDER]...", "Serves a page and the data of dashboards over HTTP, until Ctrl-C."),
    DASHBOARD("dashboard", "[PROVIDER]...", "Prints what `serve` answers to dashboards, once."),
    PROVIDERS("providers", "", "Lists the providers."),
    CONFIG_PROVIDERS("config providers", "", "Lists the providers in the form that dashboards ask for."),
    CONFIG_DUMP("config dump", "", "Prints the configuration file without secrets, as JSON."),
    CONFIG_VALIDATE("config validate", "", "Checks the configuration file."),
    CONFIG_ENABLE("config enable", "PROVIDER...", "Switches providers on."),
    CONFIG_DISABLE("config disable", "PROVIDER...", "Switches providers off; they are asked only when they are named."),
    GUARD("guard", "[PROVIDER]", "Tells scripts by its exit code whether enough of a quota is left."),
    COST("cost", "", "Prints costs by day. No provider knows any, so the list is empty."),
    SESSIONS("sessions", "", "Prints sessions of agents. No provider knows any, so the list is empty."),
    DIAGNOSE("diagnose", "[PROVIDER]...", "Shows what was looked for, found and tried, with identity masked."),
    RECORD("record", "[PROVIDER]...", "Records what the tools print, with identity masked, for a bug report."),
    COMPLETION("completion", "bash|zsh|fish", "Prints a completion script for a shell."),
    HELP("help", "[COMMAND]", "Shows help about codexbar or about one of its commands."),
    VERSION("version", "", "Shows two versions: that of the original, for its clients, and its own.");

    /** What every command understands that prints data. */
    private static final Set<Option> OUTPUT = Collections.unmodifiableSet(EnumSet.of(
            Option.FORMAT,
            Option.JSON,
            Option.JSON_ONLY,
            Option.JSON_OUTPUT,
            Option.PRETTY,
            Option.NO_COLOR,
            Option.LOG_LEVEL,
            Option.VERBOSE));

    /** What clients of the original pass and what changes nothing here. */
    private static final Set<Option> IGNORED = Collections.unmodifiableSet(EnumSet.of(
            Option.STATUS,
            Option.SOURCE,
            Option.WEB,
            Option.WEB_TIMEOUT,
            Option.NO_CREDITS,
            Option.ACCOUNT,
            Option.ACCOUNT_INDEX,
            Option.ALL_ACCOUNTS));

    private final String title;
    private final String operands;
    private final String summary;

    Command(String title, String operands, String summary) {
        this.title = title;
        this.operands = operands;
        this.summary = summary;
    }

    /** The words of the command line that name this command. */
    List<String> words() {
        return List.of(title.split(" ", -1));
    }

    /** The name as one text. */
    String title() {
        return title;
    }

    /** What may follow beside options, as the help shows it; empty if nothing may. */
    String operands() {
        return operands;
    }

    boolean takesOperands() {
        return !operands.isEmpty();
    }

    /** One sentence. */
    String summary() {
        return summary;
    }

    /** The options of this command, in the order in which the help shows them. */
    Set<Option> options() {
        EnumSet<Option> options = EnumSet.of(Option.HELP);
        switch (this) {
            case USAGE -> {
                options.addAll(OUTPUT);
                options.addAll(IGNORED);
                options.addAll(EnumSet.of(
                        Option.PROVIDER,
                        Option.TEMPLATE,
                        Option.WATCH,
                        Option.TIMEOUT,
                        Option.MAX_AGE,
                        Option.HIDE_IDENTITY,
                        Option.SHOW_IDENTITY,
                        Option.DEMO));
            }
            case WATCH -> {
                options.addAll(OUTPUT);
                options.addAll(EnumSet.of(
                        Option.PROVIDER,
                        Option.TEMPLATE,
                        Option.OUTPUT,
                        Option.INTERVAL,
                        Option.TIMEOUT,
                        Option.HIDE_IDENTITY,
                        Option.SHOW_IDENTITY,
                        Option.DEMO));
            }
            case SERVE ->
                options.addAll(EnumSet.of(
                        Option.PROVIDER,
                        Option.PORT,
                        Option.HOST,
                        Option.ALLOWED_HOST,
                        Option.TOKEN_FILE,
                        Option.REQUIRE_TOKEN,
                        Option.ALLOW_PLAIN_HTTP,
                        Option.IDENTITY,
                        Option.REFRESH_INTERVAL,
                        Option.REQUEST_TIMEOUT,
                        Option.METRICS,
                        Option.PRINT_URL,
                        Option.HIDE_IDENTITY,
                        Option.DEMO,
                        Option.JSON_OUTPUT,
                        Option.LOG_LEVEL,
                        Option.VERBOSE));
            case DASHBOARD -> {
                options.addAll(OUTPUT);
                options.addAll(EnumSet.of(
                        Option.PROVIDER,
                        Option.OUTPUT,
                        Option.IDENTITY,
                        Option.TIMEOUT,
                        Option.HIDE_IDENTITY,
                        Option.DEMO));
            }
            case PROVIDERS, CONFIG_PROVIDERS, CONFIG_DUMP, CONFIG_VALIDATE -> options.addAll(OUTPUT);
            case CONFIG_ENABLE, CONFIG_DISABLE -> {
                options.addAll(OUTPUT);
                options.add(Option.PROVIDER);
            }
            case GUARD -> {
                options.addAll(OUTPUT);
                options.addAll(EnumSet.of(
                        Option.PROVIDER,
                        Option.MIN_REMAINING,
                        Option.WINDOW,
                        Option.FAIL_OPEN,
                        Option.HOOK,
                        Option.TIMEOUT,
                        Option.HIDE_IDENTITY,
                        Option.DEMO));
            }
            case COST, SESSIONS -> {
                options.addAll(OUTPUT);
                options.addAll(IGNORED);
                options.addAll(EnumSet.of(Option.PROVIDER, Option.DAYS, Option.REFRESH, Option.JSON_V2));
            }
            case DIAGNOSE -> {
                options.addAll(OUTPUT);
                options.addAll(
                        EnumSet.of(Option.PROVIDER, Option.TIMEOUT, Option.HIDE_IDENTITY, Option.REDACT, Option.DEMO));
            }
            case RECORD ->
                options.addAll(
                        EnumSet.of(Option.PROVIDER, Option.OUT, Option.TIMEOUT, Option.HIDE_IDENTITY, Option.DEMO));
            case COMPLETION, HELP, VERSION -> {
                // nothing but help
            }
        }
        return options;
    }

    /** The values that an option takes here; empty if they are not a closed set. */
    List<String> choices(Option option) {
        return option == Option.FORMAT && (this == USAGE || this == WATCH) ? BarSettings.formats() : option.choices();
    }

    /** What an option does here, for the help; empty if it changes nothing. */
    Optional<String> description(Option option) {
        if (option == Option.PROVIDER && isSwitch()) {
            return Optional.of("The provider to switch. Several are separated by commas; `all` means every one.");
        }
        return option == Option.PROVIDER && this == GUARD
                ? Optional.of("The provider to ask, exactly one.")
                : option.description();
    }

    /** The value that holds unless an option is given, as the help shows it; empty if there is none. */
    Optional<String> defaultValue(Option option) {
        return option == Option.PROVIDER && (isSwitch() || this == GUARD) ? Optional.empty() : option.defaultValue();
    }

    /** Whether the words behind this command are providers that completion is to offer. */
    boolean isSwitch() {
        return this == CONFIG_ENABLE || this == CONFIG_DISABLE;
    }

    /** Command lines to copy, each with what it does. */
    List<Example> examples() {
        return switch (this) {
            case USAGE ->
                List.of(
                        new Example("codexbar", "Everything that is known, as bars."),
                        new Example("codexbar kiro", "Kiro alone."),
                        new Example("codexbar usage --demo", "A replayed tool; nothing has to be installed."),
                        new Example("codexbar usage -p kiro --json", "One JSON document for a status bar."),
                        new Example("codexbar --json --max-age 60", "Several status bars, one question a minute."),
                        new Example("codexbar usage --format tmux", "One line for a status bar that polls."));
            case WATCH ->
                List.of(
                        new Example("codexbar watch --interval 300", "Asks every five minutes."),
                        new Example("codexbar watch --json", "One document a line, for programs."),
                        new Example("codexbar watch --format waybar", "A line for each change, for a status bar."),
                        new Example(
                                "codexbar watch --template '{provider} {primary.percent}%'",
                                "The same in words of your own."));
            case SERVE ->
                List.of(
                        new Example("codexbar serve", "The page, and dashboards of this machine, at port 8080."),
                        new Example("codexbar serve --demo", "A replayed tool; nothing has to be installed."),
                        new Example("codexbar serve --port 0 --print-url", "At a free port, which it prints."));
            case DASHBOARD ->
                List.of(
                        new Example("codexbar dashboard --pretty", "The document for reading."),
                        new Example(
                                "codexbar dashboard --output usage.json",
                                "A file for a web server, replaced at once."));
            case PROVIDERS -> List.of(new Example("codexbar providers", "A line for each provider."));
            case CONFIG_PROVIDERS ->
                List.of(new Example("codexbar config providers --format json", "As dashboards ask."));
            case CONFIG_DUMP -> List.of(new Example("codexbar config dump --pretty", "The whole file."));
            case CONFIG_VALIDATE -> List.of(new Example("codexbar config validate", "`Config: OK`, or what is wrong."));
            case CONFIG_ENABLE ->
                List.of(
                        new Example("codexbar config enable kiro", "Asks Kiro again."),
                        new Example("codexbar config enable all", "Asks every provider again."));
            case CONFIG_DISABLE -> List.of(new Example("codexbar config disable kiro", "Asks Kiro no more."));
            case GUARD ->
                List.of(
                        new Example(
                                "codexbar guard -p kiro --min-remaining 20 && start-the-agent",
                                "Starts only if a fifth is left."),
                        new Example("codexbar guard -p kiro --hook", "As a hook that stops an agent in time."));
            case COST -> List.of(new Example("codexbar cost --format json", "As dashboards ask."));
            case SESSIONS -> List.of(new Example("codexbar sessions --json-v2", "As dashboards ask."));
            case DIAGNOSE -> List.of(new Example("codexbar diagnose -p kiro", "Why Kiro does not answer."));
            case RECORD ->
                List.of(
                        new Example("codexbar record -p kiro", "Kiro alone, in a new folder here."),
                        new Example("codexbar record --out /tmp/codexbar", "Recordings in a folder of choice."));
            case COMPLETION ->
                List.of(
                        new Example("source <(codexbar completion bash)", "Completion in this bash."),
                        new Example(
                                "source <(codexbar completion zsh)",
                                "Completion in this zsh, or, behind `compinit` in ~/.zshrc, in every zsh."),
                        new Example(
                                "codexbar completion fish > ~/.config/fish/completions/codexbar.fish",
                                "Completion in every fish."));
            case HELP -> List.of(new Example("codexbar help usage", "The options of `codexbar usage`."));
            case VERSION -> List.of(new Example("codexbar version", "The same as `codexbar --version`."));
        };
    }

    /** A command line and what it does. */
    record Example(String line, String effect) {}
}
