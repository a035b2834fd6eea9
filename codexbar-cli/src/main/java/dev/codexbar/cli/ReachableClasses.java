package dev.codexbar.cli;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The classes that some others need, and those that these need in turn. A class needs what its constants name: classes
 * and arrays of classes, descriptors and signatures, annotations, and texts that {@code Class.forName} would take. What
 * reflection finds by a name that is put together at run time is not among them.
 */
final class ReachableClasses {

    private static final int MAGIC = 0xCAFEBABE;

    /** The colon is for type parameters, as in {@code <L:Lsome/Bound;>}. */
    private static final Pattern NAME_IN_DESCRIPTOR = Pattern.compile("L([^:;<]+)[;<]");

    private final Map<String, byte[]> files;
    private final Set<String> reached = new HashSet<>();
    private final Deque<byte[]> unread = new ArrayDeque<>();

    private ReachableClasses(Map<String, byte[]> files) {
        this.files = files;
    }

    /**
     * Returns the names of the class files that are reachable; of all files if one of them is malformed.
     *
     * @param roots names of classes, with dots or slashes
     * @param files contents by names such as {@code java/lang/Object.class}; names of classes that are not among them
     *     are ignored
     */
    static Set<String> from(Collection<String> roots, Map<String, byte[]> files) {
        ReachableClasses classes = new ReachableClasses(files);
        roots.forEach(classes::reach);
        try {
            while (!classes.unread.isEmpty()) {
                texts(classes.unread.remove()).forEach(classes::reachAllIn);
            }
        } catch (IOException malformed) {
            // What this class needs is unknown, so any other may be needed.
            return Set.copyOf(files.keySet());
        }
        return classes.reached;
    }

    private void reachAllIn(String text) {
        reach(text);
        Matcher name = NAME_IN_DESCRIPTOR.matcher(text);
        while (name.find()) {
            reach(name.group(1));
        }
    }

    private void reach(String className) {
        String name = className.replace('.', '/') + ".class";
        byte[] file = files.get(name);
        if (file != null && reached.add(name)) {
            unread.add(file);
        }
    }

    /** Returns all texts in the constant pool of a class file (JVMS 4.4), on which names of every kind are based. */
    private static List<String> texts(byte[] classFile) throws IOException {
        DataInputStream input = new DataInputStream(new ByteArrayInputStream(classFile));
        if (input.readInt() != MAGIC) {
            throw new IOException("not a class file");
        }
        input.skipNBytes(4); // version
        List<String> texts = new ArrayList<>();
        int count = input.readUnsignedShort();
        for (int index = 1; index < count; index++) {
            int tag = input.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.add(input.readUTF());
                case 5, 6 -> { // Long and Double take two places.
                    input.skipNBytes(8);
                    index++;
                }
                case 3, 4, 9, 10, 11, 12, 17, 18 -> input.skipNBytes(4); // Integer, Float, and pairs of indices
                case 15 -> input.skipNBytes(3); // MethodHandle
                case 7, 8, 16, 19, 20 -> input.skipNBytes(2); // one index
                default -> throw new IOException("unknown tag " + tag);
            }
        }
        return texts;
    }
}
