package dev.codexbar.core.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds programs as a shell would, but never in the current directory: empty and relative entries of PATH are skipped,
 * and nothing in them is expanded ({@code ~}, {@code %VAR%}). Thread-safe.
 *
 * <p>On Windows, the name of the variable PATH is found in any case, its entries may be quoted, and the extensions of
 * PATHEXT are tried.
 *
 * <p>What was found is remembered and only looked at again, so that asking again takes microseconds; what is gone is
 * searched anew. A program that was not found is not remembered: once it is installed, it is found. A program that
 * appears in an earlier folder than the remembered one is not noticed, as in a shell.
 *
 * @since 0.1.0
 */
public final class ExecutableFinder {

    private static final String DEFAULT_EXTENSIONS = ".COM;.EXE;.BAT;.CMD";

    /** In a place, the name that stands for every folder. */
    private static final String ANY = "*";

    private final @Nullable Path override;
    private final List<Path> folders;
    private final boolean windows;
    private final List<String> extensions;
    private final Map<String, Path> found = new ConcurrentHashMap<>();

    private ExecutableFinder(Builder builder) {
        this.override = builder.override;
        this.windows = builder.windows;
        Set<Path> all = new LinkedHashSet<>();
        for (String entry : split(builder.variable("PATH").orElse(""), windows)) {
            absolute(entry).ifPresent(all::add);
        }
        all.addAll(builder.extraFolders);
        for (String place : builder.places) {
            absolute(place).ifPresent(folder -> addPlace(folder, all));
        }
        this.folders = List.copyOf(all);
        this.extensions = windows ? extensions(builder.variable("PATHEXT").orElse(DEFAULT_EXTENSIONS)) : List.of();
    }

    /**
     * Returns the finder for the PATH of this JVM.
     *
     * @return a finder, the same at every call
     */
    public static ExecutableFinder system() {
        return SystemFinder.INSTANCE;
    }

    /** Made at first use, because the environment of the JVM never changes. */
    private static final class SystemFinder {

        static final ExecutableFinder INSTANCE = builder().build();
    }

    /**
     * Returns a builder that starts from the environment of this JVM.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Finds a program. With an {@linkplain Builder#override override}, it is that program or none: another one of the
     * same name is not what was asked for.
     *
     * @param name a file name without a folder
     * @return the absolute path of an executable file, or empty if there is none, or if the name is empty or holds a
     *     separator
     */
    public Optional<Path> find(String name) {
        if (!isFileName(name)) {
            return Optional.empty();
        }
        if (override != null) {
            return Optional.of(override).filter(ExecutableFinder::isProgram);
        }
        Path known = found.get(name);
        if (known != null && isProgram(known)) {
            return Optional.of(known);
        }
        Optional<Path> searched = search(name);
        if (searched.isPresent()) {
            found.put(name, searched.get());
        } else {
            found.remove(name);
        }
        return searched;
    }

    /**
     * Returns where this finder looks, unless there is an override.
     *
     * @return the absolute folders in order, without duplicates
     */
    public List<Path> folders() {
        return folders;
    }

    /** Adds a folder or, for a name {@code *} in it, what is in its place. */
    private static void addPlace(Path place, Set<Path> all) {
        Path found = place.getRoot();
        for (Path name : place) {
            if (name.toString().equals(ANY)) {
                Path rest = found.resolve(ANY).relativize(place);
                subfolders(found).forEach(folder -> addPlace(folder.resolve(rest), all));
                return;
            }
            found = found.resolve(name);
        }
        all.add(found);
    }

    /** In descending order of the names, by which the newest version comes first as a rule. */
    private static List<Path> subfolders(Path folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
            entries.forEach(found::add);
        } catch (IOException | DirectoryIteratorException notThere) {
            return List.of();
        }
        found.sort((one, other) -> other.toString().compareTo(one.toString()));
        return found;
    }

    private Optional<Path> search(String name) {
        List<String> names = fileNames(name);
        for (Path folder : folders) {
            for (String fileName : names) {
                try {
                    Path path = folder.resolve(fileName);
                    if (isProgram(path)) {
                        return Optional.of(path);
                    }
                } catch (InvalidPathException e) {
                    // The file system knows no such name, so there is no such file.
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** The file names to try: on Windows, the name itself only counts if it has one of the extensions. */
    private List<String> fileNames(String name) {
        if (!windows) {
            return List.of(name);
        }
        List<String> names = new ArrayList<>();
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (extensions.stream().anyMatch(lowerCase::endsWith)) {
            names.add(name);
        }
        for (String extension : extensions) {
            names.add(name + extension);
        }
        return names;
    }

    private boolean isFileName(String name) {
        return !name.isEmpty()
                && name.indexOf('/') < 0
                && name.indexOf('\0') < 0
                // A colon names a drive or a stream.
                && !(windows && (name.indexOf('\\') >= 0 || name.indexOf(':') >= 0));
    }

    private static boolean isProgram(Path path) {
        return Files.isExecutable(path) && Files.isRegularFile(path);
    }

    private static List<String> split(String path, boolean windows) {
        List<String> entries = new ArrayList<>();
        StringBuilder entry = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < path.length(); i++) {
            char next = path.charAt(i);
            if (windows && next == '"') {
                quoted = !quoted;
            } else if (!quoted && next == (windows ? ';' : ':')) {
                entries.add(entry.toString());
                entry.setLength(0);
            } else {
                entry.append(next);
            }
        }
        entries.add(entry.toString());
        return entries;
    }

    private static Optional<Path> absolute(String entry) {
        try {
            return Optional.of(Path.of(entry)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static List<String> extensions(String variable) {
        return split(variable, true).stream()
                .map(extension -> extension.strip().toLowerCase(Locale.ROOT))
                .filter(extension -> extension.length() > 1 && extension.startsWith("."))
                .distinct()
                .toList();
    }

    /**
     * Collects the parts of an {@link ExecutableFinder}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final List<Path> extraFolders = new ArrayList<>();
        private final List<String> places = new ArrayList<>();
        private Map<String, String> environment = System.getenv();
        private boolean windows = OperatingSystem.WINDOWS;
        private @Nullable Path override;

        private Builder() {}

        /**
         * Takes PATH and PATHEXT from another environment than that of this JVM.
         *
         * @param variables the variables
         * @return this builder
         */
        public Builder environment(Map<String, String> variables) {
            this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
            return this;
        }

        /**
         * Looks in a further folder, after those of PATH.
         *
         * @param folder an absolute folder, which need not exist
         * @return this builder
         * @throws IllegalArgumentException if the folder is not absolute
         */
        public Builder folder(Path folder) {
            if (!folder.isAbsolute()) {
                throw new IllegalArgumentException("folder must be absolute: \"" + folder + "\"");
            }
            this.extraFolders.add(folder);
            return this;
        }

        /**
         * Looks in further folders, after those of PATH and of {@link #folder}.
         *
         * @param folders folders as people write them: {@code ~/} at the beginning is the home folder, and a name
         *     {@code *} stands for every folder there; those that are not absolute are ignored
         * @param home the home folder, such as that of {@code UserFolders}, or {@code null} to ignore what is in it
         * @return this builder
         */
        public Builder places(List<String> folders, @Nullable Path home) {
            for (String folder : folders) {
                this.places.add(home != null && folder.startsWith("~/") ? home + folder.substring(1) : folder);
            }
            return this;
        }

        /**
         * Names the one program that is meant, whatever its name and wherever it is.
         *
         * @param path the path of a program, taken from the current directory of this JVM if relative; or {@code null}
         *     for none
         * @return this builder
         */
        public Builder override(@Nullable Path path) {
            this.override = path == null ? null : path.toAbsolutePath();
            return this;
        }

        /** Follows the rules of Windows or of the others, wherever this runs. */
        Builder windows(boolean value) {
            this.windows = value;
            return this;
        }

        /**
         * Returns the finder.
         *
         * @return a new finder
         */
        public ExecutableFinder build() {
            return new ExecutableFinder(this);
        }

        private Optional<String> variable(String name) {
            if (!windows) {
                return Optional.ofNullable(environment.get(name));
            }
            return environment.entrySet().stream()
                    .filter(variable -> variable.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .filter(Objects::nonNull)
                    .findFirst();
        }
    }
}
