package dev.codexbar.provider.kiro;

import dev.codexbar.provider.support.FileFingerprint;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What earlier fetches have learned of the installed program, until its file changes. Thread-safe. */
final class KnownTool {

    private record Known(FileFingerprint stamp, VersionProbe.Finding finding) {}

    private final AtomicReference<@Nullable Known> latest = new AtomicReference<>();
    private final AtomicReference<@Nullable FileFingerprint> reachedModel = new AtomicReference<>();

    /** Returns what the program told about its version. */
    Optional<VersionProbe.Finding> finding(FileFingerprint stamp) {
        Known known = latest.get();
        return known != null && known.stamp().equals(stamp) ? Optional.of(known.finding()) : Optional.empty();
    }

    void remember(FileFingerprint stamp, VersionProbe.Finding finding) {
        // Without a version something went wrong, and the next fetch may have more luck. And where the plain command is
        // in question, an update must not be missed: the file may be a wrapper that stays the same.
        if (finding.version().isPresent() && !KiroCommands.mayAskPlainly(finding.generation())) {
            latest.set(new Known(stamp, finding));
        }
    }

    /** Tells whether the slash command cost credits once: a display that refreshes must not repeat that. */
    boolean hasReachedModel(FileFingerprint stamp) {
        FileFingerprint costly = reachedModel.get();
        // Usually none; comparing with it all the same makes the JVM spin the record's equals, which takes longer than
        // starting a program.
        return costly != null && costly.equals(stamp);
    }

    void rememberReachedModel(FileFingerprint stamp) {
        reachedModel.set(stamp);
    }
}
