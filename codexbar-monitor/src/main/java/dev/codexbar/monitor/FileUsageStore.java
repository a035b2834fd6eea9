package dev.codexbar.monitor;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.UserFolders;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link UsageStore} in one file, which only its user can read. The file is replaced as a whole, so that a reader
 * sees the old one or the new one, and never half of either; locks are files beside it, which the system releases when
 * their process ends, however it ends.
 *
 * <p>The file holds what snapshots hold, e-mail addresses included.
 *
 * @since 0.1.0
 */
public final class FileUsageStore implements UsageStore {

    private static final String FILE = "usage.properties";

    /** Ids have no dots, so this is not the lock of any provider. */
    private static final String WRITE_LOCK = "usage.properties.lock";

    private static final String FORMAT = "format";
    private static final String VERSION = "1";

    /** Far beyond a thousand snapshots; a larger file is not ours. */
    private static final long MOST_BYTES = 16L << 20;

    /** Entries older than this are removed by the next write. */
    private static final Duration KEPT = Duration.ofDays(7);

    /** A write takes milliseconds, so a lock held for longer belongs to a stopped process. */
    private static final Duration WRITE_PATIENCE = Duration.ofSeconds(2);

    private static final Duration WRITE_PAUSE = Duration.ofMillis(5);

    private final Path folder;
    private final SnapshotCodec codec;

    private FileUsageStore(Path folder, SnapshotCodec codec) {
        this.folder = Objects.requireNonNull(folder, "folder");
        this.codec = Objects.requireNonNull(codec, "codec");
    }

    /**
     * Returns the store in a folder.
     *
     * @param folder where the files are; created with the first write, for this user alone
     * @param codec how a snapshot becomes text
     * @return the store
     */
    public static FileUsageStore in(Path folder, SnapshotCodec codec) {
        return new FileUsageStore(folder, codec);
    }

    /**
     * Returns the store that the programs of this user share: {@code codexbar} in {@link UserFolders#state()}. A host
     * that wants another folder uses {@link #in}.
     *
     * @param codec how a snapshot becomes text
     * @return the store, or empty for a user without a home folder
     */
    public static Optional<FileUsageStore> ofUser(SnapshotCodec codec) {
        return ofUser(UserFolders.of(System.getenv()), codec);
    }

    static Optional<FileUsageStore> ofUser(UserFolders folders, SnapshotCodec codec) {
        return folders.state().map(folder -> in(folder.resolve("codexbar"), codec));
    }

    /**
     * Returns where the store is.
     *
     * @return the folder
     */
    public Path folder() {
        return folder;
    }

    @Override
    public List<StoredUsage> load() throws IOException {
        Properties lines = read();
        List<StoredUsage> entries = new ArrayList<>();
        for (String id : idsIn(lines)) {
            StoredUsage entry = entry(lines, id);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    @Override
    public void save(StoredUsage entry) throws IOException {
        createFolder();
        LockFile lock = writeLock();
        try {
            Properties lines = read();
            Instant forgotten = entry.endedAt().minus(KEPT);
            for (String id : idsIn(lines)) {
                Instant endedAt = instant(lines.getProperty(id + ".endedAt"));
                if (id.equals(entry.providerId()) || endedAt == null || endedAt.isBefore(forgotten)) {
                    lines.keySet().removeIf(key -> ((String) key).startsWith(id + "."));
                }
            }
            lines.setProperty(FORMAT, VERSION);
            put(lines, entry);
            replace(lines);
        } finally {
            lock.close();
        }
    }

    @Override
    public Optional<Lock> tryLock(String providerId) throws IOException {
        createFolder();
        LockFile lock = LockFile.tryLock(folder.resolve(providerId + ".lock"));
        return Optional.ofNullable(lock);
    }

    private LockFile writeLock() throws IOException {
        long deadline = System.nanoTime() + WRITE_PATIENCE.toNanos();
        while (true) {
            LockFile lock = LockFile.tryLock(folder.resolve(WRITE_LOCK));
            if (lock != null) {
                return lock;
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new IOException("another process has held " + folder.resolve(WRITE_LOCK) + " for "
                        + WRITE_PATIENCE.toSeconds() + " s");
            }
            try {
                TimeUnit.NANOSECONDS.sleep(WRITE_PAUSE.toNanos());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for " + folder.resolve(WRITE_LOCK), interrupted);
            }
        }
    }

    private Properties read() throws IOException {
        Properties lines = new Properties();
        Path file = folder.resolve(FILE);
        try {
            if (Files.size(file) > MOST_BYTES) {
                return lines;
            }
            lines.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException none) {
            return lines;
        } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException damaged) {
            // The next write replaces it.
            return new Properties();
        }
        return VERSION.equals(lines.getProperty(FORMAT)) ? lines : new Properties();
    }

    private static Set<String> idsIn(Properties lines) {
        Set<String> ids = new TreeSet<>();
        for (String key : lines.stringPropertyNames()) {
            int dot = key.indexOf('.');
            if (dot > 0) {
                ids.add(key.substring(0, dot));
            }
        }
        return ids;
    }

    private void put(Properties lines, StoredUsage entry) {
        String id = entry.providerId();
        lines.setProperty(id + ".endedAt", entry.endedAt().toString());
        UsageSnapshot snapshot = entry.snapshot();
        if (snapshot != null) {
            lines.setProperty(id + ".snapshot", codec.write(snapshot));
        }
        UsageException failure = entry.failure();
        if (failure != null) {
            lines.setProperty(id + ".failure", failure.reason().name());
            lines.setProperty(id + ".message", String.valueOf(failure.getMessage()));
            failure.nextStep().ifPresent(step -> lines.setProperty(id + ".nextStep", step));
            failure.retryAfter().ifPresent(wait -> lines.setProperty(id + ".retryAfter", wait.toString()));
        }
    }

    private @Nullable StoredUsage entry(Properties lines, String id) {
        Instant endedAt = instant(lines.getProperty(id + ".endedAt"));
        if (endedAt == null) {
            return null;
        }
        try {
            String text = lines.getProperty(id + ".snapshot");
            return new StoredUsage(id, endedAt, text == null ? null : codec.read(text), failure(lines, id));
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            return null;
        }
    }

    private static @Nullable UsageException failure(Properties lines, String id) {
        String reason = lines.getProperty(id + ".failure");
        String message = lines.getProperty(id + ".message");
        if (reason == null || message == null) {
            return null;
        }
        UsageException.Builder failure = UsageException.builder(reasonOf(reason), message);
        String nextStep = lines.getProperty(id + ".nextStep");
        if (nextStep != null) {
            failure.nextStep(nextStep);
        }
        String retryAfter = lines.getProperty(id + ".retryAfter");
        if (retryAfter != null) {
            failure.retryAfter(Duration.parse(retryAfter));
        }
        return failure.build();
    }

    /** A later version may know more reasons. */
    private static UsageException.Reason reasonOf(String name) {
        for (UsageException.Reason reason : UsageException.Reason.values()) {
            if (reason.name().equals(name)) {
                return reason;
            }
        }
        return UsageException.Reason.FAILED;
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private void replace(Properties lines) throws IOException {
        StringWriter text = new StringWriter();
        lines.store(text, "Usage as the programs of this user last saw it. Written by CodexBar for Java.");
        Path next = folder.resolve(FILE + ".next");
        Files.deleteIfExists(next);
        try {
            try (FileChannel file = open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            }
            Files.move(next, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private void createFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
        }
    }

    private static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), ownerOnly(file, "rw-------"));
    }

    /** The permissions are there from the start: a file that gets them later can be opened before. */
    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public String toString() {
        return "FileUsageStore[" + folder + "]";
    }

    /** A file that is locked, and never deleted: otherwise two processes could each lock a file of the same name. */
    private record LockFile(Path path, FileChannel channel) implements Lock {

        /** Holders in this process: the system locks for a process as a whole. */
        private static final Map<Path, LockFile> HELD = new HashMap<>();

        /**
         * Channels of files that a copy of this class in another class loader has locked. On POSIX systems, closing any
         * channel of a file ends all locks that this process has on it, so they stay open for the next attempt.
         */
        private static final Map<Path, FileChannel> KEPT_OPEN = new HashMap<>();

        static @Nullable LockFile tryLock(Path file) throws IOException {
            Path path = file.toAbsolutePath().normalize();
            synchronized (HELD) {
                // Opening and closing the file in vain would end the lock of the whole process on POSIX systems.
                if (HELD.containsKey(path)) {
                    return null;
                }
                FileChannel channel = KEPT_OPEN.remove(path);
                if (channel == null) {
                    channel = open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                }
                FileLock lock = null;
                boolean keepOpen = false;
                try {
                    lock = channel.tryLock();
                } catch (OverlappingFileLockException heldByAnotherCopyOfThisClass) {
                    keepOpen = true;
                    KEPT_OPEN.put(path, channel);
                } finally {
                    if (lock == null && !keepOpen) {
                        channel.close();
                    }
                }
                if (lock == null) {
                    return null;
                }
                LockFile held = new LockFile(path, channel);
                HELD.put(path, held);
                return held;
            }
        }

        @Override
        public void close() {
            synchronized (HELD) {
                HELD.remove(path);
                try {
                    channel.close();
                } catch (IOException released) {
                    // The lock ends with the channel, and the channel with the process at the latest.
                }
            }
        }
    }
}
