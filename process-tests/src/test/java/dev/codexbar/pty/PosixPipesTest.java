package dev.codexbar.pty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.process.ProcessPromises;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.core.process.SpawnedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("isAvailable")
class PosixPipesTest extends ProcessPromises {

    private final PosixPipeSpawner spawner = new PosixPipeSpawner();

    static boolean isAvailable() {
        return PosixStart.isAvailable();
    }

    @Override
    protected ProcessRunner runner() {
        return ProcessRunners.using(spawner);
    }

    @Override
    protected boolean isTerminal() {
        return false;
    }

    @Override
    protected String way() {
        return "posix_spawn with pipes";
    }

    @Test
    void isPreferredOnceTheLibraryIsLoaded() throws Exception {
        assertTrue(spawner.isReady());
        assertEquals(way(), ProcessRunners.load().run(shell("exit 0").build()).runner());
    }

    @Test
    void makesTheProgramLeadItsSession() throws Exception {
        List<String> lines = run(shell("echo $$; ps -o pid= -o pgid= -o sid= -p $$"))
                .text()
                .strip()
                .lines()
                .map(String::strip)
                .toList();
        String id = lines.get(0);

        assertEquals(id + " " + id + " " + id, lines.get(1).replaceAll(" +", " "));
    }

    @Test
    void leavesNothingOfThisJvmInTheProgram() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(socket.isBound());
            // Three streams, and the one by which they are listed.
            List<String> descriptors =
                    run(request("ls", "-1", "/proc/self/fd")).text().lines().toList();

            assertEquals(4, descriptors.size(), descriptors::toString);
        }
    }

    @Test
    void leavesNoDescriptorsOfAStartThatFailed() throws Exception {
        ProcessRequest request = ProcessRequest.builder("/no/such/program").build();
        assertThrows(IOException.class, () -> spawner.spawn(request));
        int before = descriptors();
        for (int round = 0; round < 100; round++) {
            assertThrows(IOException.class, () -> spawner.spawn(request));
        }

        assertTrue(descriptors() < before + 50, () -> before + " descriptors became " + descriptors());
    }

    private static int descriptors() {
        return Path.of("/proc/self/fd").toFile().list().length;
    }

    @Test
    void findsNoInputWhereNoneIsGiven() throws Exception {
        try (SpawnedProcess process = spawner.spawn(
                ProcessRequest.builder("/bin/sh", "-c", "cat; exit 3").build())) {
            assertEquals(3, process.waitFor());
        }
    }
}
