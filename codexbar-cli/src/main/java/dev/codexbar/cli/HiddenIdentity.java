package dev.codexbar.cli;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.IdentityMask;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;

/** Takes the person out of a result, for screens that others see. */
final class HiddenIdentity {

    private HiddenIdentity() {}

    static UsageResult in(UsageResult result) {
        if (result.snapshot().isEmpty()) {
            return result; // messages are masked where they are made
        }
        UsageSnapshot hidden = in(result.snapshot().get());
        return result.descriptor()
                .map(provider -> UsageResult.of(provider, hidden))
                .orElseGet(() -> UsageResult.of(hidden));
    }

    private static UsageSnapshot in(UsageSnapshot snapshot) {
        AccountIdentity.Builder identity = AccountIdentity.builder();
        // The way to sign in does not identify a person.
        snapshot.identity().loginMethod().map(IdentityMask::mask).ifPresent(identity::loginMethod);
        return snapshot.toBuilder()
                .identity(identity.build())
                .plan(snapshot.plan().map(IdentityMask::mask).orElse(null))
                .details(snapshot.details().stream().map(HiddenIdentity::in).toList())
                .build();
    }

    private static UsageDetail in(UsageDetail detail) {
        UsageDetail.Builder hidden = UsageDetail.builder(
                        IdentityMask.mask(detail.label()), IdentityMask.mask(detail.value()))
                .section(detail.section());
        detail.secondaryValue().map(IdentityMask::mask).ifPresent(hidden::secondaryValue);
        return hidden.build();
    }
}
