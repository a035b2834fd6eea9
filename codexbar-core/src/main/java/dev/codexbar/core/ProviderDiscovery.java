package dev.codexbar.core;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks {@link ServiceLoader} for providers and survives every fault of theirs.
 *
 * <p>{@code hasNext()} as well as {@code next()} may throw, and not only {@link ServiceConfigurationError}: when the
 * superclass of a provider is missing, {@code hasNext()} throws a bare {@link NoClassDefFoundError} that names the
 * superclass alone (seen on JDK 17 and 25). And one illegal line makes {@link ServiceLoader} drop the whole service
 * file. In both cases {@link ServiceFile} is read to find out who is meant and to save who is good.
 */
final class ProviderDiscovery {

    private final ClassLoader loader;
    private final ProviderLoading loading = new ProviderLoading();
    private final List<UsageProviders.Failure> failures = new ArrayList<>();
    /** Names of classes that were found or have become a failure. */
    private final Set<String> settled = new HashSet<>();

    private ProviderDiscovery(ClassLoader loader) {
        this.loader = loader;
    }

    static ProviderDiscovery in(ClassLoader loader) {
        ProviderDiscovery discovery = new ProviderDiscovery(loader);
        discovery.askServiceLoader();
        if (!discovery.failures.isEmpty()) {
            discovery.saveFromBrokenFiles();
        }
        discovery.loading.finish();
        discovery.failures.addAll(discovery.loading.failures());
        return discovery;
    }

    List<LoadedProvider> loaded() {
        return loading.loaded();
    }

    List<UsageProviders.Failure> failures() {
        return failures;
    }

    private void askServiceLoader() {
        Iterator<ServiceLoader.Provider<UsageProvider>> found =
                ServiceLoader.load(UsageProvider.class, loader).stream().iterator();
        String lastFault = "";
        while (true) {
            try {
                if (!found.hasNext()) {
                    return;
                }
                ServiceLoader.Provider<UsageProvider> provider = found.next();
                construct(provider.type().getName(), provider);
            } catch (Throwable fault) {
                String thisFault = fault.toString();
                if (thisFault.equals(lastFault)) {
                    // The same words twice: the loader makes no progress, as when the class path cannot be read.
                    return;
                }
                lastFault = thisFault;
                recordLoading(fault);
            }
        }
    }

    private void construct(String className, Supplier<? extends UsageProvider> constructor) {
        if (settled.add(className)) {
            loading.start(className, constructor);
        }
    }

    private void recordLoading(Throwable fault) {
        Optional<String> className =
                fault instanceof LinkageError error ? declaredWith(error) : namedIn(fault.getMessage());
        className.ifPresent(settled::add);
        failures.add(new UsageProviders.Failure(
                className.orElse(ServiceFile.NAME), ProviderFaults.describe("loading failed", fault), fault));
    }

    /** The declared class that fails in the same way when it is loaded by itself. */
    private Optional<String> declaredWith(LinkageError error) {
        for (ServiceFile file : serviceFiles()) {
            for (String name : file.classNames()) {
                if (!settled.contains(name) && sameFault(name, error)) {
                    return Optional.of(name);
                }
            }
        }
        return Optional.empty();
    }

    private boolean sameFault(String className, LinkageError error) {
        try {
            Class.forName(className, false, loader);
            return false;
        } catch (ClassNotFoundException otherFault) {
            return false;
        } catch (LinkageError again) {
            return again.getClass() == error.getClass() && Objects.equals(again.getMessage(), error.getMessage());
        }
    }

    private void saveFromBrokenFiles() {
        for (ServiceFile file : serviceFiles()) {
            if (file.isBroken()) {
                file.classNames().forEach(this::construct);
            }
        }
    }

    private void construct(String className) {
        construct(className, () -> {
            try {
                return Class.forName(className, true, loader)
                        .asSubclass(UsageProvider.class)
                        .getConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException fault) {
                throw new ServiceConfigurationError("cannot be made", fault);
            }
        });
    }

    private List<ServiceFile> serviceFiles() {
        try {
            return ServiceFile.allIn(loader);
        } catch (IOException unreadable) {
            // ServiceLoader reports an unreadable file itself; here it only means that no class can be named.
            return List.of();
        }
    }

    /** The words of {@link ServiceLoader} differ by fault, but each names the class, if it is about one. */
    private Optional<String> namedIn(@Nullable String message) {
        Set<String> declared = new HashSet<>();
        serviceFiles().forEach(file -> declared.addAll(file.classNames()));
        return Stream.of(Objects.requireNonNullElse(message, "").split(" "))
                .filter(word -> declared.contains(word) || (word.contains(".") && ServiceFile.isClassName(word)))
                .findFirst();
    }
}
