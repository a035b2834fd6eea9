package dev.codexbar.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Prepares quick starts for the launcher: the options of the JVM, JNA's library outside of its jar, and an archive of
 * the classes as the JVM lays them out in memory. What pays and how much is in docs/STARTUP.md.
 *
 * <p>Everything is made in a new folder, started once, and only then named by the stamp that the launcher reads: a
 * preparation that was disturbed is never used.
 */
final class Prepare {

    /** Training runs end long before; a hanging one must not hold the first start. */
    private static final long LONGEST_RUN_SECONDS = 60;

    /**
     * Some that no stamp names stay for a while: a launcher may just be starting from one, or a server runs from it.
     */
    private static final int KEPT = 2;

    private static final String MAIN = "dev.codexbar.cli.CodexBar";
    private static final String TRAINING = "dev.codexbar.cli.Training";

    /** From this release on there is an archive that holds linked classes (JEP 483, JEP 514). */
    private static final int AOT_CACHE = 25;

    private final Path folder;
    private final String java;
    private final int feature = Runtime.version().feature();

    /** What the lines of lambdas begin with in a list of classes. */
    private static final String LAMBDA = "@lambda-proxy";

    /** What stands between a class and its number in a list of classes. */
    private static final String NUMBER = " id: ";

    /** How many threads may come to the same lambda at once: each takes one from the archive, or makes one. */
    private static final int THREADS = 3;

    private Prepare(Path folder, String java) {
        this.folder = folder;
        this.java = java;
    }

    /**
     * Prepares and publishes.
     *
     * @param args the root of the installation, the program {@code java} and the stamp to write
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path stamp = Path.of(args[2]);
        Path parent = Files.createDirectories(stamp.toAbsolutePath().getParent());
        Path folder = Files.createTempDirectory(parent, "start").toRealPath();
        boolean isPublished = false;
        try {
            new Prepare(folder, args[1]).prepare();
            publish(stamp, Path.of(args[0]).toRealPath(), folder);
            isPublished = true;
        } finally {
            if (!isPublished) {
                delete(folder);
            }
        }
        sweep(parent, folder);
        System.out.print(folder);
    }

    private void prepare() throws IOException, InterruptedException {
        // What --version needs is in one jar, and to look at the others costs time.
        writeOptions("plain", commonOptions(jarOfCommand().toString()), answering());
        List<String> options = commonOptions(classPath());
        nativeLibrary().ifPresent(library -> {
            options.add("-Djna.boot.library.path=" + library);
            // JNA sweeps its temporary folder even if it has nothing to unpack.
            options.add("-Djna.tmpdir=" + library);
            options.add(librariesOfTheSystem());
        });
        if (InstalledProviders.areAlone()) {
            options.add(InstalledProviders.ALONE);
        }
        writeOptions("training-answers", options, answering());
        writeOptions("training-serving", options, serving());
        if (feature >= AOT_CACHE) {
            writeOptions("options", options, answering(), cache("answers", TRAINING, Training.ANSWERS));
            writeOptions("serving", options, serving(), cache("serving", TRAINING));
        } else {
            writeOptions("options", options, answering(), archiveOfAnswers());
            writeOptions("serving", options, serving(), archivesOfServer());
        }
        check(run(Map.of(), "plain", "--version"), "does not start");
        check(run(tool(), "options", "usage", "--json"), "does not answer");
        check(run(tool(), "serving", "usage", "--json"), "does not answer");
    }

    /** The options for a command that ends at once. */
    private List<String> answering() {
        List<String> options = new ArrayList<>(List.of(
                // Most of what is compiled at the usual thresholds has nearly run for the last time then.
                "-XX:CompileThresholdScaling=10", "-Djava.util.logging.manager=" + DefaultLogManager.class.getName()));
        if (feature >= AOT_CACHE) {
            // All but the large powers that BigDecimal computes when it is loaded, which Jackson's parser needs.
            options.add("-XX:CompileCommand=quiet");
            options.add("-XX:CompileCommand=CompileThresholdScaling,java.math.BigInteger::*,0.01");
        }
        return options;
    }

    /** The options for a command that stays. */
    private static List<String> serving() {
        return List.of(
                "-XX:CompileThresholdScaling=5",
                // The JDK's HTTP server asks for the names of days and months, by default from two sources.
                "-Djava.locale.providers=CLDR");
    }

    private static void check(Optional<String> output, String problem) throws IOException {
        if (output.filter(text -> !text.isBlank()).isEmpty()) {
            throw new IOException("what was prepared " + problem);
        }
    }

    private static List<String> commonOptions(String classPath) {
        List<String> options = new ArrayList<>(List.of(
                // The collector stays the default one: only for it archives hold the module graph as it is in memory.
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:TieredStopAtLevel=1",
                "-XX:CICompilerCount=1",
                "-XX:-UsePerfData",
                "-XX:ParallelGCThreads=1",
                "-XX:ConcGCThreads=1",
                // If the archive does not fit, the JVM starts without it and says nothing.
                "-Xlog:disable",
                "-Dcodexbar.version=" + CodexBarVersion.full(),
                "-cp",
                classPath));
        if (Runtime.version().feature() >= 24) {
            // JNA reaches the terminal. Before JDK 24 there is no warning, and the option keeps the module graph out of
            // an archive.
            options.add(0, "--enable-native-access=ALL-UNNAMED");
        }
        return options;
    }

    private static Path jarOfCommand() throws IOException {
        try {
            return Path.of(CodexBar.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException malformed) {
            throw new IOException(malformed);
        }
    }

    /** All jars in one; the class path as it is if there are folders on it, for which this JVM makes no archive. */
    private String classPath() throws IOException {
        String classPath = System.getProperty("java.class.path");
        List<Path> jars = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            jars.add(Path.of(entry));
        }
        if (!jars.stream().allMatch(Files::isRegularFile)) {
            return classPath;
        }
        Path merged = folder.resolve("codexbar.jar");
        MergedJar.write(jars, merged);
        return merged.toString();
    }

    /** The libraries that JNA would find by itself, but it starts ldconfig to look for more. */
    private static String librariesOfTheSystem() {
        String triplet = System.getProperty("os.arch").equals("amd64") ? "x86_64-linux-gnu" : "aarch64-linux-gnu";
        return "-Djna.platform.library.path=/usr/lib/" + triplet + ":/lib/" + triplet
                + ":/usr/lib64:/lib64:/usr/lib:/lib";
    }

    /** Unpacks JNA's library on Linux, where it is needed at every start. */
    private Optional<Path> nativeLibrary() throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        String entryName =
                "com/sun/jna/linux-" + System.getProperty("os.arch").replace("amd64", "x86-64") + "/libjnidispatch.so";
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.isRegularFile(Path.of(jar))) {
                try (ZipFile zip = new ZipFile(jar)) {
                    ZipEntry entry = zip.getEntry(entryName);
                    if (entry != null) {
                        try (InputStream library = zip.getInputStream(entry)) {
                            Files.copy(library, folder.resolve("libjnidispatch.so"));
                        }
                        return Optional.of(folder);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The options that use a cache of what a training run loads; none if this JDK makes none. */
    private List<String> cache(String name, String... training) throws IOException, InterruptedException {
        Path cache = folder.resolve(name + ".aot");
        List<String> command = new ArrayList<>(List.of("-XX:AOTCacheOutput=" + cache));
        command.addAll(List.of(training));
        run(tool(), "training-" + name, command.toArray(String[]::new));
        return Files.exists(cache) ? use("-XX:AOTCache=" + cache) : List.of();
    }

    /** The options that use an archive for what ends with an answer; none if this JDK makes none. */
    private List<String> archiveOfAnswers() throws IOException, InterruptedException {
        Path answer = folder.resolve("answer.classes");
        Path noTool = folder.resolve("no-tool.classes");
        run(tool(), "training-answers", "-XX:DumpLoadedClassList=" + answer, TRAINING, Training.ANSWERS);
        run(
                Map.of("KIRO_CLI_PATH", folder.resolve("none").toString()),
                "training-answers",
                "-XX:DumpLoadedClassList=" + noTool,
                MAIN,
                "usage",
                "--provider",
                "kiro",
                "--json");
        Optional<Path> archive = archive("answers", List.of(answer, noTool));
        return archive.isPresent() ? use("-Xshare:auto", "-XX:SharedArchiveFile=" + archive.get()) : List.of();
    }

    /**
     * The options that use two archives for what stays: one of the classes of its start, and upon that one of those
     * that it needs later. The JVM writes into classes when it loads them, and copies each page into which it writes:
     * the fewer other classes lie between those of the start, the fewer pages.
     */
    private List<String> archivesOfServer() throws IOException, InterruptedException {
        Path classes = folder.resolve("start.classes");
        run(tool(), "training-serving", "-XX:DumpLoadedClassList=" + classes, TRAINING, Training.START);
        Optional<Path> start = archive("start", List.of(classes));
        if (start.isEmpty()) {
            return List.of();
        }
        Path later = folder.resolve("serving.jsa");
        run(
                tool(),
                "training-serving",
                "-XX:SharedArchiveFile=" + start.get(),
                "-XX:ArchiveClassesAtExit=" + later,
                TRAINING);
        String both = Files.exists(later)
                ? start.get() + File.pathSeparator + later
                : start.get().toString();
        return use("-Xshare:auto", "-XX:SharedArchiveFile=" + both);
    }

    /** Makes an archive of classes, or none, which costs time and nothing else. */
    private Optional<Path> archive(String name, List<Path> lists) throws IOException, InterruptedException {
        List<List<String>> lines = new ArrayList<>();
        for (Path list : lists) {
            lines.add(Files.exists(list) ? Files.readAllLines(list) : List.of());
        }
        Path all = folder.resolve(name + ".list");
        Files.write(all, union(lines));
        Path archive = folder.resolve(name + ".jsa");
        run(
                Map.of(),
                "training-answers",
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + all,
                "-XX:SharedArchiveFile=" + archive);
        return Optional.of(archive).filter(Files::exists);
    }

    /** The options that name an archive, and those that spare what the JVM does with it by default. */
    private static List<String> use(String... naming) {
        List<String> options = new ArrayList<>(List.of(
                "-XX:+UnlockDiagnosticVMOptions",
                // Else it is mapped at a random address, and every pointer in it is adjusted.
                "-XX:ArchiveRelocationMode=0",
                // Else what was compiled in training is compiled again, which so short a run does not pay back.
                "-XX:-AOTReplayTraining"));
        options.addAll(List.of(naming));
        return options;
    }

    /**
     * The lines of all lists, each as often as in the list that has it most often: a class may be there only once for
     * some releases, but the same lambda in two places of one class needs its two lines.
     */
    static List<String> union(List<List<String>> lists) {
        List<String> lines = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (List<String> list : lists) {
            Map<String, Integer> countsHere = new HashMap<>();
            for (String numbered : list) {
                // Some releases number the classes of a list, and refuse two numbers for one class.
                int number = numbered.indexOf(NUMBER);
                String line = number < 0 ? numbered : numbered.substring(0, number);
                int count = countsHere.merge(line, 1, Integer::sum);
                if (count > counts.getOrDefault(line, 0)) {
                    counts.put(line, count);
                    lines.addAll(Collections.nCopies(line.startsWith(LAMBDA) ? THREADS : 1, line));
                }
            }
        }
        return lines;
    }

    /** The environment of a run that finds stand-ins for all tools, and never the person's own. */
    private Map<String, String> tool() throws IOException {
        return ToolStandIns.install(folder.resolve("bin"));
    }

    /** Runs the JVM with one of the files of options and returns what it printed; empty if it failed. */
    private Optional<String> run(Map<String, String> environment, String options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java, "@" + folder.resolve(options)));
        if (arguments[0].charAt(0) != '-' || arguments[0].equals("--version")) {
            command.add(MAIN);
        }
        command.addAll(List.of(arguments));
        Path output = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove("KIRO_CLI_PATH");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            boolean isEnded = process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS);
            return isEnded && process.exitValue() == 0 ? Optional.of(Files.readString(output)) : Optional.empty();
        } finally {
            if (process.isAlive()) {
                // The tool that it asks, too: the parent is killed last, so that its descendants can be found.
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    /** Writes an argument file of {@code java}, one argument a line. */
    @SafeVarargs
    private void writeOptions(String name, List<String>... options) throws IOException {
        StringBuilder text = new StringBuilder();
        for (List<String> some : options) {
            for (String option : some) {
                text.append('"')
                        .append(option.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append("\"\n");
            }
        }
        Files.writeString(folder.resolve(name), text);
    }

    /** Last and at once: where the stamp is, everything is. */
    private static void publish(Path stamp, Path root, Path folder) throws IOException {
        String home = System.getProperty("java.home");
        Path draft = folder.resolve("stamp");
        Files.writeString(draft, String.join("\n", root.toString(), home, release(home), folder.toString()) + "\n");
        Files.move(draft, stamp, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The line that names the version of a JDK, which tells a JDK from its successor in the same place. */
    private static String release(String home) throws IOException {
        String version = "";
        for (String line : Files.readAllLines(Path.of(home, "release"))) {
            if (line.startsWith("JAVA_RUNTIME_VERSION=")) {
                return line;
            }
            if (line.startsWith("JAVA_VERSION=")) {
                version = line;
            }
        }
        return version;
    }

    /** Best effort: what was published is in use, and the next preparation sweeps again. */
    private static void sweep(Path parent, Path newest) {
        List<Path> folders;
        try (Stream<Path> files = Files.list(parent)) {
            Set<Path> inUse = named(parent);
            folders = files.filter(file -> file.getFileName().toString().startsWith("start"))
                    .filter(file -> !file.equals(newest) && !inUse.contains(file))
                    .sorted(Comparator.comparing(Prepare::modified).reversed())
                    .toList();
        } catch (IOException | UncheckedIOException | InvalidPathException unreadable) {
            return;
        }
        for (Path old : folders.subList(Math.min(KEPT, folders.size()), folders.size())) {
            try {
                delete(old);
            } catch (IOException | UncheckedIOException inUse) {
                // Another program has a file of it open, as on Windows, or deletes it at the same time.
            }
        }
    }

    /** The folders that stamps name: those of other releases of the JDK, and of other installations that exist. */
    private static Set<Path> named(Path parent) throws IOException {
        Set<Path> folders = new HashSet<>();
        try (DirectoryStream<Path> stamps = Files.newDirectoryStream(parent, "at-*")) {
            for (Path stamp : stamps) {
                // As `publish` writes them: the root, the JDK, its release, and the folder.
                List<String> lines = Files.readAllLines(stamp);
                if (lines.size() == 4 && Files.exists(Path.of(lines.get(0)))) {
                    folders.add(Path.of(lines.get(3)));
                }
            }
        }
        return folders;
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
