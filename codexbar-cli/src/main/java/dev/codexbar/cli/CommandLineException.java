package dev.codexbar.cli;

/** The command line cannot be understood; nothing was done yet. */
final class CommandLineException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final String providerId;
    private final boolean json;

    private CommandLineException(String sentence, String providerId, boolean json) {
        super(sentence, null, false, false);
        this.sentence = sentence;
        this.providerId = providerId;
        this.json = json;
    }

    static CommandLineException wrong(String sentence) {
        return new CommandLineException(sentence, Application.NO_PROVIDER, false);
    }

    /** An option has a value that it does not take, such as one that is not "a number from 0 to 100". */
    static CommandLineException wrong(Option option, String expected, String value) {
        return wrong(option.longName() + " must be " + expected + ", not \"" + Lines.masked(value) + "\".");
    }

    /** A provider was asked for that is not there; an entry in JSON is under its id if it has the form of one. */
    static CommandLineException unknownProvider(String name, String sentence) {
        String id = name.matches("[a-z0-9-]{1,64}") ? name : Application.NO_PROVIDER;
        return new CommandLineException(sentence, id, false);
    }

    /** The same, to be reported as JSON or as text. */
    CommandLineException asJson(boolean asJson) {
        return new CommandLineException(sentence, providerId, asJson);
    }

    /** What is wrong and what to do. */
    String sentence() {
        return sentence;
    }

    /** The id of the entry that reports this. */
    String providerId() {
        return providerId;
    }

    boolean isJson() {
        return json;
    }
}
