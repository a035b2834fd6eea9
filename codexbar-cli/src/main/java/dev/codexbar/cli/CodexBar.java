package dev.codexbar.cli;

import java.util.List;

/**
 * The command {@code codexbar}.
 *
 * @since 0.1.0
 */
public final class CodexBar {

    private CodexBar() {}

    /**
     * Runs the command and ends the JVM with its exit code: 0 ok, 1 failure, 2 tool not found, 3 unreadable, 4 timed
     * out, 64 bad arguments.
     *
     * @param args the arguments, as a person typed them
     */
    public static void main(String[] args) {
        if (args.length == 1 && List.of("--version", "-V").contains(args[0])) {
            System.out.println(CodexBarVersion.line());
            return;
        }
        int code = new Application(Host.system()).run(args);
        // Not by returning: what a provider may have left running must not keep a status bar waiting.
        Runtime.getRuntime().exit(code);
    }
}
