package dev.codexbar.cli;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;

/**
 * A provider that ends every fetch with an answer or a {@link UsageException}, whatever its code throws or returns:
 * only these can be shared, and what is not shared is asked again by every run. A provider that hangs is interrupted by
 * the caller's time limit, as without this, and that end is not shared.
 */
final class IsolatedProvider implements UsageProvider {

    private final ProviderDescriptor descriptor;
    private final UsageProviders alone;

    /**
     * Wraps one provider of a registry.
     *
     * @param providers the registry
     * @param descriptor the descriptor of the provider, as the registry has it
     */
    IsolatedProvider(UsageProviders providers, ProviderDescriptor descriptor) {
        this.descriptor = descriptor;
        this.alone = providers.only(descriptor.id());
    }

    @Override
    public ProviderDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
        UsageResult result = alone.fetchAll(request).get(0);
        if (result.failure().isPresent()) {
            throw result.failure().get();
        }
        return result.snapshot().orElseThrow();
    }
}
