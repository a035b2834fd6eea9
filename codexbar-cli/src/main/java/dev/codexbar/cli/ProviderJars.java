package dev.codexbar.cli;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Providers of others: jars in the folder {@code providers} beside the configuration file, and the jars and folders
 * that {@code CODEXBAR_PROVIDERS} lists. Each jar has a class loader of its own, so that the libraries of two do not
 * meet.
 */
final class ProviderJars {

    static final String VARIABLE = "CODEXBAR_PROVIDERS";

    private static final String SERVICE = "META-INF/services/" + UsageProvider.class.getName();

    private ProviderJars() {}

    /** Returns the providers of the command itself and those of the jars. */
    static UsageProviders load(Map<String, String> environment) {
        UsageProviders providers = UsageProviders.load();
        for (Path jar : find(environment)) {
            providers = providers.with(UsageProviders.load(new JarLoader(jar)));
        }
        return providers;
    }

    /** Returns the file that a provider comes from, if it is one of these jars. */
    static Optional<Path> jarOf(UsageProvider provider) {
        return provider.getClass().getClassLoader() instanceof JarLoader loader
                ? Optional.of(loader.jar)
                : Optional.empty();
    }

    static List<Path> find(Map<String, String> environment) {
        List<Path> places = new ArrayList<>();
        ConfigFile.place(environment)
                .map(file -> file.resolveSibling("providers"))
                .ifPresent(places::add);
        for (String place : environment.getOrDefault(VARIABLE, "").split(File.pathSeparator, -1)) {
            if (!place.isBlank()) {
                places.add(Path.of(place));
            }
        }
        List<Path> jars = new ArrayList<>();
        for (Path place : places) {
            if (Files.isRegularFile(place)) {
                jars.add(place);
            } else if (Files.isDirectory(place)) {
                jars.addAll(jarsIn(place));
            }
        }
        return jars;
    }

    private static List<Path> jarsIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** Sees the services of its own jar only; those of the command are found already. */
    private static final class JarLoader extends URLClassLoader {

        private final Path jar;

        JarLoader(Path jar) {
            super(new URL[] {url(jar)}, UsageProviders.class.getClassLoader());
            this.jar = jar;
        }

        private static URL url(Path jar) {
            try {
                return jar.toUri().toURL();
            } catch (MalformedURLException impossible) {
                throw new IllegalArgumentException(impossible);
            }
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals(SERVICE) ? findResources(name) : super.getResources(name);
        }
    }
}
