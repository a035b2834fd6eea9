package dev.codexbar.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.core.UserFolders;
import dev.codexbar.transcript.JavaCommand;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileUsageStoreTest {

    private static final Instant NOW = Instant.parse("2026-01-31T10:00:00.123Z");

    @TempDir
    Path temporary;

    private Path folder;
    private FileUsageStore store;

    @BeforeEach
    void open() {
        folder = temporary.resolve("state").resolve("codexbar");
        store = FileUsageStore.in(folder, new LineCodec());
    }

    @Test
    void isEmptyWithoutAFile() throws IOException {
        assertEquals(List.of(), store.load());
        assertFalse(Files.exists(folder), "reading must leave nothing behind");
    }

    @Test
    void readsWhatWasSaved() throws IOException {
        StoredUsage answer = new StoredUsage("kiro", NOW, snapshot("kiro", 42), null);
        store.save(answer);

        assertEquals(List.of(answer), store.load());
    }

    @Test
    void readsAFailureBesideTheLastAnswer() throws IOException {
        UsageException failure = UsageException.builder(Reason.RATE_LIMITED, "Zu viele Fragen: = # ! \\ ü \u2028.")
                .nextStep("Wait.")
                .retryAfter(Duration.ofMinutes(12))
                .build();
        store.save(new StoredUsage("kiro", NOW, snapshot("kiro", 42), failure));

        StoredUsage read = store.load().get(0);
        UsageException same = read.failure();
        assertEquals(snapshot("kiro", 42), read.snapshot());
        assertEquals(failure.reason(), same.reason());
        assertEquals(failure.getMessage(), same.getMessage());
        assertEquals(failure.nextStep(), same.nextStep());
        assertEquals(failure.retryAfter(), same.retryAfter());
        assertEquals(Optional.of(NOW.plus(Duration.ofMinutes(12))), read.retryAt());
    }

    @Test
    void replacesAnEntryAndKeepsTheOthers() throws IOException {
        store.save(new StoredUsage("kiro", NOW, snapshot("kiro", 1), failure()));
        store.save(new StoredUsage("kiro-2", NOW, snapshot("kiro-2", 2), null));
        store.save(new StoredUsage("kiro", NOW.plusSeconds(9), snapshot("kiro", 3), null));

        assertEquals(
                List.of(
                        new StoredUsage("kiro", NOW.plusSeconds(9), snapshot("kiro", 3), null),
                        new StoredUsage("kiro-2", NOW, snapshot("kiro-2", 2), null)),
                store.load());
    }

    @Test
    void forgetsWhatIsAWeekOld() throws IOException {
        store.save(new StoredUsage("old", NOW, snapshot("old", 1), null));
        store.save(new StoredUsage("new", NOW.plus(Duration.ofDays(8)), snapshot("new", 1), null));

        assertEquals(
                List.of("new"),
                store.load().stream().map(StoredUsage::providerId).toList());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void isReadableByItsUserOnly() throws IOException {
        store.save(new StoredUsage("kiro", NOW, snapshot("kiro", 42), null));
        try (UsageStore.Lock lock = store.tryLock("kiro").orElseThrow();
                Stream<Path> files = Files.list(folder)) {
            assertTrue(lock != null);
            for (Path file : files.toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "format=2\nkiro.endedAt=2026-01-31T10:00:00Z",
                "format=1\nkiro.endedAt=yesterday\nkiro.snapshot=x",
                "format=1\nkiro.endedAt=2026-01-31T10:00:00Z",
                "format=1\nkiro.endedAt=2026-01-31T10:00:00Z\nkiro.snapshot=nonsense",
                "format=1\nkiro.endedAt=2026-01-31T10:00:00Z\nkiro.failure=FAILED\nkiro.message=x\nkiro.retryAfter=soon",
                "format=1\nkiro.endedAt=2026-01-31T10:00:00Z\nkiro.failure=FAILED\nkiro.message=\\u12",
            })
    void takesADamagedFileForNone(String content) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("usage.properties"), content);

        assertEquals(List.of(), store.load());
        StoredUsage entry = new StoredUsage("other", NOW, snapshot("other", 42), null);
        store.save(entry);
        assertEquals(List.of(entry), store.load());
    }

    @Test
    void takesBytesThatAreNoTextForNone() throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("usage.properties"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertEquals(List.of(), store.load());
    }

    @Test
    void readsAReasonOfALaterVersionAsFailed() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("usage.properties"),
                "format=1\nkiro.endedAt=2026-01-31T10:00:00Z\nkiro.failure=TOO_SUNNY\nkiro.message=x\n");

        assertEquals(Reason.FAILED, store.load().get(0).failure().reason());
    }

    @Test
    void givesALockToOneAtATime() throws IOException {
        UsageStore.Lock first = store.tryLock("kiro").orElseThrow();

        assertEquals(Optional.empty(), store.tryLock("kiro"));
        assertEquals(
                Optional.empty(), FileUsageStore.in(folder, new LineCodec()).tryLock("kiro"));
        try (UsageStore.Lock other = store.tryLock("codex").orElseThrow()) {
            assertTrue(other != null);
        }
        first.close();
        store.tryLock("kiro").orElseThrow().close();
    }

    @Test
    void writesWhileAProviderOfAnyIdIsLocked() throws IOException {
        StoredUsage entry = new StoredUsage("usage", NOW, snapshot("usage", 42), null);
        try (UsageStore.Lock lock = store.tryLock("usage").orElseThrow()) {
            assertTrue(lock != null);
            store.save(entry);
        }

        assertEquals(List.of(entry), store.load());
    }

    /** A library that is loaded twice has two copies of the class, which know nothing of each other's locks. */
    @Test
    void leavesALockOfAnotherCopyOfTheClassAlone() throws Exception {
        Files.createDirectories(folder);
        Path file = folder.resolve("kiro.lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertTrue(lock.isValid());
            assertEquals(Optional.empty(), store.tryLock("kiro"));
            assertEquals(Optional.empty(), store.tryLock("kiro"));
            assertEquals("held", asSeenByAnotherProcess(file));
        }
        try (UsageStore.Lock lock = store.tryLock("kiro").orElseThrow()) {
            assertTrue(lock != null);
            assertEquals("held", asSeenByAnotherProcess(file));
        }
        assertEquals("free", asSeenByAnotherProcess(file));
    }

    private static String asSeenByAnotherProcess(Path file) throws Exception {
        Process process = new ProcessBuilder(JavaCommand.withClassPath(
                        System.getProperty("java.class.path"), LockProbe.class, file.toString()))
                .redirectErrorStream(true)
                .start();
        try {
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "the process has not ended");
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Prints whether a file is locked. */
    static final class LockProbe {

        private LockProbe() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                System.out.println(lock == null ? "held" : "free");
            }
        }
    }

    @Test
    void losesNothingWhenManyWriteAtOnce() throws Exception {
        int writers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                String id = "provider-" + i;
                all.add(threads.submit(() -> {
                    for (int n = 0; n < 20; n++) {
                        store.save(new StoredUsage(id, NOW, snapshot(id, n), null));
                        store.load();
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertEquals(
                Stream.iterate(0, i -> i + 1)
                        .limit(writers)
                        .map(i -> "provider-" + i)
                        .toList(),
                store.load().stream().map(StoredUsage::providerId).toList());
        store.load()
                .forEach(entry -> assertEquals(
                        19.0, entry.snapshot().primary().orElseThrow().usedPercent()));
    }

    @Test
    void saysWhatIsWrongWithAFolderThatIsAFile() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        FileUsageStore broken = FileUsageStore.in(file, new LineCodec());

        IOException fault = assertThrows(
                IOException.class, () -> broken.save(new StoredUsage("kiro", NOW, snapshot("kiro", 1), null)));
        assertTrue(fault.getMessage().contains(file.toString()), fault::toString);
    }

    @Test
    void isInTheStateFolderOfTheUser() {
        UserFolders folders = UserFolders.of(Map.of("HOME", temporary.toString()));

        FileUsageStore store = FileUsageStore.ofUser(folders, new LineCodec()).orElseThrow();

        assertEquals(folders.state().orElseThrow().resolve("codexbar"), store.folder());
        assertTrue(store.folder().startsWith(temporary), store::toString);
    }

    private static UsageException failure() {
        return UsageException.builder(Reason.FAILED, "It fails.").build();
    }

    private static UsageSnapshot snapshot(String id, double percent) {
        return UsageSnapshot.builder(id, NOW)
                .primary("primary", RateWindow.of(percent))
                .identity(AccountIdentity.builder()
                        .accountEmail("person@example.com")
                        .build())
                .build();
    }
}
