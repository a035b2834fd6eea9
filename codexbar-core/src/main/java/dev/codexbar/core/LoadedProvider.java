package dev.codexbar.core;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A provider with its descriptor, which is asked for only once, because it is foreign code that may change its mind.
 * The natural order is that of the ids; it is not consistent with {@code equals}.
 */
final class LoadedProvider implements Comparable<LoadedProvider> {

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

    @Override
    public int compareTo(LoadedProvider other) {
        return id().compareTo(other.id());
    }

    String className() {
        return provider.getClass().getName();
    }

    /** Returns the jar or folder of the class, for people, or empty for a class that was not read from one. */
    Optional<String> place() {
        CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        if (location == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(location.toURI()).toString());
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException noFile) {
            // Such as a jar within a jar, which its class loader names in its own way.
            return Optional.of(location.toString());
        }
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
