package dev.codexbar.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What work leaves behind: threads, processes, descriptors and temporary files that are there afterwards and were not
 * before.
 *
 * <p>Processes are watched while the work goes on, so that those are known that lose their parent. A few threads and
 * descriptors of pools that the JDK or a library keeps are no leak: what grows with each repetition is.
 */
final class Leftovers implements AutoCloseable {

    /** How long threads and processes that are about to end may take. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(10);

    /** How often processes are looked at: each look reads the list of all processes of the machine. */
    private static final Duration WATCH = Duration.ofMillis(40);

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Threads that the JDK and the test engine share among all users in this JVM and keep for a while. */
    private static final Pattern SHARED_THREAD = Pattern.compile(
            "(?:process reaper|ForkJoinPool|HttpClient-|Cleaner-|Common-Cleaner|CompletableFutureDelayScheduler"
                    + "|JNA Cleaner|Keep-Alive-|VirtualThread-|Read-Poller|Write-Poller|junit-|codexbar-contract).*");

    /** As {@link #SHARED_THREAD} in a JVM that runs nothing else: a pool there was started by the code under test. */
    private static final Pattern OWN_THREAD =
            Pattern.compile("(?:process reaper|Cleaner-|Common-Cleaner|codexbar-contract).*");

    /** What differs between the names of files of one kind. */
    private static final Pattern NUMBER = Pattern.compile("(?:[0-9a-f]{4,}|[0-9]+)(?:-[0-9a-f]{4,})*");

    private final Pattern tolerated;
    private final Set<Thread> threadsBefore;
    private final Set<ProcessHandle> processesBefore = descendants();
    private final Set<String> filesBefore = temporaryFiles();
    private final int descriptorsBefore = countDescriptors();
    private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();
    private final Thread watcher = new Thread(this::watch, "codexbar-contract-watcher");

    private final Duration patience;

    private Leftovers(Pattern tolerated, Duration patience) {
        this.tolerated = tolerated;
        this.patience = patience;
        this.threadsBefore = threads();
    }

    /** Remembers what is there before the work. */
    static Leftovers watching() {
        return watching(PATIENCE);
    }

    /** Remembers what is there before the work, and later waits so long for what is about to end. */
    static Leftovers watching(Duration patience) {
        return watching(SHARED_THREAD, patience);
    }

    /** Remembers what is there before the work, in a JVM that does nothing else. */
    static Leftovers watchingAlone() {
        return watching(OWN_THREAD, PATIENCE);
    }

    private static Leftovers watching(Pattern tolerated, Duration patience) {
        Leftovers leftovers = new Leftovers(tolerated, patience);
        leftovers.watcher.setDaemon(true);
        leftovers.watcher.start();
        return leftovers;
    }

    /** Returns all that is left, for people; of what pools may keep only what grows with the repetitions. */
    Collection<String> all(int repetitions) throws InterruptedException {
        List<String> all = new ArrayList<>(processes());
        all.addAll(threads(repetitions));
        all.addAll(descriptors(repetitions));
        all.addAll(temporaryFiles(repetitions));
        return all;
    }

    /** Returns the processes that are left, for people; waits for those that are just ending. */
    Collection<String> processes() throws InterruptedException {
        return settled(() -> {
            seen.addAll(descendants());
            return seen.stream()
                    .filter(process -> !processesBefore.contains(process) && isRunning(process))
                    .map(Leftovers::describe)
                    .toList();
        });
    }

    /** Returns the threads that are left, for people, if there are at least so many. */
    Collection<String> threads(int repetitions) throws InterruptedException {
        return settled(() -> atLeast(
                repetitions,
                threads().stream()
                        .filter(thread -> !threadsBefore.contains(thread))
                        .map(Leftovers::describe)
                        .toList()));
    }

    /** Returns the descriptors that are open, for people, if there are at least so many more than before. */
    Collection<String> descriptors(int repetitions) throws InterruptedException {
        return settled(() -> {
            int more = countDescriptors() - descriptorsBefore;
            return more < repetitions ? List.of() : List.of(more + " more descriptors than before");
        });
    }

    /**
     * Returns the temporary files that are left, if there are at least so many of one kind: the folder belongs to
     * everybody on this machine, and others do not keep pace with the repetitions.
     */
    Collection<String> temporaryFiles(int repetitions) throws InterruptedException {
        return settled(() -> {
            Set<String> added = temporaryFiles();
            added.removeAll(filesBefore);
            Map<String, List<String>> byKind = added.stream()
                    .collect(Collectors.groupingBy(
                            name -> NUMBER.matcher(name).replaceAll("#"), TreeMap::new, Collectors.toList()));
            return byKind.values().stream()
                    .filter(files -> files.size() >= repetitions)
                    .flatMap(Collection::stream)
                    .toList();
        });
    }

    @Override
    public void close() {
        watcher.interrupt();
    }

    private void watch() {
        try {
            while (true) {
                seen.addAll(descendants());
                Thread.sleep(WATCH.toMillis());
            }
        } catch (InterruptedException closed) {
            // What was seen is kept.
        }
    }

    private Collection<String> settled(Supplier<? extends Collection<String>> look) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Collection<String> left = look.get();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE.toMillis());
            left = look.get();
        }
        return left;
    }

    private static Collection<String> atLeast(int number, Collection<String> found) {
        return found.size() < number ? List.of() : found;
    }

    private Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !tolerated.matcher(thread.getName()).matches())
                .filter(thread -> {
                    ThreadGroup group = thread.getThreadGroup();
                    return group != null && group.getParent() != null;
                })
                .collect(Collectors.toSet());
    }

    private static Set<ProcessHandle> descendants() {
        return ProcessHandle.current().descendants().collect(Collectors.toSet());
    }

    private static int countDescriptors() {
        String[] names = DESCRIPTORS.toFile().list();
        return names == null ? 0 : names.length;
    }

    /** Returns what the descriptors of this JVM stand for, without what it opens itself to load classes. */
    static Set<String> openFiles() {
        Set<String> files = new TreeSet<>();
        String[] names = DESCRIPTORS.toFile().list();
        for (String name : names == null ? new String[0] : names) {
            try {
                String file = Files.readSymbolicLink(DESCRIPTORS.resolve(name)).toString();
                if (!file.endsWith(".jar")
                        && !file.startsWith("/proc")
                        && !file.startsWith("/dev/")
                        && !isOfThisJvm(file)) {
                    files.add(file);
                }
            } catch (IOException closed) {
                // Such as the descriptor that the list came from.
            }
        }
        return files;
    }

    private static boolean isOfThisJvm(String file) {
        Path home = Path.of(System.getProperty("java.home"));
        try {
            return file.startsWith(home.toString())
                    || file.startsWith(home.toRealPath().toString());
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static Set<String> temporaryFiles() {
        String[] names = new File(System.getProperty("java.io.tmpdir")).list();
        Set<String> files = new TreeSet<>();
        Collections.addAll(files, names == null ? new String[0] : names);
        return files;
    }

    /** Tells whether a process does anything: one that is dead stays in the list until its parent has asked for it. */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    private static boolean isZombie(long pid) {
        try {
            // "ID (NAME) STATE …", and the name may hold anything.
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException goneOrAnotherSystem) {
            return false;
        }
    }

    static String describe(ProcessHandle process) {
        String command =
                process.info().commandLine().or(() -> process.info().command()).orElse("unknown program");
        return "process " + process.pid() + " (" + shortened(command) + ")";
    }

    static String describe(Thread thread) {
        return "thread \"" + thread.getName() + "\" at "
                + Stream.of(thread.getStackTrace())
                        .limit(4)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(" < "));
    }

    private static String shortened(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }

    /** Returns the native libraries that this JVM has loaded from outside its own folder, where that can be told. */
    static Set<String> nativeLibraries() {
        Path maps = Path.of("/proc/self/maps");
        Set<String> libraries = new HashSet<>();
        try (Stream<String> lines = Files.lines(maps)) {
            lines.map(line -> line.substring(line.indexOf('/') < 0 ? line.length() : line.indexOf('/')))
                    .filter(path -> path.contains(".so") && !isOfThisJvm(path))
                    .forEach(libraries::add);
        } catch (IOException elsewhere) {
            return Set.of();
        }
        return libraries;
    }
}
