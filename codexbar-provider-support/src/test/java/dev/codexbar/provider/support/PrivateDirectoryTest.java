package dev.codexbar.provider.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PrivateDirectoryTest {

    @TempDir
    Path folder;

    @Test
    void isEmptyAndGoneAfterwards() throws IOException {
        Path path;
        try (PrivateDirectory directory = PrivateDirectory.create(folder)) {
            path = directory.path();
            assertTrue(path.isAbsolute());
            try (var entries = Files.list(path)) {
                assertEquals(0, entries.count());
            }
        }
        assertFalse(Files.exists(path));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void admitsNoOtherUser() throws IOException {
        try (PrivateDirectory directory = PrivateDirectory.create(folder)) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void deletesWhatWasWrittenButFollowsNoLink() throws IOException {
        Path precious = Files.createDirectory(folder.resolve("precious"));
        Path file = Files.writeString(precious.resolve("file"), "kept");
        Path path;
        try (PrivateDirectory directory = PrivateDirectory.create(folder)) {
            path = directory.path();
            Path locked = Files.createDirectories(path.resolve("a/b/locked"));
            Files.writeString(locked.resolve("file"), "lost");
            Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
            Files.createSymbolicLink(path.resolve("link"), precious);
            Files.createSymbolicLink(path.resolve("dangling"), path.resolve("nowhere"));
        }
        assertFalse(Files.exists(path));
        assertEquals("kept", Files.readString(file));
    }

    @Test
    void closesEvenIfTheProgramHasDeletedIt() throws IOException {
        try (PrivateDirectory directory = PrivateDirectory.create(folder)) {
            Files.delete(directory.path());
        }
        try (var entries = Files.list(folder)) {
            assertEquals(0, entries.count());
        }
    }
}
