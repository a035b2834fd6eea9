package dev.codexbar.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Completion scripts, made from the same tables as the help. */
enum Completion {
    BASH,
    ZSH,
    FISH;

    /** Prints the ids of the providers, one a line, in each of the shells. */
    private static final String IDS = "codexbar providers 2>/dev/null | cut -d' ' -f1";

    static Completion named(List<String> words) throws CommandLineException {
        for (Completion shell : values()) {
            if (words.equals(List.of(shell.id()))) {
                return shell;
            }
        }
        throw CommandLineException.wrong("`completion` needs one of: bash, zsh, fish.");
    }

    private String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name under which the shell looks for it. */
    String fileName() {
        return switch (this) {
            case BASH -> "codexbar.bash";
            case ZSH -> "_codexbar";
            case FISH -> "codexbar.fish";
        };
    }

    String script() {
        return switch (this) {
            case BASH -> bash();
            case ZSH -> zsh();
            case FISH -> fish();
        };
    }

    private static Set<String> firstWords() {
        Set<String> words = new LinkedHashSet<>();
        for (Command command : Command.values()) {
            words.add(command.words().get(0));
        }
        return words;
    }

    /** What a command line may begin with: the launcher's commands, too. */
    private static Set<String> allFirstWords() {
        Set<String> words = firstWords();
        for (LauncherCommand command : LauncherCommand.values()) {
            words.add(command.title());
        }
        return words;
    }

    /** The words that may follow the first word of a command. */
    private static Set<String> secondWords(String first) {
        Set<String> words = new LinkedHashSet<>();
        for (Command command : Command.values()) {
            if (command.words().size() > 1 && command.words().get(0).equals(first)) {
                words.add(command.words().get(1));
            }
        }
        return words;
    }

    private static List<Option> shown(Command command) {
        return command.options().stream()
                .filter(option -> option.description().isPresent())
                .toList();
    }

    private static String names(Command command) {
        return shown(command).stream().map(Option::longName).collect(Collectors.joining(" "));
    }

    private static String bash() {
        StringBuilder text = new StringBuilder("""
                # bash completion for codexbar
                _codexbar() {
                  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=
                  case $prev in
                """);
        for (Option option : Option.values()) {
            if (option.takesValue() && option.description().isPresent()) {
                String names = option.shortName().map(name -> name + "|").orElse("") + option.longName();
                text.append("    ")
                        .append(names)
                        .append(") ")
                        .append(bashValues(option))
                        .append(" ;;\n");
            }
        }
        text.append("    ")
                .append(LauncherCommand.OPTION)
                .append(") COMPREPLY=($(compgen -d -- \"$cur\")); return ;;\n");
        text.append("  esac\n  case \"${COMP_WORDS[1]-} ${COMP_WORDS[2]-}\" in\n");
        for (Command command : Command.values()) {
            if (command.words().size() > 1) {
                text.append("    '")
                        .append(command.title())
                        .append("') words=")
                        .append(
                                command.isSwitch()
                                        ? "\"" + names(command) + " all $(" + IDS + ")\""
                                        : "'" + names(command) + "'")
                        .append(" ;;\n");
            }
        }
        text.append("    *) case ${COMP_WORDS[1]-} in\n");
        for (String first : firstWords()) {
            text.append("      ")
                    .append(first)
                    .append(") words=")
                    .append(bashWordsAfter(first))
                    .append(" ;;\n");
        }
        for (LauncherCommand command : LauncherCommand.values()) {
            text.append("      ")
                    .append(command.title())
                    .append(") words='")
                    .append(LauncherCommand.OPTION)
                    .append(' ')
                    .append(Option.HELP.longName())
                    .append("' ;;\n");
        }
        text.append("      *) words='").append(names(Command.USAGE)).append("' ;;\n    esac ;;\n  esac\n");
        text.append("  if [ \"$COMP_CWORD\" = 1 ] && [ \"${cur#-}\" = \"$cur\" ]; then\n    words=\"");
        text.append(String.join(" ", allFirstWords())).append(" $(").append(IDS).append(")\"\n  fi\n");
        return text.append("""
                  COMPREPLY=($(compgen -W "$words" -- "$cur"))
                }
                complete -F _codexbar codexbar
                """).toString();
    }

    private static String bashValues(Option option) {
        if (option == Option.PROVIDER) {
            return "COMPREPLY=($(compgen -W \"all $(" + IDS + ")\" -- \"$cur\")); return";
        }
        return switch (option.valueName()) {
            case "FOLDER" -> "COMPREPLY=($(compgen -d -- \"$cur\")); return";
            case "FILE" -> "COMPREPLY=($(compgen -f -- \"$cur\")); return";
            default -> option.choices().isEmpty() ? "return" : bashChoices(option);
        };
    }

    /** What an option takes may depend on the command. */
    private static String bashChoices(Option option) {
        List<String> usual = Command.USAGE.choices(option);
        StringBuilder text = new StringBuilder("local values='")
                .append(String.join(" ", usual))
                .append("'; ");
        Set<String> others = new LinkedHashSet<>();
        for (Command command : Command.values()) {
            if (command.options().contains(option) && !command.choices(option).equals(usual)) {
                others.add(command.words().get(0));
            }
        }
        if (!others.isEmpty()) {
            text.append("case ${COMP_WORDS[1]-} in ")
                    .append(String.join("|", others))
                    .append(") values='")
                    .append(String.join(" ", option.choices()))
                    .append("' ;; esac; ");
        }
        return text.append("COMPREPLY=($(compgen -W \"$values\" -- \"$cur\")); return")
                .toString();
    }

    private static String bashWordsAfter(String first) {
        Set<String> second = secondWords(first);
        if (!second.isEmpty()) {
            return "'" + String.join(" ", second) + "'";
        }
        Command command = commandOf(first);
        return switch (command) {
            case COMPLETION -> "'bash zsh fish'";
            case HELP -> "'" + String.join(" ", allFirstWords()) + "'";
            default -> "'" + names(command) + "'";
        };
    }

    private static Command commandOf(String first) {
        for (Command command : Command.values()) {
            if (command.title().equals(first)) {
                return command;
            }
        }
        throw new IllegalArgumentException(first);
    }

    private static String zsh() {
        StringBuilder text = new StringBuilder("""
                #compdef codexbar
                _codexbar() {
                  local -a commands
                  commands=(
                """);
        for (String first : allFirstWords()) {
            text.append("    ")
                    .append(zshQuoted(first + ":" + summaryOf(first)))
                    .append('\n');
        }
        text.append("""
                  )
                  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
                    _describe -t commands command commands
                    compadd -X provider -- $(%s)
                    return
                  fi
                  local name=$words[2]
                  case $name in
                """.formatted(IDS));
        for (String first : firstWords()) {
            Set<String> second = secondWords(first);
            if (!second.isEmpty()) {
                text.append("    ").append(first).append(")\n");
                text.append("      if (( CURRENT == 3 )); then compadd -- ").append(String.join(" ", second));
                text.append("; return; fi\n      name=\"$words[2] $words[3]\" ;;\n");
            }
        }
        text.append("    help) compadd -- ")
                .append(String.join(" ", allFirstWords()))
                .append("; return ;;\n");
        text.append("    completion) compadd -- bash zsh fish; return ;;\n  esac\n  case $name in\n");
        for (Command command : Command.values()) {
            if (command != Command.HELP && command != Command.COMPLETION) {
                text.append("    '")
                        .append(command.title())
                        .append("') _arguments ")
                        .append(zshOptions(command));
                text.append(command.isSwitch() ? " \"*:provider:(" + zshProviders() + ")\"" : " '*: :'")
                        .append(" ;;\n");
            }
        }
        for (LauncherCommand command : LauncherCommand.values()) {
            text.append("    ")
                    .append(command.title())
                    .append(") _arguments ")
                    .append(zshQuoted(
                            LauncherCommand.OPTION + "[" + zshDescription(command.prefix()) + "]:DIR:_files -/"))
                    .append(' ')
                    .append(zshOption(Command.HELP, Option.HELP))
                    .append(" '*: :' ;;\n");
        }
        text.append("    *) _arguments ").append(zshOptions(Command.USAGE)).append(" '*: :' ;;\n  esac\n}\n");
        return text.append("""
                # Loaded by compinit the file is the function; sourced it has to be registered.
                if [ "${funcstack[1]}" = _codexbar ]; then
                  _codexbar "$@"
                else
                  compdef _codexbar codexbar
                fi
                """).toString();
    }

    private static String summaryOf(String first) {
        Optional<LauncherCommand> launcher = LauncherCommand.startOf(List.of(first));
        if (launcher.isPresent()) {
            return launcher.get().summary();
        }
        Set<String> second = secondWords(first);
        return second.isEmpty() ? commandOf(first).summary() : "One of: " + String.join(", ", second) + ".";
    }

    private static String zshOptions(Command command) {
        return shown(command).stream().map(option -> zshOption(command, option)).collect(Collectors.joining(" "));
    }

    private static String zshOption(Command command, Option option) {
        String description = zshDescription(command.description(option).orElse(""));
        String value = "";
        if (option == Option.PROVIDER) {
            // In double quotes, so that the shell makes the list when it is needed.
            return "\"" + option.longName() + "[" + description.replace("`", "\\`") + "]:provider:(" + zshProviders()
                    + ")\"";
        } else if (option.takesValue()) {
            value = ":" + option.valueName() + ":"
                    + (command.choices(option).isEmpty()
                            ? zshFiles(option)
                            : "(" + String.join(" ", command.choices(option)) + ")");
        }
        return zshQuoted(option.longName() + "[" + description + "]" + value);
    }

    /** For double quotes: every provider, and the word for all of them. */
    private static String zshProviders() {
        return "all $(" + IDS + " | tr '\\n' ' ')";
    }

    private static String zshDescription(String sentence) {
        return sentence.replace("[", "(").replace("]", ")").replace(":", "\\:");
    }

    private static String zshFiles(Option option) {
        return switch (option.valueName()) {
            case "FOLDER" -> "_files -/";
            case "FILE" -> "_files";
            default -> " ";
        };
    }

    private static String zshQuoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String fish() {
        StringBuilder text = new StringBuilder("# fish completion for codexbar\ncomplete -c codexbar -f\n");
        for (String first : allFirstWords()) {
            line(text, "__fish_use_subcommand", "-a " + first + " -d " + fishQuoted(summaryOf(first)));
            for (String second : secondWords(first)) {
                line(
                        text,
                        "__fish_seen_subcommand_from " + first + "; and not __fish_seen_subcommand_from "
                                + String.join(" ", secondWords(first)),
                        "-a " + second);
            }
        }
        line(text, "__fish_use_subcommand", "-a '(" + IDS.replace("'", "\\'") + ")' -d provider");
        line(text, "__fish_seen_subcommand_from help", "-a '" + String.join(" ", allFirstWords()) + "'");
        line(text, "__fish_seen_subcommand_from completion", "-a 'bash zsh fish'");
        for (Command command : Command.values()) {
            String condition = command == Command.USAGE
                    ? "not __fish_seen_subcommand_from " + othersThanUsage()
                    : command.words().stream()
                            .map(word -> "__fish_seen_subcommand_from " + word)
                            .collect(Collectors.joining("; and "));
            if (command.isSwitch()) {
                line(text, condition, "-a '" + fishProviders() + "'");
            }
            for (Option option : shown(command)) {
                line(text, condition, fishOption(command, option));
            }
        }
        for (LauncherCommand command : LauncherCommand.values()) {
            line(
                    text,
                    "__fish_seen_subcommand_from " + command.title(),
                    "-l " + LauncherCommand.OPTION.substring(2) + " -r -F -d " + fishQuoted(command.prefix()));
            line(text, "__fish_seen_subcommand_from " + command.title(), fishOption(Command.HELP, Option.HELP));
        }
        return text.toString();
    }

    /** The options of the default command hold until another command is named. */
    private static String othersThanUsage() {
        Set<String> words = allFirstWords();
        words.removeAll(Command.USAGE.words());
        return String.join(" ", words);
    }

    private static void line(StringBuilder text, String condition, String rest) {
        text.append("complete -c codexbar -n '")
                .append(condition)
                .append("' ")
                .append(rest)
                .append('\n');
    }

    private static String fishOption(Command command, Option option) {
        StringBuilder text = new StringBuilder("-l ").append(option.longName().substring(2));
        option.shortName().ifPresent(name -> text.append(" -s ").append(name.substring(1)));
        if (option == Option.PROVIDER) {
            text.append(" -x -a '").append(fishProviders()).append('\'');
        } else if (option.takesValue()) {
            text.append(List.of("FOLDER", "FILE").contains(option.valueName()) ? " -r -F" : " -x");
            if (!command.choices(option).isEmpty()) {
                text.append(" -a '")
                        .append(String.join(" ", command.choices(option)))
                        .append('\'');
            }
        }
        return text.append(" -d ")
                .append(fishQuoted(command.description(option).orElse("")))
                .toString();
    }

    /** For single quotes: every provider, and the word for all of them. */
    private static String fishProviders() {
        return "(echo all; " + IDS.replace("'", "\\'") + ")";
    }

    private static String fishQuoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
