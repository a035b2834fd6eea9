package dev.codexbar.provider.kiro;

import dev.codexbar.core.process.ProcessResult;
import java.util.EnumSet;
import java.util.Set;

/** Something that not every version of {@code kiro-cli} has, and that one turned out not to have. */
enum Feature {
    /** The flag {@code --legacy-ui} of {@code chat}. */
    LEGACY_UI,
    /** The flag {@code --agent-engine} of {@code chat}, as the program said: it is older than version 2.3. */
    AGENT_ENGINE,
    /** Engine {@code v1} of {@code chat}: the flag is known, so the program may be any from version 2.3 up. */
    ENGINE_V1,
    /** The engine flags of {@code chat}: the program exited and printed nothing at all, as no known version does. */
    ENGINE_WORDLESSLY,
    /** The sub-command {@code acp}, as the program said: it is older than version 1.25. */
    ACP,
    /** Engine v3 of {@code acp}: the program exited and printed nothing at all, as no known version does. */
    ACP_WORDLESSLY,
    /** The flag {@code --agent-engine} of {@code acp}, as the program said. */
    ACP_AGENT_ENGINE,
    /** The usage through engine {@code v3} of {@code acp}: the engine, its sign-in or its method is missing. */
    ACP_ENGINE_V3,
    /** The usage through engine {@code v2} of {@code acp}: the engine or its command is missing. */
    ACP_ENGINE_V2;

    /** From here on, an exit code means that the program is missing or was killed: that refuses nothing. */
    private static final int FIRST_FATAL_EXIT_CODE = 126;

    /** Returns this feature and all that cannot exist without it. */
    Set<Feature> withDependents() {
        return switch (this) {
            case ACP -> EnumSet.of(ACP, ACP_AGENT_ENGINE, ACP_ENGINE_V3, ACP_ENGINE_V2);
            case ACP_WORDLESSLY -> EnumSet.of(ACP_WORDLESSLY, ACP_ENGINE_V3);
            case ACP_AGENT_ENGINE -> EnumSet.of(ACP_AGENT_ENGINE, ACP_ENGINE_V3, ACP_ENGINE_V2);
            default -> EnumSet.of(this);
        };
    }

    /**
     * Returns the flag of {@code chat} that an error message refuses.
     *
     * @param words the message of the program
     * @param used the features that the command line relied on
     */
    static Feature ofChat(String words, Set<Feature> used) {
        if (used.contains(AGENT_ENGINE) && says(words, "unexpected argument '--agent-engine'")) {
            return AGENT_ENGINE;
        }
        // Whatever else is wrong, the flag that only selects the look goes first: the engine keeps the question free.
        return used.contains(LEGACY_UI) ? LEGACY_UI : ENGINE_V1;
    }

    /** Tells whether the program said that it does not know {@code acp}, and exited for that. */
    static boolean isAcpUnknown(ProcessResult result) {
        return isFailure(result) && says(result.text(), "unrecognized subcommand 'acp'");
    }

    /** Tells whether the program said that its {@code acp} knows no engines, and exited for that. */
    static boolean isAcpEngineFlagUnknown(ProcessResult result) {
        return isFailure(result) && says(result.text(), "unexpected argument '--agent-engine'");
    }

    /** Tells whether the program said that it does not have this engine or its sign-in on this machine. */
    static boolean isAcpEngineRefused(ProcessResult result) {
        String text = result.text();
        return says(text, "unexpected argument '--")
                || says(text, "invalid value 'v")
                || says(text, "--auth-method is only supported with ")
                || says(text, "the following arguments are not supported with --agent-engine")
                || says(text, "The v3 engine is currently not supported")
                || says(text, "V3 is currently not supported");
    }

    /** Tells whether the program gave up by itself, with an exit code that stands for an error of its own. */
    static boolean isFailure(ProcessResult result) {
        int exit = result.exitCode().orElse(0);
        return exit > 0 && exit < FIRST_FATAL_EXIT_CODE;
    }

    /** Tells whether the program exited by itself and printed nothing at all, not even to the terminal itself. */
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
            String stripped = line.strip();
            String said = stripped.regionMatches(true, 0, "error:", 0, "error:".length())
                    ? stripped.substring("error:".length()).stripLeading()
                    : stripped;
            return said.startsWith(words);
        });
    }
}
