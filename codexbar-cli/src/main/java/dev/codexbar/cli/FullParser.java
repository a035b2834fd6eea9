package dev.codexbar.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Understands every command line, and helps with those that are wrong. */
final class FullParser {

    private static final String NAME = "codexbar";

    private FullParser() {}

    static Arguments parse(String[] args) throws CommandLineException {
        CommandLine line = new CommandLine(root()).setOverwrittenOptionsAllowed(true);
        try {
            return arguments(line.parseArgs(withCommand(args)));
        } catch (ParameterException fault) {
            // Only the first line: the others repeat what was typed.
            String sentence =
                    String.valueOf(fault.getMessage()).lines().findFirst().orElse("Wrong arguments");
            throw CommandLineException.wrong(sentence + ". Try `" + NAME + " --help`.");
        }
    }

    /** Options without a command belong to the default one. */
    private static String[] withCommand(String[] args) {
        boolean option = args.length == 0 || args[0].startsWith("-");
        boolean own =
                args.length > 0 && List.of("-h", "--help", "-V", "--version").contains(args[0]);
        if (!option || own) {
            return args;
        }
        String[] completed = new String[args.length + 1];
        completed[0] = Command.USAGE.words().get(0);
        System.arraycopy(args, 0, completed, 1, args.length);
        return completed;
    }

    private static CommandSpec root() {
        CommandSpec root = CommandSpec.create().name(NAME);
        root.usageMessage()
                .description("How much of my AI coding tool's quota is used, and when does it reset?")
                .footer(
                        "",
                        "Exit codes: 0 ok, 1 failure, 2 tool not found, 3 unreadable, 4 timed out, 64 bad arguments."
                                + " If several providers fail, the first of them in the order of their ids decides.");
        root.addOption(help());
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Prints the version.")
                .build());
        for (Command command : Command.values()) {
            CommandSpec parent = root;
            List<String> words = command.words();
            for (String group : words.subList(0, words.size() - 1)) {
                CommandSpec outer = CommandSpec.create().addOption(help());
                outer.usageMessage().description(command.description());
                parent.addSubcommand(group, outer);
                parent = outer;
            }
            parent.addSubcommand(words.get(words.size() - 1), leaf(command));
        }
        return root;
    }

    private static CommandSpec leaf(Command command) {
        CommandSpec leaf = CommandSpec.wrapWithoutInspection(command);
        leaf.usageMessage().description(command.description()).sortOptions(false);
        for (Flag flag : command.flags()) {
            OptionSpec.Builder option = OptionSpec.builder(flag.names());
            if (flag.takesValue()) {
                option.type(String.class).arity("1").paramLabel(flag.valueName());
            }
            flag.description().ifPresentOrElse(option::description, () -> option.hidden(true));
            leaf.addOption(option.build());
        }
        return leaf.addOption(help());
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Shows this help.")
                .build();
    }

    private static Arguments arguments(ParseResult root) throws CommandLineException {
        ParseResult last = root;
        while (last.hasSubcommand() && !last.isUsageHelpRequested()) {
            last = last.subcommand();
        }
        CommandSpec spec = last.commandSpec();
        if (last.isVersionHelpRequested()) {
            throw CommandLineException.help(CodexBarVersion.line() + "\n");
        }
        if (last.isUsageHelpRequested()) {
            throw CommandLineException.help(spec.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF));
        }
        if (!(spec.userObject() instanceof Command command)) {
            throw CommandLineException.wrong("A command is missing. Try `" + NAME + " --help`.");
        }
        Map<Flag, String> values = new EnumMap<>(Flag.class);
        for (Flag flag : command.flags()) {
            if (last.hasMatchedOption(flag.option())) {
                values.put(flag, flag.takesValue() ? last.matchedOptionValue(flag.option(), "") : "");
            }
        }
        return new Arguments(command, values);
    }
}
