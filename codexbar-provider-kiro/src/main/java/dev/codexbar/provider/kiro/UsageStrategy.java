package dev.codexbar.provider.kiro;

import dev.codexbar.provider.kiro.report.KiroUsage;
import java.time.Duration;

/** One way to ask {@code kiro-cli} for its usage. Stateless. */
interface UsageStrategy {

    /**
     * Asks once.
     *
     * @param cli the program
     * @param command what to run
     * @param limit how long it may take
     * @return what the program printed, possibly without numbers
     * @throws KiroFailure if it gave no answer
     */
    KiroUsage ask(KiroCli cli, KiroCommands.Command command, Duration limit) throws KiroFailure, InterruptedException;

    /** Returns the implementation of a strategy. */
    static UsageStrategy of(KiroStrategy way) {
        return switch (way) {
            case PTY -> new SlashCommandStrategy(true);
            case PIPES -> new SlashCommandStrategy(false);
            case ACP -> new AcpStrategy();
        };
    }
}
