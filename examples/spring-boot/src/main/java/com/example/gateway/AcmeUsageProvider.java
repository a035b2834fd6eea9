package com.example.gateway;

import com.example.gateway.RequestQuota.Count;
import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** The quota of the gateway, as one more provider: a bean is enough. */
@Component
class AcmeUsageProvider implements UsageProvider {

    private final RequestQuota quota;

    AcmeUsageProvider(RequestQuota quota) {
        this.quota = quota;
    }

    @Override
    public ProviderDescriptor descriptor() {
        return ProviderDescriptor.builder("acme", "Acme Gateway").build();
    }

    @Override
    public UsageSnapshot fetch(FetchRequest request) {
        Count count = quota.current();
        return UsageSnapshot.builder("acme", count.at())
                .primary(
                        "Requests",
                        RateWindow.builder(100.0 * count.used() / count.limit())
                                .amount(new RateWindow.Amount(count.used(), count.limit(), "requests"))
                                .resetsAt(count.resetsAt())
                                .period(Duration.ofDays(1))
                                .build())
                .identity(AccountIdentity.builder()
                        .accountEmail("team@example.com")
                        .build())
                .build();
    }
}
