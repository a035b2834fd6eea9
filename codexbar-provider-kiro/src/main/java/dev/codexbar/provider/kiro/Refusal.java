package dev.codexbar.provider.kiro;

import java.util.Set;

/** What a version of {@code kiro-cli} turned out not to know. */
enum Refusal {
    /** The flag {@code --legacy-ui}. */
    LEGACY_UI,
    /** The flag {@code --agent-engine}: the program is older than version 2.3. */
    AGENT_ENGINE,
    /** The engine {@code v1}: the flag is known, so the program may be any from version 2.3 up. */
    ENGINE_V1,
    /** The flags for the engine, without a word: what no version of the program is known to do. */
    ENGINE_WORDLESSLY,
    /** The sub-command {@code acp}: the program is older than version 1.25. */
    ACP;

    /**
     * Tells which of the flags in use an error message refuses.
     *
     * @param words the message of the program
     * @param used what the command line relied on
     */
    static Refusal of(String words, Set<Refusal> used) {
        if (used.contains(AGENT_ENGINE) && words.contains("unexpected argument '--agent-engine")) {
            return AGENT_ENGINE;
        }
        // Whatever else is wrong, the flag that only selects the look goes first: the engine keeps the question free.
        return used.contains(LEGACY_UI) ? LEGACY_UI : ENGINE_V1;
    }
}
