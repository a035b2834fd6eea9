package dev.codexbar.test;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One case of a reader, as data: a file with what a tool printed, and beside it {@code NAME.expected} with the instant
 * of the reading ({@code now: …}) and what {@link SnapshotLines} makes of the right answer.
 *
 * <p>To add a case, add two files.
 */
public final class ReportCase {

    private static final String NOW = "now: ";

    private final String name;
    private final byte[] input;
    private final Instant now;
    private final List<String> expected;

    private ReportCase(String name, byte[] input, Instant now, List<String> expected) {
        this.name = name;
        this.input = input;
        this.now = now;
        this.expected = expected;
    }

    /** Reads one input. */
    @FunctionalInterface
    public interface Reader {

        /**
         * Returns what an input says.
         *
         * @param input what the tool printed
         * @param now the instant of the reading
         * @return a snapshot to build
         * @throws UsageException if it holds no usage
         */
        UsageSnapshot.Builder read(byte[] input, Instant now) throws UsageException;
    }

    /**
     * Returns the cases in a folder of the test resources.
     *
     * @param home a class beside the folder
     * @param folder the name of the folder
     * @param ending the ending of the input files, such as {@code ".json"}
     * @return at least one case, in the order of their names
     */
    public static List<ReportCase> in(Class<?> home, String folder, String ending) {
        URL place = Objects.requireNonNull(home.getResource(folder), folder);
        try (Stream<Path> files = Files.list(Path.of(place.toURI()))) {
            List<ReportCase> cases = files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .map(file -> read(file, ending))
                    .toList();
            if (cases.isEmpty()) {
                throw new IllegalArgumentException("no case in " + folder);
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(folder, e);
        }
    }

    private static ReportCase read(Path file, String ending) {
        String fileName = file.getFileName().toString();
        String name = fileName.substring(0, fileName.length() - ending.length());
        try {
            List<String> lines = Files.readAllLines(file.resolveSibling(name + ".expected"));
            return new ReportCase(
                    name,
                    Files.readAllBytes(file),
                    Instant.parse(lines.get(0).substring(NOW.length())),
                    lines.subList(1, lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns what the tool printed.
     *
     * @return a copy of the bytes
     */
    public byte[] input() {
        return input.clone();
    }

    /**
     * Returns the right answer.
     *
     * @return lines as of {@link SnapshotLines}
     */
    public List<String> expected() {
        return expected;
    }

    /**
     * Returns what a reader makes of the input.
     *
     * @param reader the reader
     * @return the lines to compare with {@link #expected()}
     */
    public List<String> answer(Reader reader) {
        try {
            return SnapshotLines.of(reader.read(input, now).build());
        } catch (UsageException failure) {
            return SnapshotLines.of(failure);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
