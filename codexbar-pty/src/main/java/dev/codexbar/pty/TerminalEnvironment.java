package dev.codexbar.pty;

import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.terminal.TerminalSize;
import java.util.Map;

/** The environment of a program in a terminal. */
final class TerminalEnvironment {

    private TerminalEnvironment() {}

    /** The size of the terminal that a request wants. */
    static TerminalSize size(ProcessRequest request) {
        return request.terminal().orElse(TerminalSize.DEFAULT);
    }

    /** Makes the environment of this JVM that of the program. */
    static void apply(ProcessRequest request, Map<String, String> environment) {
        TerminalSize size = size(request);
        environment.put("TERM", "xterm-256color");
        // The values of this JVM describe its own terminal, not the program's.
        environment.put("COLUMNS", Integer.toString(size.columns()));
        environment.put("LINES", Integer.toString(size.rows()));
        environment.keySet().removeAll(request.removedEnvironment());
        environment.putAll(request.environment());
    }
}
