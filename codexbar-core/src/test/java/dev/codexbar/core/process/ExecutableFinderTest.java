package dev.codexbar.core.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutableFinderTest {

    @TempDir
    Path temporary;

    private Path first;
    private Path second;

    @BeforeEach
    void makeFolders() throws IOException {
        first = Files.createDirectory(temporary.resolve("first"));
        second = Files.createDirectory(temporary.resolve("second"));
    }

    @Test
    void findsTheFirstOnPath() throws IOException {
        Path inSecond = program(second, "tool");
        assertEquals(Optional.of(inSecond), onPath(first, second).find("tool"));
        Path inFirst = program(first, "tool");
        assertEquals(Optional.of(inFirst), onPath(first, second).find("tool"));
    }

    @Test
    void passesOverWhatIsNoProgram() throws IOException {
        assumeTrue(File.separatorChar == '/', "Windows has no permission to execute");
        Files.createFile(first.resolve("tool"));
        Files.createDirectory(first.resolve("folder"));
        Path program = program(second, "tool");
        ExecutableFinder finder = onPath(first, second);
        assertEquals(Optional.of(program), finder.find("tool"));
        assertEquals(Optional.empty(), finder.find("folder"));
    }

    @Test
    void looksInPlacesOfTheHomeAndInEveryFolderOfAPlace() throws IOException {
        assumeTrue(File.separatorChar == '/', "a name with * is none on Windows");
        for (String version : List.of("v20.1.0", "v22.9.0", "v9.0.0")) {
            Files.createDirectories(temporary.resolve("home/versions/" + version + "/bin"));
        }
        Files.createFile(temporary.resolve("home/versions/v99"));
        ExecutableFinder finder = ExecutableFinder.builder()
                .environment(Map.of("PATH", first.toString()))
                .places(
                        List.of("~/own", "~own", "relative", temporary + "/none/*/bin", "~/versions/*/bin"),
                        temporary.resolve("home"))
                .folder(second)
                .build();
        assertEquals(
                Stream.of(
                                "first",
                                "second",
                                "home/own",
                                "home/versions/v9.0.0/bin",
                                "home/versions/v22.9.0/bin",
                                "home/versions/v20.1.0/bin")
                        .map(temporary::resolve)
                        .toList(),
                finder.folders());
        Path tool = program(temporary.resolve("home/versions/v22.9.0/bin"), "tool");
        program(temporary.resolve("home/versions/v20.1.0/bin"), "tool");
        assertEquals(Optional.of(tool), finder.find("tool"));
    }

    @Test
    void ignoresPlacesOfTheHomeWithoutAHome() {
        ExecutableFinder finder = ExecutableFinder.builder()
                .environment(Map.of())
                .places(List.of("~/own", second.toString()), null)
                .build();
        assertEquals(List.of(second), finder.folders());
    }

    @Test
    void neverLooksInTheCurrentDirectory() {
        ExecutableFinder finder = unix(":.:target:~/bin:" + first + "::");
        assertEquals(List.of(first), finder.folders());
    }

    @Test
    void looksNowhereWithoutPath() {
        ExecutableFinder finder =
                ExecutableFinder.builder().environment(Map.of()).build();
        assertEquals(List.of(), finder.folders());
        assertEquals(Optional.empty(), finder.find("sh"));
    }

    @Test
    void passesOverEntriesThatAreNoPath() {
        assertEquals(List.of(first), unix("/a\0b:" + first).folders());
    }

    @Test
    void looksInFurtherFoldersLast() throws IOException {
        Path program = program(second, "tool");
        ExecutableFinder finder =
                builder(first.toString()).folder(second).folder(first).build();
        assertEquals(List.of(first, second), finder.folders());
        assertEquals(Optional.of(program), finder.find("tool"));
    }

    @Test
    void refusesARelativeFurtherFolder() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> ExecutableFinder.builder().folder(Path.of("bin")));
        assertTrue(refusal.getMessage().contains("\"bin\""), refusal.getMessage());
    }

    @Test
    void letsAnOverrideWin() throws IOException {
        program(first, "tool");
        Path other = program(second, "another-name");
        ExecutableFinder finder = builder(first.toString()).override(other).build();
        assertEquals(Optional.of(other), finder.find("tool"));
    }

    @Test
    void findsNothingInsteadOfAnOverrideThatIsNotThere() throws IOException {
        program(first, "tool");
        Path missing = second.resolve("tool");
        ExecutableFinder finder = builder(first.toString()).override(missing).build();
        assertEquals(Optional.empty(), finder.find("tool"));
        program(second, "tool");
        assertEquals(Optional.of(missing), finder.find("tool"), "once it is there, it is found");
    }

    @Test
    void forgetsAnOverride() throws IOException {
        Path program = program(first, "tool");
        ExecutableFinder finder =
                builder(first.toString()).override(second).override(null).build();
        assertEquals(Optional.of(program), finder.find("tool"));
    }

    @Test
    void looksUpNamesOnly() throws IOException {
        program(first, "tool");
        ExecutableFinder finder = onPath(second, first);
        for (String name : List.of("", ".", "..", "../first/tool", "./tool", first + "/tool", "to\0ol")) {
            assertEquals(Optional.empty(), finder.find(name), name);
        }
    }

    @Test
    void remembersWhatItFound() throws IOException {
        Path program = program(second, "tool");
        ExecutableFinder finder = onPath(first, second);
        Path found = finder.find("tool").orElseThrow();
        assertEquals(program, found);
        assertSame(found, finder.find("tool").orElseThrow(), "not searched again");
    }

    @Test
    void searchesAnewWhatIsGone() throws IOException {
        Path inFirst = program(first, "tool");
        Path inSecond = program(second, "tool");
        ExecutableFinder finder = onPath(first, second);
        assertEquals(Optional.of(inFirst), finder.find("tool"));
        Files.delete(inFirst);
        assertEquals(Optional.of(inSecond), finder.find("tool"));
        Files.delete(inSecond);
        assertEquals(Optional.empty(), finder.find("tool"));
    }

    @Test
    void findsWhatWasInstalledMeanwhile() throws IOException {
        ExecutableFinder finder = onPath(first, second);
        assertEquals(Optional.empty(), finder.find("tool"));
        Path program = program(second, "tool");
        assertEquals(Optional.of(program), finder.find("tool"));
    }

    @Test
    void triesTheExtensionsOfWindows() throws IOException {
        program(first, "tool");
        Path batch = program(first, "tool.cmd");
        Path program = program(second, "tool.exe");
        assertEquals(Optional.of(batch), windows("Path", first + ";" + second).find("tool"));
        assertEquals(
                Optional.of(program),
                windows("PATH", first + ";" + second).find("tool.exe"),
                "has its extension already");
        assertEquals(Optional.empty(), windows("PATH", first.toString()).find("other"));
    }

    @Test
    void takesTheExtensionsFromTheEnvironment() throws IOException {
        program(first, "tool.exe");
        Path script = program(first, "tool.ps1");
        ExecutableFinder finder = ExecutableFinder.builder()
                .windows(true)
                .environment(Map.of("path", first.toString(), "PathExt", ".PS1; ;exe;."))
                .build();
        assertEquals(Optional.of(script), finder.find("tool"));
    }

    @Test
    void readsQuotedEntriesOfWindows() throws IOException {
        Path odd = Files.createDirectory(temporary.resolve("a;b"));
        Path program = program(odd, "tool.exe");
        ExecutableFinder finder = windows("PATH", "\"" + odd + "\";" + first + ";\"" + second);
        assertEquals(List.of(odd, first, second), finder.folders());
        assertEquals(Optional.of(program), finder.find("tool"));
    }

    @Test
    void looksUpNamesOnlyOnWindows() throws IOException {
        assumeTrue(File.separatorChar == '/', "needs a file system that allows such names");
        program(first, "C:tool.exe");
        program(first, "a\\tool.exe");
        ExecutableFinder finder = windows("PATH", first.toString());
        assertEquals(Optional.empty(), finder.find("C:tool"));
        assertEquals(Optional.empty(), finder.find("a\\tool"));
    }

    @Test
    void knowsTheSystem() {
        assumeTrue(File.separatorChar == '/', "asks for a program of Unix");
        assertTrue(ExecutableFinder.system().find("sh").isPresent());
        assertSame(ExecutableFinder.system(), ExecutableFinder.system());
    }

    private static Path program(Path folder, String name) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }

    private static ExecutableFinder onPath(Path... folders) {
        return unix(Stream.of(folders).map(Path::toString).collect(Collectors.joining(":")));
    }

    private static ExecutableFinder unix(String path) {
        return builder(path).build();
    }

    private static ExecutableFinder windows(String variable, String path) {
        return ExecutableFinder.builder()
                .windows(true)
                .environment(Map.of(variable, path, "OTHER", "x"))
                .build();
    }

    private static ExecutableFinder.Builder builder(String path) {
        assumeTrue(File.separatorChar == '/', "a colon is part of a path on Windows");
        return ExecutableFinder.builder().windows(false).environment(Map.of("PATH", path));
    }
}
