package dev.codexbar.cli;

import dev.codexbar.cli.bar.Placeholder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The help, made from the tables of commands, options, variables and exit codes. */
final class Help {

    static final String QUESTION = "How much of my AI coding tool's quota is used, and when does it reset?";

    static final String SEVERAL_FAILURES =
            "If several providers fail, the first of them in the order of their ids decides. Unless providers are"
                    + " named, tools that are not installed count only where none is installed.";

    private static final String INDENT = "  ";

    /** Names longer than this get their description on the next line. */
    private static final int WIDEST_NAME = 24;

    private final int columns;
    private final StringBuilder text = new StringBuilder();

    private Help(int columns) {
        this.columns = columns;
    }

    /**
     * Returns the help of one command, of a group of commands or, without words, of the whole.
     *
     * @param words the words after {@code help}
     * @param columns the width of the terminal
     */
    static String of(List<String> words, int columns) throws CommandLineException {
        if (words.isEmpty()) {
            return new Help(columns).overview();
        }
        String name = String.join(" ", words);
        List<Command> found = new ArrayList<>();
        for (Command command : Command.values()) {
            if (command.title().equals(name) || command.title().startsWith(name + " ")) {
                found.add(command);
            }
        }
        Optional<LauncherCommand> launcher = LauncherCommand.startOf(words);
        if (launcher.isPresent()) {
            return new Help(columns).command(launcher.get());
        }
        if (found.isEmpty()) {
            throw CommandLineException.wrong(
                    "There is no command \"" + name + "\"." + Suggestion.of(name, titles()) + " Try `codexbar help`.");
        }
        return found.stream().map(command -> new Help(columns).command(command)).collect(Collectors.joining("\n"));
    }

    static List<String> titles() {
        List<String> titles = new ArrayList<>();
        for (Command command : Command.values()) {
            titles.add(command.title());
        }
        for (LauncherCommand command : LauncherCommand.values()) {
            titles.add(command.title());
        }
        return titles;
    }

    private String overview() {
        paragraph(QUESTION);
        heading("Usage");
        entry("codexbar [COMMAND] [OPTION]...", "");
        entry("codexbar PROVIDER", "");
        heading("Commands");
        for (Command command : Command.values()) {
            entry(command.title(), command.summary());
        }
        for (LauncherCommand command : LauncherCommand.values()) {
            entry(command.synopsis(), command.summary());
        }
        heading("Options");
        options(Command.USAGE, List.of(Option.HELP, Option.VERSION));
        text.append('\n');
        paragraph("`codexbar help usage` shows the options of `codexbar usage`, which go without the command, too.");
        heading("Environment");
        for (EnvironmentVariable variable : EnvironmentVariable.values()) {
            entry(variable.name(), variable.description());
        }
        heading("Exit codes");
        for (ExitCode code : ExitCode.values()) {
            entry(Integer.toString(code.number()), code.meaning());
        }
        text.append('\n');
        paragraph(SEVERAL_FAILURES);
        heading("Examples");
        examples(Command.USAGE);
        return text.toString();
    }

    private String command(Command command) {
        paragraph(command.summary());
        heading("Usage");
        entry(synopsis(command), "");
        heading("Options");
        options(command, List.copyOf(command.options()));
        if (command.options().contains(Option.TEMPLATE)) {
            heading("Placeholders of --template");
            placeholders().forEach(this::entry);
        }
        heading("Examples");
        examples(command);
        return text.toString();
    }

    private String command(LauncherCommand command) {
        paragraph(command.summary());
        heading("Usage");
        entry("codexbar " + command.synopsis(), "");
        heading("Options");
        entry(LauncherCommand.PREFIX, command.prefix());
        for (String detail : command.details()) {
            text.append('\n');
            paragraph(detail);
        }
        return text.toString();
    }

    static String synopsis(Command command) {
        return "codexbar " + command.title() + " [OPTION]..."
                + (command.takesOperands() ? " " + command.operands() : "");
    }

    /** The placeholders of templates, each with what it is replaced by. */
    static Map<String, String> placeholders() {
        Map<String, String> entries = new LinkedHashMap<>();
        for (Placeholder placeholder : Placeholder.values()) {
            String name = placeholder.isOfWindow() ? "WINDOW." + placeholder.word() : placeholder.word();
            entries.put("{" + name + "}", placeholder.description());
        }
        entries.put("WINDOW", "one of: " + String.join(", ", Placeholder.windows()) + ", window.ID");
        entries.put("{{, }}", "a brace");
        return entries;
    }

    private void options(Command command, List<Option> options) {
        for (Option option : options) {
            command.description(option)
                    .ifPresent(sentence -> entry(names(command, option), description(command, option, sentence)));
        }
    }

    /** For example {@code -p, --provider ID}. */
    static String names(Command command, Option option) {
        String choices = String.join("|", command.choices(option));
        String value = choices.isEmpty() || choices.length() > WIDEST_NAME ? option.valueName() : choices;
        return option.shortName().map(name -> name + ", ").orElse("    ")
                + option.longName()
                + (option.takesValue() ? " " + value : "");
    }

    /** The sentence with the values that an option takes, where they do not fit behind its name, and its default. */
    static String description(Command command, Option option, String sentence) {
        List<String> choices = command.choices(option);
        boolean isLong = String.join("|", choices).length() > WIDEST_NAME;
        return sentence
                + (isLong ? " One of: " + String.join(", ", choices) + "." : "")
                + command.defaultValue(option)
                        .map(it -> " Default: " + it + ".")
                        .orElse("");
    }

    private void examples(Command command) {
        for (Command.Example example : command.examples()) {
            text.append(INDENT).append(example.line()).append('\n');
            lines(INDENT + INDENT, example.effect());
        }
    }

    private void heading(String title) {
        text.append('\n').append(title).append(":\n");
    }

    private void paragraph(String sentence) {
        lines("", sentence);
    }

    private void entry(String name, String description) {
        if (description.isEmpty()) {
            lines(INDENT, name);
            return;
        }
        int width = Math.min(WIDEST_NAME, columns / 3);
        String indent = " ".repeat(INDENT.length() + width + 2);
        text.append(INDENT).append(name);
        if (name.length() > width) {
            text.append('\n');
            lines(indent, description);
        } else {
            int start = text.length();
            lines(indent, description);
            // The first line continues the name.
            text.delete(start, start + indent.length());
            text.insert(start, " ".repeat(width + 2 - name.length()));
        }
    }

    private void lines(String indent, String words) {
        for (String line : Lines.wrap(words, Math.max(1, columns - indent.length()))) {
            text.append(indent).append(line).append('\n');
        }
    }
}
