package dev.codexbar.provider.kiro;

import dev.codexbar.provider.support.FileFingerprint;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What earlier fetches have learned about the installed program, until its file changes. Thread-safe. */
final class KnownTool {

    private record Known(FileFingerprint fingerprint, VersionProbe.Finding finding) {}

    private final AtomicReference<@Nullable Known> latest = new AtomicReference<>();
    private final AtomicReference<@Nullable FileFingerprint> reachedModel = new AtomicReference<>();

    /** Returns what the program printed about its version. */
    Optional<VersionProbe.Finding> finding(FileFingerprint fingerprint) {
        Known known = latest.get();
        return known != null && known.fingerprint().equals(fingerprint)
                ? Optional.of(known.finding())
                : Optional.empty();
    }

    void remember(FileFingerprint fingerprint, VersionProbe.Finding finding) {
        // Without a version something went wrong, and the next fetch may succeed. Where the plain command is in
        // question,
        // an update must not be missed: the file may be a wrapper that stays the same.
        if (finding.version().isPresent() && !KiroCommands.mayAskPlainly(finding.generation())) {
            latest.set(new Known(fingerprint, finding));
        }
    }

    /** Tells whether the slash command cost credits once: a display that refreshes must not repeat that. */
    boolean hasReachedModel(FileFingerprint fingerprint) {
        FileFingerprint costly = reachedModel.get();
        // Start-up: no equals of a record unless there is something to compare.
        return costly != null && costly.equals(fingerprint);
    }

    void rememberReachedModel(FileFingerprint fingerprint) {
        reachedModel.set(fingerprint);
    }
}
