package dev.codexbar.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the README shows to be pasted is what {@code examples/hello} compiles and what this build makes. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");

    private static List<String> blocks(String language) throws IOException {
        Matcher block = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
                .matcher(Files.readString(ROOT.resolve("README.md")));
        List<String> blocks = new ArrayList<>();
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    /** The lines without their indentation. */
    private static String flat(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    private static String version() throws IOException {
        Matcher version = Pattern.compile("<artifactId>codexbar-parent</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertTrue(version.find());
        return version.group(1);
    }

    @Test
    void theCodeIsThatOfTheExample() throws IOException {
        String example =
                flat(Files.readString(ROOT.resolve("examples/hello/src/main/java/com/example/hello/Main.java")));
        List<String> blocks = blocks("java");
        assertTrue(blocks.size() >= 2, blocks.size() + " blocks");
        for (String block : blocks) {
            assertTrue(example.contains(flat(block)), block);
        }
    }

    @Test
    void theDependenciesAreModulesOfThisVersion() throws IOException {
        String bom = Files.readString(ROOT.resolve("codexbar-bom/pom.xml"));
        String snippets = String.join("", blocks("xml")) + String.join("", blocks("kotlin"));
        List<String> modules = Pattern.compile("codexbar-[a-z-]+")
                .matcher(snippets)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertTrue(modules.contains("codexbar-bom") && modules.size() > 1, modules::toString);
        for (String module : modules) {
            assertTrue(bom.contains("<artifactId>" + module + "</artifactId>"), module);
        }
        List<String> versions = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+(?:-SNAPSHOT)?")
                .matcher(snippets)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertEquals(List.of(version()), versions);
        String hello = Files.readString(ROOT.resolve("examples/hello/pom.xml"));
        assertTrue(hello.contains("<codexbar.version>" + version() + "</codexbar.version>"), hello);
    }
}
