package dev.codexbar.provider.codex;

import dev.codexbar.provider.support.FileFingerprint;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The version of the installed program, until its file changes. Thread-safe. */
final class KnownTool {

    private record Known(FileFingerprint fingerprint, CodexVersion version) {}

    private final AtomicReference<@Nullable Known> latest = new AtomicReference<>();

    Optional<CodexVersion> version(FileFingerprint fingerprint) {
        Known known = latest.get();
        return known != null && known.fingerprint().equals(fingerprint)
                ? Optional.of(known.version())
                : Optional.empty();
    }

    /** Remembers a version that may be asked. Of another one an update must not be missed. */
    void remember(FileFingerprint fingerprint, CodexVersion version) {
        if (version.isSupported()) {
            latest.set(new Known(fingerprint, version));
        }
    }
}
