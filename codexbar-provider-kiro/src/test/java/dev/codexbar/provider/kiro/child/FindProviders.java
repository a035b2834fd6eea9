package dev.codexbar.provider.kiro.child;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;

/**
 * Runs in a JVM of its own, and says which providers there are, in which modules, and what a fetch without the program
 * ends in. In a package of its own, because the package of the provider belongs to its module there.
 */
final class FindProviders {

    private FindProviders() {}

    public static void main(String[] arguments) throws InterruptedException {
        UsageProviders providers = UsageProviders.load();
        System.out.println("failures " + providers.failures());
        for (UsageProvider provider : providers.all()) {
            System.out.println("found " + provider.descriptor().id() + " in "
                    + provider.getClass().getModule().getName());
            long start = System.nanoTime();
            try {
                provider.fetch(FetchRequest.defaults());
            } catch (UsageException failure) {
                System.out.println("fetch " + failure.reason());
            }
            System.out.println("milliseconds " + (System.nanoTime() - start) / 1_000_000);
        }
    }
}
