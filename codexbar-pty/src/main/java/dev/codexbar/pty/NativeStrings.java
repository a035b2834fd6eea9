package dev.codexbar.pty;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts as the C library wants them, in the encoding in which the JDK reads those that it gets from the system. */
final class NativeStrings {

    private static final Charset CHARSET = Charset.forName(
            System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

    /** What the JDK puts in the place of bytes that are no text. */
    private static final char REPLACEMENT = '\uFFFD';

    private static final Path ORIGINAL = Path.of("/proc/self/environ");

    private NativeStrings() {}

    /** One text with the NUL at its end. */
    static byte[] terminated(String text) {
        byte[] bytes = text.getBytes(CHARSET);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /** The texts, each with the NUL at its end. */
    static List<byte[]> encoded(List<String> texts) {
        return texts.stream().map(NativeStrings::terminated).toList();
    }

    /**
     * The variables as {@code NAME=VALUE}. One that holds bytes which are no text to this JVM, such as a name with an
     * umlaut where {@code LANG} is not set, is handed on unchanged.
     */
    static List<byte[]> environment(Map<String, String> variables) {
        Map<String, byte[]> originals = null;
        List<byte[]> encoded = new ArrayList<>();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String text = variable.getKey() + "=" + variable.getValue();
            byte[] bytes = null;
            if (text.indexOf(REPLACEMENT) >= 0) {
                originals = originals == null ? originals() : originals;
                bytes = originals.get(text);
            }
            encoded.add(bytes == null ? terminated(text) : bytes);
        }
        return encoded;
    }

    /** What this JVM was started with, by what it looks like here. */
    private static Map<String, byte[]> originals() {
        byte[] block;
        try {
            block = Files.readAllBytes(ORIGINAL);
        } catch (IOException unreadable) {
            return Map.of();
        }
        Map<String, byte[]> originals = new HashMap<>();
        int start = 0;
        for (int end = 0; end < block.length; end++) {
            if (block[end] == 0) {
                originals.put(
                        new String(block, start, end - start, CHARSET), Arrays.copyOfRange(block, start, end + 1));
                start = end + 1;
            }
        }
        return originals;
    }

    /** A {@code char *const[]} with the null at its end, in one piece with the texts. */
    static Memory of(List<byte[]> texts) {
        long position = (texts.size() + 1L) * Long.BYTES;
        Memory memory = new Memory(
                position + texts.stream().mapToLong(text -> text.length).sum());
        for (int i = 0; i < texts.size(); i++) {
            byte[] text = texts.get(i);
            memory.write(position, text, 0, text.length);
            memory.setLong((long) i * Long.BYTES, Pointer.nativeValue(memory) + position);
            position += text.length;
        }
        memory.setLong((long) texts.size() * Long.BYTES, 0);
        return memory;
    }
}
