package dev.codexbar.cli;

/** The command line cannot be understood; nothing was done yet. */
final class CommandLineException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final boolean json;

    private CommandLineException(String sentence, boolean json) {
        super(sentence, null, false, false);
        this.sentence = sentence;
        this.json = json;
    }

    static CommandLineException wrong(String sentence) {
        return new CommandLineException(sentence, false);
    }

    /** The same, to be reported as JSON or as text. */
    CommandLineException asJson(boolean asJson) {
        return new CommandLineException(sentence, asJson);
    }

    /** What is wrong and what to do. */
    String sentence() {
        return sentence;
    }

    boolean isJson() {
        return json;
    }
}
