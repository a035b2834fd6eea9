package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeUsageProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DashboardCommandTest {

    private static final UsageSnapshot SNAPSHOT = UsageSnapshot.builder("kiro", TestHost.NOW)
            .primary("Credits of person@example.com", RateWindow.of(25))
            .identity(
                    AccountIdentity.builder().accountEmail("person@example.com").build())
            .build();

    @TempDir
    Path folder;

    private final TestHost host = new TestHost(
            new FakeUsageProvider("kiro").thenAnswers(SNAPSHOT),
            new FakeUsageProvider("codex")
                    .thenFails(new UsageException(Reason.NOT_LOGGED_IN, "Not signed in.", "Sign in.")));

    @Test
    void printsTheDocumentOfTheServer() {
        assertEquals(0, host.run("dashboard"));

        String document = host.out();
        assertTrue(document.startsWith("{\"schemaVersion\":1,"), document);
        assertTrue(document.endsWith("}\n"), document);
        PublishedContract.dashboard().accepts(document);
        assertTrue(document.contains("\"usedPercent\":25"), document);
        assertTrue(document.contains("\"message\":\"Not signed in.\""), document);
        assertTrue(document.contains("\"refreshIntervalSeconds\":0"), document);
        assertFalse(document.contains("person@example.com"), document);
    }

    @Test
    void namesTheAccountOnlyIfAsked() {
        host.run("dashboard", "--identity", "full", "-p", "kiro");
        assertTrue(host.out().contains("person@example.com"), host.out());

        TestHost hiding = new TestHost(new FakeUsageProvider("kiro").thenAnswers(SNAPSHOT));
        hiding.run("dashboard", "--identity", "full", "--hide-identity");
        assertFalse(hiding.out().contains("person@example.com"), hiding.out());
    }

    @Test
    void replacesAFileAndLeavesNoOther() throws IOException {
        Path file = folder.resolve("usage.json");
        Files.writeString(file, "old");

        assertEquals(0, host.run("dashboard", "--output", file.toString()));

        assertEquals("", host.out());
        assertTrue(Files.readString(file).startsWith("{\"schemaVersion\":1,"));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
    void letsOthersReadANewFile() throws IOException {
        Path file = folder.resolve("usage.json");

        host.run("dashboard", "--output", file.toString());

        assertEquals("rw-r--r--", permissions(file));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
    void keepsThePermissionsOfAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("usage.json"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));

        host.run("dashboard", "--output", file.toString());

        assertEquals("rw-rw----", permissions(file));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
    void letsNoOtherReadAFileThatNamesTheAccount() throws IOException {
        Path file = Files.createFile(folder.resolve("usage.json"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        host.run("dashboard", "--identity", "full", "-p", "kiro", "--output", file.toString());

        assertTrue(Files.readString(file).contains("person@example.com"));
        assertEquals("rw-------", permissions(file));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void keepsTheOldFileIfItCannotWrite() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("file"), "old");

        assertEquals(
                1,
                host.run(
                        "dashboard",
                        "--output",
                        notAFolder.resolve("usage.json").toString()));

        assertTrue(host.err().contains(notAFolder + " is not a folder"), host.err());
        assertEquals("old", Files.readString(notAFolder));
    }

    /** Before it asks the tools, which takes half a minute at worst. */
    @Test
    void namesTheFolderOfTheFileThatIsMissing() throws IOException {
        Path missing = folder.resolve("missing/folder");
        FakeUsageProvider provider = new FakeUsageProvider("kiro").thenAnswers(SNAPSHOT);
        TestHost asked = new TestHost(provider);

        assertEquals(
                1,
                asked.run("dashboard", "--output", missing.resolve("usage.json").toString()));

        assertEquals(
                "codexbar: " + missing + " does not exist, so " + missing.resolve("usage.json")
                        + " cannot be written. Create the folder first, or name another file.\n",
                asked.err());
        assertEquals(List.of(), provider.requests());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    /** Of a file system that is read-only: a test that runs as root may write to any other folder. */
    @Test
    void namesTheFolderThatCannotBeWritten() {
        Path readOnly = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");

        IOException fault = assertThrows(
                FileReplacement.UnusablePathException.class,
                () -> FileReplacement.check(readOnly.resolve("usage.json")));

        assertEquals(
                "You cannot write to /modules/java.base, so /modules/java.base/usage.json cannot be written."
                        + " Change the permissions of the folder, or name another file.",
                fault.getMessage());
    }

    @Test
    void failsIfNoProviderAnswers() {
        assertEquals(1, host.run("dashboard", "codex"));

        assertTrue(host.out().contains("\"reason\":\"notLoggedIn\""), host.out());
    }

    @Test
    void saysWhatIsWrongWithAnArgument() {
        assertEquals(64, host.run("dashboard", "--output", "/"));

        assertTrue(host.err().contains("--output must be the path of a file."), host.err());
        assertEquals(64, host.run("dashboard", "--identity", "some"));
    }
}
