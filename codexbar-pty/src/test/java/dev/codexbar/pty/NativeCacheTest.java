package dev.codexbar.pty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NativeCacheTest {

    @TempDir
    private Path folder;

    @Test
    void waitsForWhoUnpacksInTheSameJvm() throws Exception {
        Path file = folder.resolve("lock");
        try (FileChannel one = channel(file);
                FileChannel other = channel(file)) {
            FutureTask<Boolean> second = new FutureTask<>(() -> {
                try (FileLock lock = NativeCache.lock(other)) {
                    return lock.isValid();
                }
            });
            try (FileLock first = one.lock()) {
                assertTrue(first.isValid());
                new Thread(second, "second").start();
                assertThrows(TimeoutException.class, () -> second.get(50, TimeUnit.MILLISECONDS));
            }
            assertTrue(second.get());
        }
    }

    @Test
    void givesUpIfNobodyLetsGo() throws Exception {
        Path file = folder.resolve("lock");
        try (FileChannel one = channel(file);
                FileChannel other = channel(file);
                FileLock held = one.lock()) {
            assertTrue(held.isValid());
            assertThrows(IOException.class, () -> NativeCache.lock(other));
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void takesAFolderOnlyIfNobodyElseCouldWriteThere() throws Exception {
        Path root = Files.createDirectories(folder.resolve("dev.codexbar.natives"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxr-x"));
        assertThrows(IOException.class, () -> NativeCache.folder(folder, "one"));

        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path one = NativeCache.folder(folder, "one");
        assertEquals(root.resolve("one"), one);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(root)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(one)));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void doesNotFollowALinkToAFolder() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("dev.codexbar.natives"), elsewhere);

        assertThrows(IOException.class, () -> NativeCache.folder(folder, "one"));
        try (var files = Files.list(elsewhere)) {
            assertFalse(files.findAny().isPresent());
        }
    }
}
