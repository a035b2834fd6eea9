package dev.codexbar.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Replaces files at once: a reader sees the old contents or the new. */
final class FileReplacement {

    /** As many as Linux follows (path_resolution(7)). */
    private static final int MOST_LINKS = 40;

    private static final Set<PosixFilePermission> ALL_MAY_READ = PosixFilePermissions.fromString("rw-r--r--");

    private FileReplacement() {}

    /** A path that cannot be replaced, with a message that says why and what to do. */
    static final class UnusablePathException extends IOException {

        private static final long serialVersionUID = 1L;

        private UnusablePathException(String message) {
            super(message);
        }
    }

    /**
     * Finds out whether a file that a person named can be one, before anything is asked for its contents. A missing
     * folder is not made: it may be a slip, or on a volume that is not mounted.
     */
    static void check(Path path) throws IOException {
        Path folder = folder(path, target(path));
        if (Files.notExists(folder)) {
            throw new UnusablePathException(folder + " does not exist, so " + path
                    + " cannot be written. Create the folder first, or name another file.");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UnusablePathException(
                    folder + " is not a folder, so " + path + " cannot be written. Name another file.");
        }
        // The file itself need not be writable: a new one takes its place.
        if (Files.exists(folder) && !Files.isWritable(folder)) {
            throw new UnusablePathException("You cannot write to " + folder + ", so " + path
                    + " cannot be written. Change the permissions of the folder, or name another file.");
        }
    }

    /** Writes a file in UTF-8 that only the user may read, in a folder that is there. */
    static void write(Path path, String contents) throws IOException {
        check(path);
        write(path, contents, Set.of());
    }

    /** The same for a file that others may read, unless it exists and its permissions say otherwise. */
    static void writeForAll(Path path, String contents) throws IOException {
        check(path);
        write(path, contents, ALL_MAY_READ);
    }

    /** Writes a file of this command that only the user may read, with the folders it needs. */
    static void writeWithFolders(Path path, String contents) throws IOException {
        Path folder = folder(path, target(path));
        // A folder that a link names is not made: it may be on a volume that is not mounted. One that exists is left
        // alone, because early releases of Java 17 refuse a link to a folder (JDK-8294193).
        if (!Files.isSymbolicLink(path) && !Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        write(path, contents, Set.of());
    }

    private static Path folder(Path path, Path target) throws UnusablePathException {
        Path folder = target.getParent();
        // A device or a named pipe would be lost.
        if (folder == null || (Files.exists(target) && !Files.isRegularFile(target))) {
            throw new UnusablePathException(
                    path + " is not a regular file, and so it is not replaced. Name another one.");
        }
        return folder;
    }

    private static void write(Path path, String contents, Set<PosixFilePermission> unlessThere) throws IOException {
        Path target = target(path);
        Path folder = folder(path, target);
        Path draft = Files.createTempFile(folder, "codexbar", ".tmp");
        try {
            Files.writeString(draft, contents);
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            if (!unlessThere.isEmpty()
                    && draft.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(
                        draft, Files.exists(target) ? Files.getPosixFilePermissions(target) : unlessThere);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** A link stays a link, dangling or not: people keep such files in a repository of their own. */
    private static Path target(Path path) throws IOException {
        Path target = path.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(path.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }
}
