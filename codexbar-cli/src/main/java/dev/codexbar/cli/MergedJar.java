package dev.codexbar.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * One jar of all jars on a class path, in which the command finds classes and resources as on that class path. To look
 * for services, the JVM opens every jar and looks at each entry; and of each jar whose classes it takes, it reads the
 * manifest. So classes that the command cannot reach are left out.
 */
final class MergedJar {

    private static final String SERVICES = "META-INF/services/";
    private static final String CLASS = ".class";

    /** Of one jar alone: its manifest, its module, its signature, and its variants for later JDKs, which may miss. */
    private static final String OF_ONE_JAR =
            "META-INF/(MANIFEST\\.MF|INDEX\\.LIST|versions/.*|[^/]*\\.(SF|RSA|DSA|EC))|module-info\\.class";

    /**
     * Windows has a launcher of its own. The classes of pty4j for Windows stay, because the JVM loads them on every
     * system to verify one that names them; these are what only they need.
     */
    private static final String OF_WINDOWS =
            "com/sun/jna/(platform/(win32|wince)/|win32-).*|resources/com/pty4j/native/win/.*";

    /** What only compilers and build tools read. */
    private static final String OF_BUILDS = "META-INF/(maven|native-image)/.*|.*\\.kotlin_(module|builtins)"
            + "|org/(jetbrains|intellij/lang)/annotations/.*|.*/package(-info\\.class|\\.html)";

    private static final Pattern LEFT_OUT = Pattern.compile(OF_ONE_JAR + "|" + OF_WINDOWS + "|" + OF_BUILDS);

    /** The command, and the part of JNA whose classes its native library looks up by name. */
    private static final Pattern ROOT = Pattern.compile("(dev/codexbar/.*|com/sun/jna/(?!platform/).*)\\.class");

    private final Map<String, byte[]> contents = new LinkedHashMap<>();
    private final Map<String, ByteArrayOutputStream> services = new LinkedHashMap<>();

    private MergedJar() {}

    /**
     * Writes the jar.
     *
     * @param jars the jars, in the order of the class path
     * @param target the file to write
     */
    static void write(List<Path> jars, Path target) throws IOException {
        MergedJar merged = new MergedJar();
        for (Path jar : jars) {
            merged.add(jar);
        }
        merged.leaveOutUnreachableClasses();
        merged.services.forEach((name, lines) -> merged.contents.put(name, lines.toByteArray()));
        merged.write(target);
    }

    private void add(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName();
                if (entry.isDirectory() || LEFT_OUT.matcher(name).matches() || contents.containsKey(name)) {
                    continue;
                }
                try (InputStream content = zip.getInputStream(entry)) {
                    if (name.startsWith(SERVICES)) {
                        OutputStream all = services.computeIfAbsent(name, key -> new ByteArrayOutputStream());
                        content.transferTo(all);
                        all.write('\n');
                    } else {
                        contents.put(name, content.readAllBytes());
                    }
                }
            }
        }
    }

    private void leaveOutUnreachableClasses() {
        Set<String> roots = new HashSet<>();
        for (String name : contents.keySet()) {
            if (ROOT.matcher(name).matches()) {
                roots.add(name.substring(0, name.length() - CLASS.length()));
            }
        }
        for (ByteArrayOutputStream lines : services.values()) {
            lines.toString(StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .forEach(roots::add);
        }
        Set<String> reachable = ReachableClasses.from(roots, contents);
        contents.keySet().removeIf(name -> name.endsWith(CLASS) && !reachable.contains(name));
    }

    private void write(Path target) throws IOException {
        try (OutputStream file = Files.newOutputStream(target);
                ZipOutputStream output = new ZipOutputStream(file)) {
            output.setLevel(Deflater.BEST_SPEED);
            for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
                output.putNextEntry(new ZipEntry(entry.getKey()));
                output.write(entry.getValue());
                output.closeEntry();
            }
        }
    }
}
