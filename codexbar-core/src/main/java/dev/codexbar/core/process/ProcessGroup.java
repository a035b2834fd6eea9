package dev.codexbar.core.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The members of a process group on Unix, asked of {@code ps}, because the JDK knows no groups. */
final class ProcessGroup {

    /** How long {@code ps} may take; no thread of the caller waits for it. */
    private static final long LIMIT_SECONDS = 2;

    private static final File NULL_DEVICE = new File("/dev/null");

    private ProcessGroup() {}

    /** Finds the running members of a group; none if {@code ps} does not answer. */
    static CompletableFuture<List<ProcessHandle>> members(long group) {
        Process ps;
        try {
            // Not from PATH, where another program may have this name.
            ps = new ProcessBuilder("/bin/ps", "-A", "-o", "pid=", "-o", "pgid=", "-o", "stat=")
                    .redirectInput(NULL_DEVICE)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException unavailable) {
            return CompletableFuture.completedFuture(List.of());
        }
        CompletableFuture<List<ProcessHandle>> members = CompletableFuture.supplyAsync(
                () -> members(text(ps), group), task -> DaemonThreads.start("codexbar-group", task));
        return members.completeOnTimeout(List.of(), LIMIT_SECONDS, TimeUnit.SECONDS)
                .whenComplete((done, failure) -> ps.destroyForcibly());
    }

    private static List<ProcessHandle> members(String table, long group) {
        return table.lines()
                .map(line -> line.strip().split(" +"))
                .filter(fields -> belongs(fields, group))
                .map(fields -> ProcessHandle.of(Long.parseLong(fields[0])))
                .flatMap(Optional::stream)
                .toList();
    }

    private static boolean belongs(String[] fields, long group) {
        return fields.length == 3
                && fields[0].matches("[0-9]{1,18}")
                && fields[1].equals(Long.toString(group))
                && !fields[2].startsWith("Z");
    }

    private static String text(Process ps) {
        try (var output = ps.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException cutShort) {
            return "";
        }
    }
}
