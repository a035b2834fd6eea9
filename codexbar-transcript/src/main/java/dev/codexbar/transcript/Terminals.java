package dev.codexbar.transcript;

import java.io.Console;

/** What a program in a terminal finds. */
final class Terminals {

    private Terminals() {}

    /** A console is there if both input and output are a terminal; from JDK 22 on one may be there without. */
    @SuppressWarnings("SystemConsoleNull") // null up to JDK 21, and from there on with -Djdk.console=java.base
    static boolean isTerminal() {
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
}
