package dev.codexbar.pty;

import com.pty4j.unix.PtyHelpers;
import com.pty4j.util.PtyUtil;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import dev.codexbar.core.UserFolders;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.CodeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Where native libraries are unpacked: once per version, into a folder that only this user can enter. Left to
 * themselves, JNA unpacks at every start of a JVM, and pty4j leaves a temporary folder behind every time.
 */
final class NativeCache {

    private static final String JNA_FOLDER = "jna.boot.library.path";

    private static final String JNA_TEMPORARY = "jna.tmpdir";

    private static final String PTY4J_FOLDER = "pty4j.tmpdir";

    /** Read once, since SLF4J 2.0.10. */
    private static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";

    private static final int NO_DESCRIPTOR = -1;

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    /** Not that of an application, which may hold other things and be open to others. */
    private static final String ROOT = "dev.codexbar.natives";

    /** How long another JVM, or another class loader, may take to unpack. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(10);

    private static boolean pty4jLoaded;

    private NativeCache() {}

    /**
     * Initialises JNA with its library from the cache. Where that cannot be, JNA unpacks by itself and removes the file
     * at once. An application that has its own plans for JNA is not disturbed.
     */
    static synchronized void loadJna() {
        if (System.getProperty(JNA_FOLDER) != null || System.getProperty(JNA_TEMPORARY) != null) {
            return;
        }
        String unpacked;
        try {
            unpacked = unpackJna().toString();
        } catch (IOException unusable) {
            return;
        }
        // JNA makes and sweeps its temporary folder even if it unpacks nothing. Any call will do: the properties are
        // read when the class is initialised.
        withProperties(Map.of(JNA_FOLDER, unpacked, JNA_TEMPORARY, unpacked), Native::isProtected);
    }

    /** Sets system properties, unless the host has set them, while something reads them. */
    private static void withProperties(Map<String, String> properties, Runnable reader) {
        Map<String, String> unset = new HashMap<>(properties);
        unset.keySet().removeIf(name -> System.getProperty(name) != null);
        try {
            unset.forEach(System::setProperty);
            reader.run();
        } finally {
            unset.keySet().forEach(System::clearProperty);
        }
    }

    /**
     * Makes pty4j unpack into the cache.
     *
     * @throws IOException if there is no folder for it
     */
    static synchronized void loadPty4j() throws IOException {
        if (pty4jLoaded) {
            return;
        }
        loadJna();
        if (System.getProperty(PTY4J_FOLDER) != null
                || System.getProperty(PtyUtil.PREFERRED_NATIVE_FOLDER_KEY) != null) {
            unpackPty4j(Map.of());
        } else {
            try {
                unpackPty4jAlone(folder("pty4j-" + jarName(PtyUtil.class)));
            } catch (IOException | IllegalStateException unusable) {
                // The second is what pty4j throws when it cannot write.
                loadPty4jFromTemporaryFolder();
            }
        }
        pty4jLoaded = true;
    }

    private static void loadPty4jFromTemporaryFolder() throws IOException {
        Path temporary = Files.createTempDirectory("codexbar-natives-");
        try {
            unpackPty4j(temporary);
        } finally {
            if (Platform.isWindows()) {
                deleteAtExit(temporary);
            } else {
                // Once it is loaded, a library needs its file no more, and a JVM that is killed leaves nothing.
                loadPty4jLibrary();
                delete(temporary);
            }
        }
    }

    private static void loadPty4jLibrary() {
        try {
            PtyHelpers.getWinSize(NO_DESCRIPTOR, null);
        } catch (Exception | LinkageError expected) {
            // There is no such terminal; or no library, which the first start reports.
        }
    }

    /** pty4j compares, deletes and copies, without regard for another JVM that does the same. */
    private static void unpackPty4jAlone(Path folder) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (lock.isValid()) {
                unpackPty4j(folder);
            }
        }
    }

    /** Waits for a lock, in a way that ends: its holder may have been stopped. */
    static FileLock lock(FileChannel channel) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        do {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException sameJvm) {
                // Held by this class in another class loader.
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        } while (System.nanoTime() - end < 0);
        throw new IOException("another JVM has been unpacking there for too long");
    }

    private static void unpackPty4j(Path folder) {
        unpackPty4j(Map.of(PTY4J_FOLDER, folder.toString()));
    }

    /**
     * Makes pty4j unpack its files, and ask SLF4J for its first logger. Where the host does not log through SLF4J, that
     * would warn on standard error that it found no provider.
     */
    private static void unpackPty4j(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put(SLF4J_VERBOSITY, "ERROR");
        // Any file will do: all of them are unpacked before the first is looked up.
        withProperties(all, () -> PtyUtil.resolveNativeFile("any"));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** A library that is loaded cannot be deleted on Windows; what remains is left to its cleaning of the folder. */
    private static void deleteAtExit(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            // The last to be named is the first to be deleted: files before their folders.
            files.map(Path::toFile).forEach(File::deleteOnExit);
        }
    }

    /** The version, as long as jars are not repackaged; if they are, pty4j finds out and unpacks again. */
    private static String jarName(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        String path = source == null || source.getLocation() == null
                ? ""
                : source.getLocation().getPath();
        String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9.-]", "_");
        return name.isEmpty() ? "unknown" : name;
    }

    private static Path unpackJna() throws IOException {
        String file = System.mapLibraryName("jnidispatch");
        byte[] library;
        try (InputStream resource =
                Native.class.getResourceAsStream("/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/" + file)) {
            if (resource == null) {
                throw new IOException("JNA brings no " + file + " for " + Platform.RESOURCE_PREFIX);
            }
            library = resource.readAllBytes();
        }
        CRC32 checksum = new CRC32();
        checksum.update(library);
        // By content, because repackaged jars do not show the version.
        Path folder = folder("jna-" + HexFormat.of().toHexDigits((int) checksum.getValue()));
        Path target = folder.resolve(file);
        if (!Files.exists(target) || Files.size(target) != library.length) {
            Path incomplete = Files.createTempFile(folder, file, null);
            try {
                Files.write(incomplete, library);
                // Another JVM may do the same now, or have it loaded.
                Files.move(incomplete, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(incomplete);
            }
        }
        return folder;
    }

    /**
     * Returns a folder of the cache, made if need be.
     *
     * @throws IOException if there is none that belongs to this user alone
     */
    private static Path folder(String name) throws IOException {
        Path cache = UserFolders.of(System.getenv()).cache().orElse(null);
        if (cache == null) {
            throw new IOException("this user has no folder for caches");
        }
        return folder(cache, name);
    }

    static Path folder(Path cache, String name) throws IOException {
        Path root = cache.resolve(ROOT);
        boolean posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PRIVATE)}
                : new FileAttribute<?>[0];
        Files.createDirectories(root, attributes);
        if (posix) {
            makePrivate(root);
        }
        return Files.createDirectories(root.resolve(name), attributes);
    }

    /** A user who can write there, or could until now, can make this JVM run anything. */
    private static void makePrivate(Path folder) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> permissions = attributes.permissions();
        if (!attributes.isDirectory()
                || permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(folder + " is open to others: " + PosixFilePermissions.toString(permissions));
        }
        // The owner of a new file is this user; the name of the user is no reliable way to find out.
        Path own = Files.createTempFile(folder, "owner", null);
        try {
            if (!Files.getOwner(own).equals(attributes.owner())) {
                throw new IOException(folder + " belongs to " + attributes.owner());
            }
        } finally {
            Files.delete(own);
        }
        if (!permissions.equals(PRIVATE)) {
            Files.setPosixFilePermissions(folder, PRIVATE);
        }
    }
}
