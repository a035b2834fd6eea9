package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachableClassesTest {

    @TempDir
    Path folder;

    @Test
    void followsClassesThatClassesNameInTurn() throws IOException {
        assertEquals(classes("Root", "Super", "Created", "Last"), reachable("""
                        class Root extends Super { Object created = new Created(); }
                        class Super {}
                        class Created { boolean isLast(Object o) { return o instanceof Last; } }
                        class Last { Class<?> root = Root.class; }
                        class Unused { Object root = new Root(); Object other = new UsedByUnused(); }
                        class UsedByUnused {}
                        """));
    }

    @Test
    void followsArrays() throws IOException {
        assertEquals(classes("Root", "Element", "Deep"), reachable("""
                class Root {
                    Object elements = new Element[2];
                    Object deep = new Deep[2][2];
                    Object numbers = new int[2][2];
                }
                class Element {}
                class Deep {}
                class Unused {}
                """));
    }

    @Test
    void followsDescriptorsSignaturesAndAnnotations() throws IOException {
        assertEquals(
                classes(
                        "Root",
                        "Field",
                        "Parameter",
                        "LastParameter",
                        "Result",
                        "Thrown",
                        "Generic",
                        "Bound",
                        "Marker",
                        "Value"),
                reachable("""
                        import java.util.List;
                        @Marker(Value.class)
                        abstract class Root<L extends Bound> {
                            Field field;
                            abstract Result method(int LEFT, Parameter first, long[] some, LastParameter[] last) throws Thrown;
                            List<? super Generic[]> list;
                        }
                        class Field {}
                        class Parameter {}
                        class LastParameter {}
                        class Result {}
                        class Thrown extends Exception {}
                        class Generic {}
                        class Bound {}
                        @interface Marker { Class<?> value(); }
                        class Value {}
                        class Unused {}
                        """));
    }

    @Test
    void followsNamesThatReflectionTakes() throws IOException {
        assertEquals(classes("Root", "Dotted", "Slashed", "Descriptor", "Root$Nested"), reachable("""
                        class Root {
                            String dotted = "a.Dotted";
                            String slashed = "a/Slashed";
                            String descriptor = "La/Descriptor;";
                            String nested = "a.Root$Nested";
                            String sentence = "a.Unused is unused";
                            static class Nested {}
                        }
                        class Dotted {}
                        class Slashed {}
                        class Descriptor {}
                        class Unused {}
                        """));
    }

    @Test
    void takesRootsByEitherNameAndIgnoresMissingOnes() throws IOException {
        Map<String, byte[]> files = compiled("class One {} class Two {} class Three {}");
        assertEquals(
                Set.of("a/One.class", "a/Two.class"),
                ReachableClasses.from(List.of("a.One", "a/Two", "a.Missing", ""), files));
    }

    @Test
    void readsEveryKindOfConstant() throws IOException {
        // Tags and sizes as in table 4.4-A of the Java Virtual Machine Specification, editions 17 to 25.
        int[][] kinds = {
            {3, 4}, {4, 4}, {5, 8}, {6, 8}, {7, 2}, {8, 2}, {9, 4}, {10, 4}, {11, 4}, {12, 4}, {15, 3}, {16, 2},
            {17, 4}, {18, 4}, {19, 2}, {20, 2}
        };
        byte[] root = classFile(kinds, "a/Last");
        assertEquals(
                Set.of("a/Root.class", "a/Last.class"),
                ReachableClasses.from(List.of("a.Root"), withLastAndUnused(root)));
    }

    @Test
    void leavesOutNothingIfAClassThatIsReachedCannotBeRead() throws IOException {
        byte[] good = classFile(new int[0][], "a/Last");
        byte[] ofTheFuture = classFile(new int[][] {{21, 2}}, "a/Last");
        byte[] truncated = Arrays.copyOf(good, good.length - 1);
        byte[] otherFile = "no class file".getBytes(StandardCharsets.UTF_8);
        for (byte[] malformed : List.of(ofTheFuture, truncated, otherFile, new byte[0])) {
            Map<String, byte[]> files = withLastAndUnused(malformed);
            assertEquals(files.keySet(), ReachableClasses.from(List.of("a.Root"), files));
            assertEquals(Set.of("a/Last.class"), ReachableClasses.from(List.of("a.Last"), files));
        }
    }

    private static Map<String, byte[]> withLastAndUnused(byte[] root) throws IOException {
        byte[] empty = classFile(new int[0][]);
        return Map.of("a/Root.class", root, "a/Last.class", empty, "a/Unused.class", empty);
    }

    /** The beginning of a class file: constants of some kinds, filled with zeros, and texts. */
    private static byte[] classFile(int[][] kinds, String... texts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream output = new DataOutputStream(bytes);
        output.writeInt(0xCAFEBABE);
        output.writeInt(61);
        // The numbers of 8 bytes have two places, and the first place of all does not exist.
        output.writeShort(1
                + kinds.length
                + (int) Stream.of(kinds).filter(kind -> kind[1] == 8).count()
                + texts.length);
        for (int[] kind : kinds) {
            output.writeByte(kind[0]);
            output.write(new byte[kind[1]]);
        }
        for (String text : texts) {
            output.writeByte(1);
            output.writeUTF(text);
        }
        return bytes.toByteArray();
    }

    private Set<String> reachable(String source) throws IOException {
        return new TreeSet<>(ReachableClasses.from(List.of("a.Root"), compiled(source)));
    }

    private Map<String, byte[]> compiled(String source) throws IOException {
        return CompiledClasses.of(folder, Map.of("a.Root", "package a; " + source));
    }

    private static Set<String> classes(String... names) {
        return Stream.of(names).map(name -> "a/" + name + ".class").collect(Collectors.toCollection(TreeSet::new));
    }
}
