package dev.codexbar.cli;

/** The arguments ask for help or cannot be understood; nothing was done yet. */
final class CommandLineException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Whether the message is help that was asked for. */
    private final boolean help;

    /** What to print. */
    private final String text;

    private CommandLineException(boolean help, String text) {
        super(text, null, false, false);
        this.help = help;
        this.text = text;
    }

    static CommandLineException help(String text) {
        return new CommandLineException(true, text);
    }

    static CommandLineException wrong(String sentence) {
        return new CommandLineException(false, sentence);
    }

    boolean isHelp() {
        return help;
    }

    String text() {
        return text;
    }
}
