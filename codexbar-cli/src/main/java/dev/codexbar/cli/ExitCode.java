package dev.codexbar.cli;

import dev.codexbar.core.UsageResult;
import java.util.List;

/** The exit codes of the command, which scripts rely on. */
final class ExitCode {

    static final int OK = 0;
    static final int FAILURE = 1;
    static final int NOT_FOUND = 2;
    static final int UNREADABLE = 3;
    static final int TIMED_OUT = 4;
    static final int BAD_ARGUMENTS = 64;

    /** As a shell reports for a command that Ctrl-C ended. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(UsageResult result) {
        if (result.failure().isEmpty()) {
            return OK;
        }
        return switch (result.failure().get().reason()) {
            case NOT_INSTALLED -> NOT_FOUND;
            case UNREADABLE -> UNREADABLE;
            case TIMED_OUT -> TIMED_OUT;
            default -> FAILURE;
        };
    }

    /** The code of the first failure. */
    static int of(List<UsageResult> results) {
        for (UsageResult result : results) {
            int code = of(result);
            if (code != OK) {
                return code;
            }
        }
        return OK;
    }
}
