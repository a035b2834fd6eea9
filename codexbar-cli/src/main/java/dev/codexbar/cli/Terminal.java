package dev.codexbar.cli;

import java.io.Console;
import java.util.Locale;
import java.util.Map;

/**
 * Where the text goes.
 *
 * @param interactive whether it is a terminal and not a pipe or a file
 * @param columns its width
 * @param unicode whether it shows more than ASCII
 */
record Terminal(boolean interactive, int columns, boolean unicode) {

    private static final int DEFAULT_COLUMNS = 80;
    private static final int FEWEST_COLUMNS = 20;
    private static final int MOST_COLUMNS = 120;

    /**
     * The terminal of this process. The launcher passes what Java cannot find out without help in system properties;
     * without it, the environment has to do.
     */
    static Terminal system(Map<String, String> environment) {
        String told = System.getProperty("codexbar.columns");
        if (told != null) {
            // Empty: not a terminal. "0": a terminal of unknown width.
            boolean terminal = !told.isEmpty();
            return new Terminal(terminal, columns(terminal ? told : "0", environment), unicode(environment));
        }
        return new Terminal(hasConsole(), columns("0", environment), unicode(environment));
    }

    /** Whether standard error goes to a terminal, as far as the launcher or the console of Java can tell. */
    static boolean isErrorTerminal() {
        String told = System.getProperty("codexbar.stderr");
        return told == null ? hasConsole() : told.equals("terminal");
    }

    /** From JDK 22 on there is a console even without a terminal, and a method that says which it is. */
    @SuppressWarnings("SystemConsoleNull") // which holds from JDK 22 on only
    private static boolean hasConsole() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderThan22) {
            return true;
        }
    }

    private static int columns(String told, Map<String, String> environment) {
        int columns = number(told);
        if (columns == 0) {
            columns = number(environment.getOrDefault("COLUMNS", ""));
        }
        return columns == 0 ? DEFAULT_COLUMNS : within(columns);
    }

    /** Whether pictures can be drawn over each other. */
    boolean isScreen(Map<String, String> environment) {
        return interactive && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** The columns that a picture uses of so many. */
    static int within(int columns) {
        return Math.min(MOST_COLUMNS, Math.max(FEWEST_COLUMNS, columns));
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }

    private static boolean unicode(Map<String, String> environment) {
        return unicode(
                System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", "")), environment);
    }

    /**
     * Whether characters beyond ASCII arrive.
     *
     * @param encoding the encoding of standard output as this JVM states it, which is empty for a pipe before JDK 19
     * @param environment the variables that name the locale, which decides if the encoding is empty
     */
    static boolean unicode(String encoding, Map<String, String> environment) {
        String name = (encoding.isEmpty() ? locale(environment) : encoding).toLowerCase(Locale.ROOT);
        return name.contains("utf-8") || name.contains("utf8") || name.contains("cp65001");
    }

    /** As in POSIX: the first of these that is not empty. */
    private static String locale(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }
}
