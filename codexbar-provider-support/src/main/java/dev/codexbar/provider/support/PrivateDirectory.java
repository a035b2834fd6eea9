package dev.codexbar.provider.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An empty directory that only this user can enter, deleted with all that is in it.
 *
 * <p>A program that starts here finds no workspace, hence no settings and no servers to start, and nothing of the
 * user's to write into. The directory of a JVM that was killed is deleted when the next JVM creates one.
 *
 * @since 0.1.0
 */
public final class PrivateDirectory implements AutoCloseable {

    private static final int MOST_ATTEMPTS = 100;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path path;

    private PrivateDirectory(Path path) {
        this.path = path;
    }

    /**
     * Creates a directory with the permissions {@code rwx------}.
     *
     * @param folder where to create it, or {@code null} for the folder for temporary files
     * @return the directory
     * @throws IOException if it cannot be created
     */
    public static PrivateDirectory create(@Nullable Path folder) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        Path parent = folder == null ? Path.of(System.getProperty("java.io.tmpdir")) : folder;
        Path created = create(parent, attributes).toRealPath();
        AbandonedDirectories.sweepOnce(created);
        return new PrivateDirectory(created);
    }

    /**
     * Not by {@link Files#createTempDirectory}, whose random name takes longer than starting a program. A name that
     * already exists, be it as a link, is not used: the system creates a directory only where nothing is.
     */
    private static Path create(Path parent, FileAttribute<?>[] attributes) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return Files.createDirectory(parent.resolve(AbandonedDirectories.newName()), attributes);
            } catch (FileAlreadyExistsException taken) {
                if (attempt == MOST_ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    /**
     * Returns where the directory is.
     *
     * @return its real path
     */
    public Path path() {
        return path;
    }

    /** Deletes the directory as far as the system lets it; links are removed, not followed. */
    @Override
    public void close() {
        delete(path);
    }

    static void delete(Path entry) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            for (Path child : children(entry)) {
                delete(child);
            }
        }
        try {
            Files.deleteIfExists(entry);
        } catch (IOException | SecurityException keepsTheRest) {
            // What cannot be deleted must not hide the answer.
        }
    }

    private static Iterable<Path> children(Path directory) {
        try {
            return list(directory);
        } catch (IOException unreadable) {
            try {
                // The program may have taken the permissions away from what it made.
                Files.setPosixFilePermissions(directory, OWNER_ONLY);
                return list(directory);
            } catch (IOException | UnsupportedOperationException stillUnreadable) {
                return Set.of();
            }
        }
    }

    private static Iterable<Path> list(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(found::add);
        }
        return found;
    }
}
