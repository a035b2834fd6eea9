package dev.codexbar.spring;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Answers 42 percent of an invented account, unless it is set to fail. */
class TestProvider implements UsageProvider {

    final BlockingQueue<FetchRequest> requests = new LinkedBlockingQueue<>();
    final BlockingQueue<String> threads = new LinkedBlockingQueue<>();
    volatile boolean failing;
    private final String id;

    TestProvider(String id) {
        this.id = id;
    }

    static TestProvider failing(String id) {
        TestProvider provider = new TestProvider(id);
        provider.failing = true;
        return provider;
    }

    static UsageSnapshot snapshot(String id, Instant at) {
        return UsageSnapshot.builder(id, at)
                .primary("Credits", RateWindow.of(42))
                .identity(AccountIdentity.builder()
                        .accountEmail("person@example.com")
                        .accountOrganization("Example Inc.")
                        .build())
                .build();
    }

    @Override
    public ProviderDescriptor descriptor() {
        return ProviderDescriptor.builder(id, "Provider " + id).build();
    }

    @Override
    public UsageSnapshot fetch(FetchRequest request) throws UsageException {
        requests.add(request);
        threads.add(Thread.currentThread().toString());
        if (failing) {
            throw new UsageException(UsageException.Reason.NOT_LOGGED_IN, "Not signed in.", "Sign in.");
        }
        return snapshot(id, Instant.now());
    }
}
