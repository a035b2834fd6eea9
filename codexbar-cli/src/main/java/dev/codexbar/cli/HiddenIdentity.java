package dev.codexbar.cli;

import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;

/** Takes the person out of a result, for screens that others see. */
final class HiddenIdentity {

    private HiddenIdentity() {}

    static UsageResult in(UsageResult result) {
        if (result.snapshot().isEmpty()) {
            return result; // messages are masked where they are made
        }
        UsageSnapshot hidden = result.snapshot().get().redacted();
        return result.descriptor()
                .map(provider -> UsageResult.of(provider, hidden))
                .orElseGet(() -> UsageResult.of(hidden));
    }
}
