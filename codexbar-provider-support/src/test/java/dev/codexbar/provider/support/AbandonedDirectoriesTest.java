package dev.codexbar.provider.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AbandonedDirectoriesTest {

    @TempDir
    Path folder;

    private Path own;

    @BeforeEach
    void setUp() throws IOException {
        own = Files.createDirectory(folder.resolve("own"));
    }

    @Test
    void deletesWhatAProcessThatIsGoneHasLeft() throws Exception {
        Path left = directory(gone(), numbering());
        Files.writeString(Files.createDirectories(left.resolve("a/b")).resolve("file"), "left");

        AbandonedDirectories.sweep(folder, own);

        assertFalse(Files.exists(left));
    }

    @Test
    void keepsWhatBelongsToAProcessThatRuns() throws Exception {
        Path mine = directory(ProcessHandle.current().pid(), numbering());

        AbandonedDirectories.sweep(folder, own);

        assertTrue(Files.exists(mine));
    }

    @Test
    void deletesADirectoryThatIsOlderThanTheProcessOfItsNumber() throws Exception {
        Path reused = directory(ProcessHandle.current().pid(), numbering());
        Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
        Files.setLastModifiedTime(reused, FileTime.from(start.minus(Duration.ofHours(1))));

        AbandonedDirectories.sweep(folder, own);

        assertFalse(Files.exists(reused));
    }

    @Test
    void keepsWhatItDoesNotUnderstand() throws Exception {
        List<Path> kept = List.of(
                directory(gone(), "1" + numbering()),
                Files.createDirectory(folder.resolve("codexbar-natives-1")),
                Files.createDirectory(folder.resolve("codexbar-" + gone())),
                Files.createDirectory(folder.resolve("other-" + gone() + "-" + numbering() + "-a")),
                Files.writeString(folder.resolve("codexbar-" + gone() + "-" + numbering() + "-file"), "a file"));

        AbandonedDirectories.sweep(folder, own);

        for (Path path : kept) {
            assertTrue(Files.exists(path), path::toString);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void doesNotFollowALink() throws Exception {
        Path precious = Files.createDirectory(folder.resolve("precious"));
        Files.writeString(precious.resolve("file"), "kept");
        Files.createSymbolicLink(folder.resolve("codexbar-" + gone() + "-" + numbering() + "-a"), precious);

        AbandonedDirectories.sweep(folder, own);

        assertEquals("kept", Files.readString(precious.resolve("file")));
    }

    @Test
    void isSweptWhenTheNextDirectoryIsCreated() throws Exception {
        Path left = directory(gone(), numbering());

        try (PrivateDirectory next = PrivateDirectory.create(folder)) {
            Instant end = Instant.now().plusSeconds(20);
            while (Files.exists(left) && Instant.now().isBefore(end)) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
            assertFalse(Files.exists(left));
            assertTrue(Files.exists(next.path()));
        }
    }

    private Path directory(long pid, String numbering) throws IOException {
        return Files.createDirectory(folder.resolve("codexbar-" + pid + "-" + numbering + "-a"));
    }

    private static String numbering() {
        return AbandonedDirectories.newName().split("-", -1)[2];
    }

    /** Returns the id of a process that has run and was reaped. */
    private static long gone() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor();
        return process.pid();
    }
}
