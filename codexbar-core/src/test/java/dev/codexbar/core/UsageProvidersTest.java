package dev.codexbar.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UsageProvidersTest {

    @TempDir
    Path folder;

    @Test
    void findsAStrangersProviderInAnotherJar() throws IOException {
        Path jar = new CompiledJar(folder)
                .goodProvider("Good", "good")
                .services("stranger.Good")
                .build("good.jar");

        UsageProviders providers = load(jar);

        assertEquals(List.of("good"), ids(providers));
        assertEquals(List.of(), providers.failures());
        assertEquals(
                "stranger.Good", providers.find("good").orElseThrow().getClass().getName());
        assertTrue(providers.find("other").isEmpty());
    }

    @Test
    void ordersByIdAndNotByClassPath() throws IOException {
        Path first = new CompiledJar(folder)
                .goodProvider("Zebra", "a-zebra")
                .goodProvider("Ant", "z-ant")
                .services("stranger.Ant", "stranger.Zebra")
                .build("first.jar");
        Path second = new CompiledJar(folder)
                .goodProvider("Middle", "middle")
                .services("stranger.Middle")
                .build("second.jar");

        assertEquals(List.of("a-zebra", "middle", "z-ant"), ids(load(first, second)));
        assertEquals(List.of("a-zebra", "middle", "z-ant"), ids(load(second, first)));
    }

    @Test
    void addsProvidersAndLeavesSomeOut() throws IOException {
        Path own = new CompiledJar(folder)
                .goodProvider("Good", "good")
                .goodProvider("More", "more")
                .services("stranger.Good", "stranger.More")
                .build("own.jar");
        Path others = new CompiledJar(folder)
                .goodProvider("Second", "good")
                .goodProvider("Other", "a-other")
                .services("stranger.Second", "stranger.Other")
                .build("others.jar");

        UsageProviders all = load(own).with(load(others));

        assertEquals(List.of("a-other", "good", "more"), ids(all));
        assertEquals("stranger.Good", all.find("good").orElseThrow().getClass().getName());
        assertEquals(
                List.of("stranger.Second: its id \"good\" is taken by stranger.Good in " + own + "; this one is in "
                        + others),
                all.failures().stream().map(UsageProviders.Failure::toString).toList());
        assertEquals(List.of("a-other", "more"), ids(all.without(List.of("good", "unheard-of"))));
        assertEquals(all.failures(), all.without(List.of("good")).failures());
    }

    /** What is wrong with a provider, and what the failure must say beside naming the class. */
    static Stream<Arguments> faults() {
        String descriptor =
                "public ProviderDescriptor descriptor() { return ProviderDescriptor.builder(\"bad\", \"Bad\").build(); }";
        return Stream.of(
                Arguments.of(
                        "static { if (true) throw new IllegalStateException(\"static fault\"); }" + descriptor,
                        "IllegalStateException: static fault"),
                Arguments.of(
                        "public Bad() { throw new IllegalStateException(\"constructor fault\"); }" + descriptor,
                        "IllegalStateException: constructor fault"),
                Arguments.of(
                        "public Bad() { throw new NoClassDefFoundError(\"gone/Helper\"); }" + descriptor,
                        "NoClassDefFoundError: gone/Helper"),
                Arguments.of(
                        "public Bad() { throw new java.io.IOError(new java.io.IOException(\"disk fault\")); }"
                                + descriptor,
                        "IOException: disk fault"),
                Arguments.of(
                        "public Bad() { throw new OutOfMemoryError(\"Java heap space\"); }" + descriptor,
                        "OutOfMemoryError: Java heap space"),
                Arguments.of(
                        "public Bad() throws Exception { throw new Exception(\"checked\"); }" + descriptor, "checked"),
                Arguments.of("public Bad() { this(1); } Bad(int i) { new Bad(); }" + descriptor, "StackOverflowError"),
                Arguments.of(
                        "public ProviderDescriptor descriptor() { throw new Error(\"plain\"); }",
                        "descriptor() failed: Error: plain"),
                Arguments.of("public ProviderDescriptor descriptor() { return descriptor(); }", "StackOverflowError"),
                Arguments.of(
                        "public ProviderDescriptor descriptor() { throw new RuntimeException() {"
                                + " public String getMessage() { throw new RuntimeException(); } }; }",
                        "descriptor() failed: stranger.Bad$1"),
                Arguments.of("private Bad() {}" + descriptor, "constructor"),
                Arguments.of("public ProviderDescriptor descriptor() { return null; }", "returned null"),
                Arguments.of(
                        "public ProviderDescriptor descriptor() { throw new RuntimeException(\"own fault\"); }",
                        "descriptor() failed: RuntimeException: own fault"),
                Arguments.of(
                        "public ProviderDescriptor descriptor() { throw new NoSuchMethodError(\"old api\"); }",
                        "descriptor() failed: NoSuchMethodError: old api"),
                Arguments.of(
                        "public ProviderDescriptor descriptor() {"
                                + " return ProviderDescriptor.builder(\"Not Valid\", \"Bad\").build(); }",
                        "\"Not Valid\""),
                Arguments.of(
                        "public ProviderDescriptor descriptor() {"
                                + " return ProviderDescriptor.builder(\"good\", \"Bad\").build(); }"
                                + " /* its name sorts before stranger.Good */",
                        "is taken by stranger."));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void turnsAFaultIntoAFailureAndLoadsTheOthers(String body, String expected) throws IOException {
        Path jar = new CompiledJar(folder)
                .provider("Bad", body)
                .goodProvider("AGood", "good")
                .goodProvider("Other", "other")
                .services("stranger.Bad", "stranger.AGood", "stranger.Other")
                .build("mixed.jar");

        UsageProviders providers = load(jar);

        assertEquals(List.of("good", "other"), ids(providers));
        assertFailure(providers, "stranger.Bad", expected);
    }

    /** Members of a provider that does not return and ignores interrupts, and what the failure must say. */
    static Stream<Arguments> endless() {
        String hang = "while (true) { try { Thread.sleep(1000); } catch (InterruptedException ignored) {} }";
        String descriptor =
                "public ProviderDescriptor descriptor() { return ProviderDescriptor.builder(\"bad\", \"Bad\").build(); }";
        return Stream.of(
                Arguments.of(
                        "static { if (true) " + hang + " }" + descriptor, "constructor did not return within 1.5 s"),
                Arguments.of("public Bad() { " + hang + " }" + descriptor, "constructor did not return within 1.5 s"),
                Arguments.of(
                        "public ProviderDescriptor descriptor() { " + hang + " }",
                        "descriptor() did not return within 1.5 s"),
                Arguments.of(
                        "public Bad() { long end = System.nanoTime() + 20_000_000_000L;"
                                + " while (System.nanoTime() < end) { Thread.onSpinWait(); } }" + descriptor,
                        "constructor did not return within 5 s"));
    }

    @ParameterizedTest
    @MethodSource("endless")
    @Timeout(60)
    void doesNotWaitForAProviderThatNeverReturns(String body, String expected) throws IOException {
        Path jar = new CompiledJar(folder)
                .provider("Bad", body)
                .goodProvider("Good", "good")
                .services("stranger.Bad", "stranger.Good")
                .build("endless.jar");

        UsageProviders providers = load(jar);

        assertEquals(List.of("good"), ids(providers));
        assertFailure(providers, "stranger.Bad", expected);
    }

    @Test
    void loadsForAnInterruptedThreadAndKeepsTheInterrupt() {
        Thread.currentThread().interrupt();
        UsageProviders providers = UsageProviders.of(new HandMade("good"));
        assertTrue(Thread.interrupted());
        assertEquals(List.of("good"), ids(providers));
    }

    @Test
    void namesAClassThatIsMissing() throws IOException {
        Path jar = new CompiledJar(folder)
                .goodProvider("Good", "good")
                .services("stranger.Missing", "stranger.Good")
                .build("missing.jar");

        UsageProviders providers = load(jar);

        assertEquals(List.of("good"), ids(providers));
        assertFailure(providers, "stranger.Missing", "not found");
    }

    @Test
    void namesTheClassWhoseSuperclassIsMissing() throws IOException {
        Path jar = new CompiledJar(folder)
                .source("stranger/Base.java", "package stranger; public abstract class Base {}")
                .source("stranger/Child.java", """
                        package stranger;
                        import dev.codexbar.core.*;
                        public class Child extends Base implements UsageProvider {
                            public ProviderDescriptor descriptor() { return null; }
                            public UsageSnapshot fetch(FetchRequest request) { return null; }
                        }
                        """)
                .goodProvider("Good", "good")
                .services("stranger.Child", "stranger.Good")
                .without("stranger.Base")
                .build("orphan.jar");

        UsageProviders providers = load(jar);

        assertEquals(List.of("good"), ids(providers));
        assertFailure(providers, "stranger.Child", "stranger/Base");
    }

    @Test
    void namesAClassThatIsNoProvider() throws IOException {
        Path jar = new CompiledJar(folder)
                .source("stranger/Other.java", "package stranger; public class Other {}")
                .goodProvider("Good", "good")
                .services("stranger.Other", "stranger.Good")
                .build("subtype.jar");

        UsageProviders providers = load(jar);

        assertEquals(List.of("good"), ids(providers));
        assertFailure(providers, "stranger.Other", "not a subtype");
    }

    @Test
    void savesTheGoodOnesFromAFileWithAnIllegalLine() throws IOException {
        Path jar = new CompiledJar(folder)
                .goodProvider("Good", "good")
                .goodProvider("Late", "late")
                .services("# providers", "stranger.Good", "not a class name!", "stranger.Late")
                .build("broken.jar");

        UsageProviders providers = load(jar);

        assertEquals(List.of("good", "late"), ids(providers));
        assertFailure(
                providers,
                "META-INF/services/dev.codexbar.core.UsageProvider",
                "broken.jar!/META-INF/services/dev.codexbar.core.UsageProvider:3: Illegal");
    }

    @Test
    void namesBothClassesAndJarsOfADuplicateIdAndKeepsTheSameOneOnEveryClassPath() throws IOException {
        Path first = new CompiledJar(folder)
                .goodProvider("One", "same")
                .services("stranger.One")
                .build("one.jar");
        Path second = new CompiledJar(folder)
                .goodProvider("Two", "same")
                .services("stranger.Two")
                .build("two.jar");

        for (UsageProviders providers : List.of(load(first, second), load(second, first))) {
            assertEquals(
                    "stranger.One",
                    providers.find("same").orElseThrow().getClass().getName());
            assertFailure(
                    providers,
                    "stranger.Two",
                    "its id \"same\" is taken by stranger.One in " + first + "; this one is in " + second);
        }
    }

    @Test
    void namesTheOneJarOfTwoProvidersWithOneId() throws IOException {
        Path jar = new CompiledJar(folder)
                .goodProvider("One", "same")
                .goodProvider("Two", "same")
                .services("stranger.One", "stranger.Two")
                .build("both.jar");

        assertFailure(load(jar), "stranger.Two", "its id \"same\" is taken by stranger.One; both are in " + jar);
    }

    @Test
    void loadsAClassOnceThoughItIsDeclaredTwice() throws IOException {
        Path first = new CompiledJar(folder)
                .goodProvider("Good", "good")
                .services("stranger.Good")
                .build("first.jar");
        Path second = new CompiledJar(folder).services("stranger.Good").build("second.jar");

        UsageProviders providers = load(first, second);

        assertEquals(List.of("good"), ids(providers));
        assertEquals(List.of(), providers.failures());
    }

    @Test
    void comesToAnEndWhenTheClassPathCannotBeRead() {
        ClassLoader unreadable = new ClassLoader(UsageProviders.class.getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("disk fault");
            }
        };

        UsageProviders providers = UsageProviders.load(unreadable);

        assertEquals(List.of(), providers.all());
        assertEquals(1, providers.failures().size());
        assertTrue(providers.failures().get(0).cause() != null);
    }

    @Test
    void checksProvidersThatAreGivenByHand() {
        UsageProvider good = new HandMade("good");
        UsageProvider same = new HandMade("good");
        UsageProvider other = new HandMade("another");

        UsageProviders providers = UsageProviders.of(good, same, other);

        assertEquals(List.of("another", "good"), ids(providers));
        assertEquals(1, providers.failures().size());
        assertTrue(providers.toString().contains("another, good"), providers.toString());
    }

    private record HandMade(String id) implements UsageProvider {
        @Override
        public ProviderDescriptor descriptor() {
            return ProviderDescriptor.builder(id, "Hand-made").build();
        }

        @Override
        public UsageSnapshot fetch(FetchRequest request) {
            throw new AssertionError("not asked");
        }
    }

    private static UsageProviders load(Path... jars) throws IOException {
        URL[] urls = Arrays.stream(jars).map(CompiledJar::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, UsageProviders.class.getClassLoader())) {
            return UsageProviders.load(loader);
        }
    }

    private static List<String> ids(UsageProviders providers) {
        return providers.all().stream()
                .map(provider -> provider.descriptor().id())
                .toList();
    }

    private static void assertFailure(UsageProviders providers, String className, String expected) {
        assertEquals(1, providers.failures().size(), providers.failures()::toString);
        UsageProviders.Failure failure = providers.failures().get(0);
        assertEquals(className, failure.provider());
        assertTrue(failure.reason().contains(expected), failure::reason);
        assertEquals(className + ": " + failure.reason(), failure.toString());
    }
}
