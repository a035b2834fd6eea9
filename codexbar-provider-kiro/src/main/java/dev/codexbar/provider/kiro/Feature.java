package dev.codexbar.provider.kiro;

import dev.codexbar.core.process.ProcessResult;
import java.util.Set;

/** What a version of {@code kiro-cli} turned out not to know. */
enum Feature {
    /** The flag {@code --legacy-ui}. */
    LEGACY_UI,
    /** The flag {@code --agent-engine}, as it said: the program is older than version 2.3. */
    AGENT_ENGINE,
    /** The engine {@code v1}: the flag is known, so the program may be any from version 2.3 up. */
    ENGINE_V1,
    /** The flags for the engine: it ended by itself and printed nothing at all, as no version is known to do. */
    ENGINE_WORDLESSLY,
    /** The sub-command {@code acp}, as it said: the program is older than version 1.25. */
    ACP,
    /** The sub-command {@code acp}: it ended by itself and printed nothing at all, as no version is known to do. */
    ACP_WORDLESSLY;

    /** From here on, an exit code means that the program is missing or was killed: that is no refusal. */
    private static final int FIRST_FATAL_EXIT_CODE = 126;

    /**
     * Tells which of the flags in use an error message refuses.
     *
     * @param words the message of the program
     * @param used what the command line relied on
     */
    static Feature of(String words, Set<Feature> used) {
        if (used.contains(AGENT_ENGINE) && says(words, "unexpected argument '--agent-engine'")) {
            return AGENT_ENGINE;
        }
        // Whatever else is wrong, the flag that only selects the look goes first: the engine keeps the question free.
        return used.contains(LEGACY_UI) ? LEGACY_UI : ENGINE_V1;
    }

    /** Tells whether the program said that it does not know {@code acp}, and ended for that. */
    static boolean ofAcp(ProcessResult result) {
        return isFailure(result) && says(result.text(), "unrecognized subcommand 'acp'");
    }

    /** Tells whether the program gave up by itself, with an exit code that stands for an error of its own. */
    static boolean isFailure(ProcessResult result) {
        int exit = result.exitCode().orElse(0);
        return exit > 0 && exit < FIRST_FATAL_EXIT_CODE;
    }

    /** Tells whether the program ended by itself and printed nothing at all, not even to the terminal itself. */
    static boolean isWordless(ProcessResult result) {
        int exit = result.exitCode().orElse(-1);
        return exit >= 0
                && exit < FIRST_FATAL_EXIT_CODE
                && result.standardOutput().length == 0
                && result.standardError().length == 0;
    }

    /** Tells whether a line begins with the words, perhaps marked as an error. */
    private static boolean says(String text, String words) {
        return text.lines().anyMatch(line -> {
            String said = line.startsWith("error:")
                    ? line.substring("error:".length()).stripLeading()
                    : line;
            return said.startsWith(words);
        });
    }
}
