package dev.codexbar.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The manual page {@code codexbar(1)}, made from the same tables as the help. The build runs {@link #main}. */
final class ManPage {

    private final StringBuilder text = new StringBuilder();

    private ManPage() {}

    /**
     * Writes the manual page and the completion scripts.
     *
     * @param args the folder to write into
     */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Files.writeString(folder.resolve("codexbar.1"), of(CodexBarVersion.full()));
        for (Completion completion : Completion.values()) {
            Files.writeString(folder.resolve(completion.fileName()), completion.script());
        }
    }

    static String of(String version) {
        return new ManPage().page(version);
    }

    private String page(String version) {
        macro("TH", "CODEXBAR", "1", "", "CodexBar for Java " + version, "User Commands");
        macro("SH", "NAME");
        plain("codexbar - shows how much of the quota of AI coding tools is used");
        macro("SH", "SYNOPSIS");
        line(".B codexbar");
        plain("[COMMAND] [OPTION]...");
        line(".br");
        line(".B codexbar");
        plain("PROVIDER");
        macro("SH", "DESCRIPTION");
        plain(Help.QUESTION + " Providers ask the tools that are installed. Asking never costs a credit, never opens a"
                + " browser and never signs in.");
        macro("SH", "COMMANDS");
        for (Command command : Command.values()) {
            macro("SS", Help.synopsis(command));
            plain(command.summary());
            for (Option option : command.options()) {
                command.description(option)
                        .ifPresent(sentence ->
                                term(Help.names(command, option).strip(), Help.description(command, option, sentence)));
            }
        }
        for (LauncherCommand command : LauncherCommand.values()) {
            macro("SS", "codexbar " + command.synopsis());
            plain(command.summary());
            term(LauncherCommand.PREFIX, command.prefix());
            for (String detail : command.details()) {
                macro("PP");
                plain(detail);
            }
        }
        macro("SH", "PLACEHOLDERS");
        plain("What --template may contain. Unknown values are written as a question mark.");
        Help.placeholders().forEach(this::term);
        macro("SH", "ENVIRONMENT");
        for (EnvironmentVariable variable : EnvironmentVariable.values()) {
            term(variable.name(), variable.description());
        }
        macro("SH", "EXIT STATUS");
        for (ExitCode code : ExitCode.values()) {
            term(Integer.toString(code.number()), code.meaning());
        }
        macro("PP");
        plain(Help.SEVERAL_FAILURES);
        macro("SH", "EXAMPLES");
        for (Command.Example example : examples()) {
            term(example.line(), example.effect());
        }
        return text.toString();
    }

    private static List<Command.Example> examples() {
        List<Command.Example> examples = new ArrayList<>();
        for (Command command : Command.values()) {
            examples.addAll(command.examples());
        }
        return examples;
    }

    private void term(String name, String description) {
        macro("TP");
        line(".B " + quoted(name));
        plain(description);
    }

    private void macro(String name, String... arguments) {
        StringBuilder line = new StringBuilder(".").append(name);
        for (String argument : arguments) {
            line.append(' ').append(quoted(argument));
        }
        line(line.toString());
    }

    private static String quoted(String argument) {
        return '"' + escaped(argument).replace("\"", "\\(dq") + '"';
    }

    private void plain(String words) {
        String escaped = escaped(words);
        // At the start of a line these two begin a request of troff.
        line(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
    }

    private static String escaped(String words) {
        return words.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
