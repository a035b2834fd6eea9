package dev.codexbar.integration;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.codexbar.integration.House.Room;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The walls of the house. Each rule has a self-test that breaks its wall with a class compiled for the purpose and sees
 * the rule fail.
 */
class ArchitectureTest {

    static {
        // The rules go by names; reading the classes of every library and of the JDK would take most of the time.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    }

    /** Main classes of the modules only: tests may look behind every wall. */
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/integration/") && !location.contains("test-support"))
            .importPackages("dev.codexbar");

    /**
     * A library that only some rooms may use.
     *
     * @param packageName the package of the library
     * @param type a public type of it, for the self-test
     * @param rooms the rooms that may use it
     */
    record Library(String packageName, String type, Set<String> rooms) {

        @Override
        public String toString() {
            return packageName;
        }
    }

    static final List<Library> LIBRARIES = List.of(
            new Library("com.sun.jna", "com.sun.jna.Native", Set.of("pty")),
            new Library("com.pty4j", "com.pty4j.PtyProcess", Set.of("pty")),
            new Library(
                    "com.fasterxml.jackson",
                    "com.fasterxml.jackson.core.JsonFactory",
                    Set.of("json", "provider.support", "cli", "cli.text")),
            new Library("io.micrometer", "io.micrometer.core.instrument.MeterRegistry", Set.of("micrometer", "cli")),
            new Library("gg.jte", "gg.jte.output.StringOutput", Set.of("server.page")),
            new Library("com.sun.net.httpserver", "com.sun.net.httpserver.HttpServer", Set.of("server")),
            new Library("org.springframework", "org.springframework.context.ApplicationContext", Set.of("spring")),
            new Library("org.junit", "org.junit.jupiter.api.Test", Set.of("testkit")));

    /** What a pure package must not do: each line is the body of a method that does it. */
    static final List<String> IMPURITIES = List.of(
            "java.time.Instant.now();",
            "java.time.LocalDate.now();",
            "java.time.LocalDate.now(java.time.ZoneOffset.UTC);",
            "java.time.ZonedDateTime.now();",
            "java.time.Year.now();",
            "java.time.Clock.systemUTC();",
            "System.currentTimeMillis();",
            "System.nanoTime();",
            "new java.util.Date();",
            "java.time.ZoneId.systemDefault();",
            "java.util.TimeZone.getDefault();",
            "java.util.Locale.getDefault();",
            "\"\".toLowerCase();",
            "\"\".toUpperCase();",
            "String.format(\"\");",
            "\"\".formatted();",
            "java.time.format.DateTimeFormatter.ofPattern(\"d\");",
            "System.getenv(\"HOME\");",
            "System.getProperty(\"user.home\");",
            "java.nio.file.Path.of(\"x\");",
            "new java.io.File(\"x\");",
            "new ProcessBuilder();",
            "ProcessHandle.current();",
            "Thread.currentThread();",
            "new java.net.Socket();",
            "dev.codexbar.core.process.ProcessRunners.load();");

    private static final Set<String> IMPURE_CALLS = Set.of(
            "java.lang.System.currentTimeMillis()",
            "java.lang.System.nanoTime()",
            "java.lang.System.getenv(java.lang.String)",
            "java.lang.System.getenv()",
            "java.lang.System.getProperty(java.lang.String)",
            "java.lang.System.getProperty(java.lang.String, java.lang.String)",
            "java.time.ZoneId.systemDefault()",
            "java.util.TimeZone.getDefault()",
            "java.util.Locale.getDefault()",
            "java.lang.String.toLowerCase()",
            "java.lang.String.toUpperCase()",
            "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
            "java.lang.String.formatted([Ljava.lang.Object;)",
            "java.time.format.DateTimeFormatter.ofPattern(java.lang.String)");

    @TempDir
    Path folder;

    @Test
    void everyPackageHasARoom() {
        Set<String> homeless = new TreeSet<>();
        for (JavaClass type : HOUSE) {
            if (House.roomOf(type.getPackageName()).isEmpty()) {
                homeless.add(type.getPackageName());
            }
        }
        assertEquals(Set.of(), homeless);
    }

    @ParameterizedTest
    @MethodSource("roomsThatExist")
    void aRoomUsesOnlyTheRoomsItMay(Room room) {
        usesOnlyWhatItMay(room).check(HOUSE);
    }

    @ParameterizedTest
    @MethodSource("roomsThatExist")
    void everyForbiddenArrowIsNoticed(Room room) throws IOException {
        Map<String, String> breakers = new TreeMap<>();
        roomsThatExist()
                .filter(other -> !other.equals(room) && !room.mayUse().contains(other.name()))
                .forEach(other ->
                        breakers.put("To_" + other.name().replace('.', '_'), "{ " + publicTypeOf(other) + " guest; }"));
        assertFailsForEach(usesOnlyWhatItMay(room), room.packageName(), breakers);
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        withoutCircles().check(HOUSE);
    }

    @Test
    void aCircleIsNoticed() throws IOException {
        Path classes = new Sources(folder)
                .add("dev.codexbar.one", "One", "public class One { dev.codexbar.two.Two two; }")
                .add("dev.codexbar.two", "Two", "public class Two { dev.codexbar.one.One one; }")
                .compile();
        assertTrue(withoutCircles()
                .evaluate(new ClassFileImporter().importPath(classes))
                .hasViolation());
    }

    @ParameterizedTest
    @FieldSource("LIBRARIES")
    void aLibraryIsKnownToItsRoomsOnly(Library library) {
        isKnownToItsRoomsOnly(library).allowEmptyShould(true).check(HOUSE);
    }

    @ParameterizedTest
    @FieldSource("LIBRARIES")
    void aLibraryBehindTheWrongWallIsNoticed(Library library) throws IOException {
        assertFailsForEach(
                isKnownToItsRoomsOnly(library),
                "dev.codexbar.core",
                Map.of("Breaker", "{ " + library.type() + " guest; }"));
    }

    @Test
    void readingIsPure() {
        Set<String> pure = new TreeSet<>();
        HOUSE.stream().filter(ArchitectureTest::isReading).forEach(type -> pure.add(type.getPackageName()));
        assertTrue(pure.contains("dev.codexbar.provider.kiro.report"), pure::toString);
        readsWithoutEffects().check(HOUSE);
    }

    @Test
    void everyEffectWhereOneReadsIsNoticed() throws IOException {
        Map<String, String> breakers = new TreeMap<>();
        for (String statement : IMPURITIES) {
            breakers.put("Effect" + (100 + breakers.size()), "{ void f() throws Exception { " + statement + " } }");
        }
        assertFailsForEach(readsWithoutEffects(), "dev.codexbar.provider.kiro.report", breakers);
    }

    static Stream<Room> roomsThatExist() {
        return House.ROOMS.stream()
                .filter(room -> HOUSE.stream()
                        .anyMatch(type -> House.roomOf(type.getPackageName()).equals(Optional.of(room))));
    }

    private static ArchRule usesOnlyWhatItMay(Room room) {
        return classes()
                .that(describe("are in " + room, type -> isIn(type, room)))
                .should()
                .onlyDependOnClassesThat(describe(
                        "are in " + room + " or in " + new TreeSet<>(room.mayUse()) + " or in libraries",
                        type -> House.roomOf(type.getPackageName())
                                .map(used -> used.equals(room) || room.mayUse().contains(used.name()))
                                .orElse(true)));
    }

    private static ArchRule withoutCircles() {
        return slices().matching("dev.codexbar.(**)").should().beFreeOfCycles();
    }

    private static ArchRule isKnownToItsRoomsOnly(Library library) {
        return noClasses()
                .that(describe(
                        "are not in " + library.rooms(),
                        type -> House.roomOf(type.getPackageName())
                                .filter(room -> !library.rooms().contains(room.name()))
                                .isPresent()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library.packageName() + "..");
    }

    private static ArchRule readsWithoutEffects() {
        return noClasses()
                .that(describe("read what a tool printed", ArchitectureTest::isReading))
                .should()
                .dependOnClassesThat(describe("have effects", ArchitectureTest::hasEffects))
                .orShould()
                .accessTargetWhere(describe("reads a clock, a default or the environment", ArchitectureTest::isImpure));
    }

    private static boolean isReading(JavaClass type) {
        return type.getPackageName().endsWith(".report")
                || type.getPackageName().equals("dev.codexbar.server.page");
    }

    private static boolean hasEffects(JavaClass type) {
        String packageName = type.getPackageName();
        return packageName.startsWith("java.nio.file")
                || (packageName.startsWith("java.net") && !type.getSimpleName().startsWith("URI"))
                || packageName.startsWith("dev.codexbar.core.process")
                || Set.of(
                                "java.time.Clock",
                                "java.util.Date",
                                "java.io.File",
                                "java.io.FileInputStream",
                                "java.io.FileOutputStream",
                                "java.io.FileReader",
                                "java.io.FileWriter",
                                "java.lang.Process",
                                "java.lang.ProcessBuilder",
                                "java.lang.ProcessHandle",
                                "java.lang.Runtime",
                                "java.lang.Thread")
                        .contains(type.getName());
    }

    private static boolean isImpure(JavaAccess<?> access) {
        String target = access.getTarget().getFullName();
        boolean tellsTheTime = access.getTarget().getName().equals("now")
                && access.getTargetOwner().getPackageName().startsWith("java.time");
        return tellsTheTime || IMPURE_CALLS.contains(target);
    }

    private static boolean isIn(JavaClass type, Room room) {
        return House.roomOf(type.getPackageName()).equals(Optional.of(room));
    }

    private static String publicTypeOf(Room room) {
        return HOUSE.stream()
                .filter(type -> isIn(type, room))
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getName)
                .min(String::compareTo)
                .orElseThrow(() -> new AssertionError("no public type in " + room));
    }

    /** Compiles classes of which each breaks a rule, and sees that the rule names each of them. */
    private void assertFailsForEach(ArchRule rule, String packageName, Map<String, String> bodies) throws IOException {
        Sources sources = new Sources(folder);
        for (Map.Entry<String, String> body : bodies.entrySet()) {
            sources.add(packageName, body.getKey(), "class " + body.getKey() + " " + body.getValue());
        }
        String report = rule.evaluate(new ClassFileImporter().importPath(sources.compile()))
                .getFailureReport()
                .toString();
        bodies.forEach((name, body) ->
                assertTrue(report.contains(packageName + "." + name + "."), () -> "not noticed: " + body));
    }
}
