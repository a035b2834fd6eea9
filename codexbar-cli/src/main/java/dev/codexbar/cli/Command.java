package dev.codexbar.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The commands. One table for the parser, the help, the manual page and the completion scripts. */
enum Command {
    USAGE("usage", "[PROVIDER]...", "Shows how much is used and when it resets. The default command."),
    PROVIDERS("providers", "", "Lists the providers."),
    CONFIG_PROVIDERS("config providers", "", "Lists the providers in the form that dashboards ask for."),
    DIAGNOSE("diagnose", "", "Shows what was looked for, found and tried, with identity masked."),
    RECORD("record", "", "Records what kiro-cli prints, with identity masked, for a bug report."),
    COMPLETION("completion", "bash|zsh|fish", "Prints a completion script for a shell."),
    HELP("help", "[COMMAND]", "Shows help about codexbar or about one of its commands."),
    VERSION("version", "", "Shows the version.");

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
        return switch (this) {
            case USAGE -> EnumSet.complementOf(EnumSet.of(Option.OUT, Option.VERSION));
            case PROVIDERS, CONFIG_PROVIDERS ->
                EnumSet.of(
                        Option.FORMAT,
                        Option.JSON,
                        Option.JSON_ONLY,
                        Option.JSON_OUTPUT,
                        Option.PRETTY,
                        Option.NO_COLOR,
                        Option.LOG_LEVEL,
                        Option.VERBOSE,
                        Option.HELP);
            case DIAGNOSE -> EnumSet.of(Option.PROVIDER, Option.TIMEOUT, Option.NO_COLOR, Option.DEMO, Option.HELP);
            case RECORD -> EnumSet.of(Option.OUT, Option.TIMEOUT, Option.DEMO, Option.HELP);
            case COMPLETION, HELP, VERSION -> EnumSet.of(Option.HELP);
        };
    }

    /** Command lines to copy, each with what it does. */
    List<Example> examples() {
        return switch (this) {
            case USAGE ->
                List.of(
                        new Example("codexbar", "Everything that is known, as bars."),
                        new Example("codexbar kiro", "Kiro alone."),
                        new Example("codexbar usage --demo", "A replayed tool; nothing has to be installed."),
                        new Example("codexbar usage -p kiro --json", "One JSON document for a status bar."));
            case PROVIDERS -> List.of(new Example("codexbar providers", "A line for each provider."));
            case CONFIG_PROVIDERS ->
                List.of(new Example("codexbar config providers --format json", "As dashboards ask."));
            case DIAGNOSE -> List.of(new Example("codexbar diagnose -p kiro", "Why Kiro does not answer."));
            case RECORD -> List.of(new Example("codexbar record --out /tmp/kiro", "Recordings in a folder of choice."));
            case COMPLETION ->
                List.of(
                        new Example("source <(codexbar completion bash)", "Completion in this shell."),
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
