package dev.codexbar.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules for the sources of every library of this repository that no compiler checks. */
class HouseRulesTest {

    /** The start of a type that is visible outside of its package, top-level or nested. */
    private static final Pattern VISIBLE_TYPE =
            Pattern.compile("(?m)^( *)(?:public|protected) (?:(?:static|final|abstract|sealed|non-sealed) )*"
                    + "(?:class|interface|record|enum|@interface) (\\w+)");

    /** What an annotation is given, which may hold braces and further annotations. */
    private static final Pattern ARGUMENTS = Pattern.compile("\\((?:[^()]++|\\([^()]*+\\))*+\\)");

    @Test
    void everyPackageIsNullMarkedAndEveryPublicTypeSaysSinceWhen() throws IOException {
        List<String> breaches = new ArrayList<>();
        int packages = 0;
        for (Path sources : sourceFolders()) {
            for (Path folder : packagesIn(sources)) {
                packages++;
                Path info = folder.resolve("package-info.java");
                breaches.addAll(packageBreaches(folder, Files.exists(info) ? Files.readString(info) : ""));
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file :
                            files.filter(f -> f.toString().endsWith(".java")).toList()) {
                        breaches.addAll(typeBreaches(file.getFileName().toString(), Files.readString(file)));
                    }
                }
            }
        }
        assertTrue(packages >= 2, "the sources were not found");
        assertEquals(List.of(), breaches);
    }

    @Test
    void everyModuleIsHeldToTheRulesAndHasAVersionInTheBom() throws IOException {
        String held = Files.readString(Path.of("pom.xml"));
        String bom = Files.readString(Path.of("..", "codexbar-bom", "pom.xml"));
        List<String> missing = new ArrayList<>();
        for (Path sources : sourceFolders()) {
            String module =
                    sources.getParent().getParent().getParent().getFileName().toString();
            String artifact = "<artifactId>" + module + "</artifactId>";
            if (!held.contains(artifact)) {
                missing.add(module + " is no dependency of integration-tests");
            }
            if (!bom.contains(artifact)) {
                missing.add(module + " has no version in the BOM");
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void noticesAPackageThatIsNotNullMarked() {
        Path folder = Path.of("some");
        assertEquals(1, packageBreaches(folder, "package some;").size());
        assertEquals(1, packageBreaches(folder, "").size());
        assertEquals(0, packageBreaches(folder, "@NullMarked\npackage some;").size());
    }

    @Test
    void noticesAPublicTypeWithoutSince() {
        String good = "/**\n * Good.\n *\n * @since 0.1.0\n */\n@Deprecated\npublic final class Good {\n";
        String nested = "    /**\n     * Nested.\n     */\n    public record Nested() {}\n";
        assertEquals(List.of(), typeBreaches("Good.java", good + "}"));
        assertEquals(1, typeBreaches("Good.java", good + nested + "}").size());
        assertEquals(1, typeBreaches("Bad.java", "public class Bad {}").size());
        String annotated =
                "/**\n * @since 0.1.0\n */\n@On(\n  names = {\"a\", \"b\"},\n  type = @T(1))\npublic class Good {}";
        assertEquals(List.of(), typeBreaches("Good.java", annotated));
        assertEquals(List.of(), typeBreaches("Hidden.java", "/** Hidden. */\nfinal class Hidden {}"));
    }

    private static List<String> packageBreaches(Path folder, String packageInfo) {
        return packageInfo.contains("@NullMarked") ? List.of() : List.of(folder + " is not @NullMarked");
    }

    private static List<String> typeBreaches(String fileName, String text) {
        List<String> breaches = new ArrayList<>();
        Matcher type = VISIBLE_TYPE.matcher(text);
        while (type.find()) {
            int comment = text.lastIndexOf("/**", type.start());
            int end = comment < 0 ? -1 : text.indexOf("*/", comment);
            // Between the comment and the type there is nothing but annotations.
            boolean documented = end >= 0
                    && end < type.start()
                    && ARGUMENTS
                            .matcher(text.substring(end + 2, type.start()))
                            .replaceAll("")
                            .chars()
                            .noneMatch(c -> c == ';' || c == '{' || c == '}')
                    && text.substring(comment, end).contains("@since ");
            if (!documented) {
                breaches.add(fileName + ": public type " + type.group(2) + " has no @since");
            }
        }
        return breaches;
    }

    private static List<Path> sourceFolders() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        try (Stream<Path> siblings = Files.list(here.getParent())) {
            return siblings.filter(folder -> folder.getFileName().toString().startsWith("codexbar-"))
                    .map(folder -> folder.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    private static List<Path> packagesIn(Path sources) throws IOException {
        try (Stream<Path> folders = Files.walk(sources)) {
            return folders.filter(Files::isDirectory)
                    .filter(folder -> !folder.equals(sources))
                    .filter(HouseRulesTest::holdsSources)
                    .toList();
        }
    }

    private static boolean holdsSources(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
