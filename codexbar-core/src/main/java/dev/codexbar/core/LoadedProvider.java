package dev.codexbar.core;

import org.jspecify.annotations.Nullable;

/**
 * A provider with its descriptor, which is asked for only once, because it is foreign code that may change its mind.
 */
final class LoadedProvider {

    private final UsageProvider provider;
    private final ProviderDescriptor descriptor;

    /** The thread of a fetch that did not end when it was interrupted. */
    private volatile @Nullable Thread abandoned;

    LoadedProvider(UsageProvider provider, ProviderDescriptor descriptor) {
        this.provider = provider;
        this.descriptor = descriptor;
    }

    UsageProvider provider() {
        return provider;
    }

    ProviderDescriptor descriptor() {
        return descriptor;
    }

    String id() {
        return descriptor.id();
    }

    String className() {
        return provider.getClass().getName();
    }

    void abandon(Thread thread) {
        abandoned = thread;
    }

    /** Returns whether an abandoned fetch still runs. Another one would hang as well and cost one more thread. */
    boolean isHanging() {
        Thread thread = abandoned;
        return thread != null && thread.isAlive();
    }
}
