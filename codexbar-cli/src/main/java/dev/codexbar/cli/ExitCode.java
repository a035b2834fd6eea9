package dev.codexbar.cli;

import dev.codexbar.core.UsageResult;
import java.util.List;

/** The exit codes, which scripts rely on, with what the help says about them. */
enum ExitCode {
    OK(0, "Every provider answered."),
    FAILURE(1, "A provider or the command failed."),
    NOT_INSTALLED(2, "The tool is not installed."),
    UNREADABLE(3, "The tool's answer cannot be read."),
    TIMED_OUT(4, "The tool did not answer in time."),
    BAD_ARGUMENTS(64, "The command line cannot be understood."),
    UNAVAILABLE(69, "`guard` only: the quota is unknown."),
    INTERRUPTED(130, "Ctrl-C.");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    String meaning() {
        return meaning;
    }

    static int of(UsageResult result) {
        if (result.failure().isEmpty()) {
            return OK.number;
        }
        return switch (result.failure().get().reason()) {
            case NOT_INSTALLED -> NOT_INSTALLED.number;
            case UNREADABLE -> UNREADABLE.number;
            case TIMED_OUT -> TIMED_OUT.number;
            default -> FAILURE.number;
        };
    }

    /** The code of the first failure. */
    static int of(List<UsageResult> results) {
        for (UsageResult result : results) {
            int code = of(result);
            if (code != OK.number) {
                return code;
            }
        }
        return OK.number;
    }
}
