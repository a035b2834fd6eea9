package dev.codexbar.transcript;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds transcripts, for parameterised tests: adding a case adds a file, not code.
 *
 * <pre>{@code
 * static List<Transcript> transcripts() throws IOException {
 *     return Transcripts.in(MyParserTest.class, "transcripts");
 * }
 *
 * @ParameterizedTest
 * @MethodSource("transcripts")
 * void readsEveryTranscript(Transcript transcript) { … }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Transcripts {

    private Transcripts() {}

    /**
     * Reads the transcripts of a folder: its files {@code *.txt} and {@code *.cast}.
     *
     * @param folder the folder; those within it are not looked into
     * @return the transcripts in the order of their names, never empty
     * @throws IOException if the folder is not there, holds no transcript, or one cannot be read
     */
    public static List<Transcript> in(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(Transcripts::isTranscript).sorted().toList();
        }
        if (files.isEmpty()) {
            // A parameterised test over nothing would pass without testing.
            throw new IOException("no transcript (*.txt, *.cast) in " + folder);
        }
        List<Transcript> transcripts = new ArrayList<>();
        for (Path file : files) {
            transcripts.add(Transcript.read(file));
        }
        return List.copyOf(transcripts);
    }

    /**
     * Reads the transcripts of a folder among the resources of a class.
     *
     * @param anchor the class
     * @param folder the folder, as in {@link Class#getResource}: relative to the package of the class, or from the root
     *     with a leading slash
     * @return the transcripts in the order of their names, never empty
     * @throws IOException if the folder is not there, holds no transcript, or one cannot be read
     */
    public static List<Transcript> in(Class<?> anchor, String folder) throws IOException {
        return read(anchor, folder, Transcripts::in);
    }

    /**
     * Reads one transcript among the resources of a class.
     *
     * @param anchor the class
     * @param file the file, as in {@link Class#getResource}
     * @return the transcript
     * @throws IOException if the file is not there or cannot be read
     */
    public static Transcript load(Class<?> anchor, String file) throws IOException {
        // By way of the folder: from a named module a file may be out of reach where its folder is not.
        int slash = file.lastIndexOf('/');
        String folder = slash < 0 ? "" : file.substring(0, Math.max(slash, 1));
        return read(anchor, folder, files -> Transcript.read(files.resolve(file.substring(slash + 1))));
    }

    /** What is done with a folder that may lie in a jar. */
    @FunctionalInterface
    private interface Reading<T> {
        T of(Path folder) throws IOException;
    }

    private static <T> T read(Class<?> anchor, String folder, Reading<T> reading) throws IOException {
        URI uri = locate(anchor, folder);
        if (!"jar".equals(uri.getScheme())) {
            return reading.of(Path.of(uri));
        }
        String[] parts = uri.toString().split("!", 2);
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(URI.create(parts[0].substring(4))), Map.of())) {
            return reading.of(jar.getPath(parts[1]));
        }
    }

    private static URI locate(Class<?> anchor, String folder) throws IOException {
        URL url = anchor.getResource(folder);
        if (url == null) {
            throw new IOException("no resource folder \"" + folder + "\" for " + anchor.getName());
        }
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IOException("no readable place: " + url, e);
        }
    }

    private static boolean isTranscript(Path file) {
        String name = file.toString();
        return (name.endsWith(".txt") || name.endsWith(".cast")) && Files.isRegularFile(file);
    }
}
