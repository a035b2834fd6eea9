package dev.codexbar.provider.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the {@linkplain PrivateDirectory private directories} of JVMs that were killed before they could delete them.
 *
 * <p>A directory is abandoned if it belongs to this user and the process that its name tells is gone. Where processes
 * are numbered apart, as in containers that share a folder for temporary files, only directories of this numbering are
 * looked at.
 */
final class AbandonedDirectories {

    private static final String PREFIX = "codexbar-";

    /** File systems and processes have their own clocks, the coarsest of which counts two seconds. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    /** The link reads {@code pid:[4026531836]}. */
    private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");

    private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();

    private AbandonedDirectories() {}

    /** Returns a name that tells the process, its numbering, and is unlikely to exist. */
    static String newName() {
        return PREFIX + ProcessHandle.current().pid() + "-" + Numbering.NAME + "-"
                + Long.toHexString(System.nanoTime());
    }

    /** The numbering that the process id of this JVM belongs to. */
    private static final class Numbering {

        private static final String NAME = name();

        private static String name() {
            try {
                String link = Files.readSymbolicLink(PID_NAMESPACE).toString();
                return link.replaceAll("[^0-9]", "");
            } catch (IOException | UnsupportedOperationException | InvalidPathException notLinux) {
                return "0";
            }
        }
    }

    /**
     * Deletes what was abandoned in a folder, once in the life of this JVM and on a thread of its own: a folder for
     * temporary files may hold very many.
     *
     * @param own a directory of this JVM in that folder, by which its owner is known
     */
    static void sweepOnce(Path own) {
        Path folder = own.getParent();
        if (folder != null && SWEPT.add(folder)) {
            Thread sweeper = new Thread(null, () -> sweep(folder, own), "codexbar-sweep", 0, false);
            sweeper.setDaemon(true);
            sweeper.start();
        }
    }

    static void sweep(Path folder, Path own) {
        try {
            UserPrincipal owner = Files.getOwner(own, LinkOption.NOFOLLOW_LINKS);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, AbandonedDirectories::isNamedByUs)) {
                for (Path entry : entries) {
                    if (isAbandoned(entry, owner)) {
                        PrivateDirectory.delete(entry);
                    }
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            // Best effort: the next run tries again.
        }
    }

    private static boolean isNamedByUs(Path entry) {
        return entry.getFileName().toString().startsWith(PREFIX);
    }

    private static boolean isAbandoned(Path entry, UserPrincipal owner) throws IOException {
        String[] parts = entry.getFileName().toString().split("-", -1);
        if (parts.length != 4 || !parts[1].matches("[0-9]{1,18}") || !parts[2].equals(Numbering.NAME)) {
            return false;
        }
        if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                || !Files.getOwner(entry, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
            return false;
        }
        Optional<ProcessHandle> process =
                ProcessHandle.of(Long.parseLong(parts[1])).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return true;
        }
        // The pid may have been reused: then the process is younger than the directory.
        Instant latestUse =
                Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS).toInstant();
        return process.get()
                .info()
                .startInstant()
                .filter(start -> start.isAfter(latestUse.plus(CLOCK_TOLERANCE)))
                .isPresent();
    }
}
