package dev.codexbar.core.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds programs as a shell would, but never in the current directory. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class ExecutableFinder {

    private final List<Path> folders;

    private ExecutableFinder(Builder builder) {
        List<Path> all = new ArrayList<>();
        if (builder.override != null) {
            all.add(builder.override);
        }
        for (String folder : builder.environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!folder.isEmpty() && Path.of(folder).isAbsolute()) {
                all.add(Path.of(folder));
            }
        }
        all.addAll(builder.extraFolders);
        this.folders = List.copyOf(all);
    }

    /**
     * Returns a finder for the PATH of this JVM.
     *
     * @return a finder
     */
    public static ExecutableFinder system() {
        return builder().build();
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
     * Finds a program.
     *
     * @param name a file name without a folder
     * @return the absolute path of an executable file, or empty if there is none
     */
    public Optional<Path> find(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Returns where this finder looks.
     *
     * @return the absolute folders in order
     */
    public List<Path> folders() {
        return folders;
    }

    /**
     * Collects the parts of an {@link ExecutableFinder}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final List<Path> extraFolders = new ArrayList<>();
        private Map<String, String> environment = System.getenv();
        private @Nullable Path override;

        private Builder() {}

        /**
         * Takes PATH and PATHEXT from another environment than that of this JVM.
         *
         * @param variables the variables
         * @return this builder
         */
        public Builder environment(Map<String, String> variables) {
            this.environment = Map.copyOf(variables);
            return this;
        }

        /**
         * Looks in a further folder, after those of PATH.
         *
         * @param folder an absolute folder, which need not exist
         * @return this builder
         */
        public Builder folder(Path folder) {
            this.extraFolders.add(Objects.requireNonNull(folder, "folder"));
            return this;
        }

        /**
         * Looks at one path before all others.
         *
         * @param path the path of a program, or {@code null} for none
         * @return this builder
         */
        public Builder override(@Nullable Path path) {
            this.override = path;
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
    }
}
