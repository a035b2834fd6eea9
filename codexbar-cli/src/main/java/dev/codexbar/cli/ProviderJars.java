package dev.codexbar.cli;

import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Providers of others: jars in the folder {@code providers} beside the configuration file, and the jars and folders
 * that {@code CODEXBAR_PROVIDERS} lists. Each jar has a class loader of its own, so that its libraries meet neither
 * those of another jar nor those of the command.
 */
final class ProviderJars {

    static final String VARIABLE = "CODEXBAR_PROVIDERS";

    private static final String SERVICES = "META-INF/services/";

    private static final String SERVICE = SERVICES + UsageProvider.class.getName();

    private static final String JNA = "com.sun.jna.Native";

    /** A service file holds a few names of classes. */
    private static final int LARGEST_SERVICE_FILE = 1 << 16;

    private ProviderJars() {}

    /** Returns the providers of all jars; of two with one id, the first counts. */
    static UsageProviders load(Map<String, String> environment) {
        UsageProviders providers = UsageProviders.of();
        for (Path jar : find(environment, new ArrayList<>())) {
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

    /** Returns a sentence for each path that no provider can be loaded from. */
    static List<String> problems(Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        for (Path jar : find(environment, problems)) {
            try (ZipFile file = new ZipFile(jar.toFile())) {
                if (!isProviderDeclared(file)) {
                    problems.add(jar + " declares no provider in " + SERVICE + ".");
                }
            } catch (ZipException malformed) {
                problems.add(jar + " is not a jar.");
            } catch (IOException unreadable) {
                problems.add(jar + " cannot be read.");
            }
        }
        return problems;
    }

    private static boolean isProviderDeclared(ZipFile jar) throws IOException {
        ZipEntry service = jar.getEntry(SERVICE);
        if (service == null) {
            return false;
        }
        try (InputStream stream = jar.getInputStream(service)) {
            String lines = new String(stream.readNBytes(LARGEST_SERVICE_FILE), StandardCharsets.UTF_8);
            return lines.lines().map(String::strip).anyMatch(line -> !line.isEmpty() && !line.startsWith("#"));
        }
    }

    private static List<Path> find(Map<String, String> environment, List<String> problems) {
        List<Path> jars = new ArrayList<>();
        Optional<Path> configuration = ConfigFile.place(environment);
        if (configuration.isPresent()) {
            Path folder = configuration.get().resolveSibling("providers");
            // Most people have none, so it is no problem if it is missing.
            if (Files.isDirectory(folder)) {
                jars.addAll(jarsIn(folder, problems));
            }
        }
        for (String name : environment.getOrDefault(VARIABLE, "").split(File.pathSeparator, -1)) {
            if (!name.isBlank()) {
                jars.addAll(jarsAt(name, problems));
            }
        }
        return jars;
    }

    /** The jars of a part of the variable. */
    private static List<Path> jarsAt(String name, List<String> problems) {
        Path place;
        try {
            place = Path.of(name);
        } catch (InvalidPathException malformed) {
            problems.add(name + " in " + VARIABLE + " is not a path.");
            return List.of();
        }
        if (Files.isDirectory(place)) {
            return jarsIn(place, problems);
        }
        if (Files.isRegularFile(place)) {
            return List.of(place);
        }
        problems.add(place + " in " + VARIABLE
                + (Files.exists(place) ? " is neither a jar nor a folder." : " does not exist."));
        return List.of();
    }

    private static List<Path> jarsIn(Path folder, List<String> problems) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            problems.add(folder + " cannot be read.");
            return List.of();
        }
    }

    /**
     * Takes the classes of the JDK and of CodexBar from the command, and all others from its own jar first: a provider
     * works with the libraries that it was tested with, in whatever version the command has the same ones.
     */
    private static final class JarLoader extends URLClassLoader {

        static {
            registerAsParallelCapable();
        }

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
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            // Provider and command exchange objects of these; one that the command lacks is found in the jar, too.
            if (name.startsWith("dev.codexbar.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                Class<?> found = loaded == null ? findClassOwnFirst(name) : loaded;
                if (resolve) {
                    resolveClass(found);
                }
                return found;
            }
        }

        private Class<?> findClassOwnFirst(String name) throws ClassNotFoundException {
            try {
                return getPlatformClassLoader().loadClass(name);
            } catch (ClassNotFoundException notInTheJdk) {
                // Most are not.
            }
            try {
                Class<?> own = findClass(name);
                if (name.equals(JNA)) {
                    startJnaOfTheCommand();
                }
                return own;
            } catch (ClassNotFoundException notInTheJar) {
                return getParent().loadClass(name);
            }
        }

        /**
         * The launcher has unpacked the native library of the command's JNA, which one of another version rejects. Once
         * the command's has loaded it, the JVM refuses it to every other JNA, which then unpacks its own.
         */
        private void startJnaOfTheCommand() {
            try {
                Class.forName(JNA, true, getParent());
            } catch (ClassNotFoundException | LinkageError unusable) {
                // Then the library is not loaded, and the command does without JNA.
            }
        }

        @Override
        public @Nullable URL getResource(String name) {
            URL own = findResource(name);
            return own == null ? super.getResource(name) : own;
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            List<URL> resources = Collections.list(findResources(name));
            if (!isOwnService(name)) {
                resources.addAll(Collections.list(getParent().getResources(name)));
            }
            return Collections.enumeration(resources);
        }

        /** The command's own providers are found already, and what serves its copy of a library fits no other copy. */
        private boolean isOwnService(String name) {
            if (!name.startsWith(SERVICES)) {
                return false;
            }
            String service = name.substring(SERVICES.length()).replace('.', '/') + ".class";
            return name.equals(SERVICE) || findResource(service) != null;
        }
    }
}
