package dev.codexbar.provider.kiro;

import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.provider.support.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks {@code kiro-cli} for its version. */
final class VersionProbe {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int OUTPUT_LIMIT = 64 << 10;

    private VersionProbe() {}

    /**
     * What the program printed.
     *
     * @param version the version, or empty if it printed none that can be read
     * @param generation which ways to ask are safe
     */
    record Finding(Optional<KiroVersion> version, KiroCommands.Generation generation) {}

    /**
     * Asks.
     *
     * @throws KiroFailure if the program could not be run at all
     */
    static Finding ask(KiroCli cli, Deadline deadline) throws KiroFailure, InterruptedException {
        // Not more than a third of the time, so that enough is left to ask for the usage.
        // Start-up: no Duration.dividedBy, which loads BigDecimal.
        Duration share = Duration.ofNanos(deadline.remaining().toNanos() / 3);
        Duration limit = deadline.forProgram(share.compareTo(LIMIT) < 0 ? share : LIMIT);
        ProcessResult result =
                cli.run(List.of("--version"), limit, (request, directory) -> request.outputLimit(OUTPUT_LIMIT));
        if (result.ending() != ProcessResult.Ending.EXITED) {
            // What was cut off may be the beginning of another version.
            return new Finding(Optional.empty(), KiroCommands.Generation.SILENT);
        }
        Optional<KiroVersion> version = KiroVersion.read(result.text());
        KiroCommands.Generation unknown =
                Feature.isWordless(result) ? KiroCommands.Generation.MUTE : KiroCommands.Generation.UNREADABLE;
        return new Finding(version, version.map(KiroCommands.Generation::of).orElse(unknown));
    }
}
