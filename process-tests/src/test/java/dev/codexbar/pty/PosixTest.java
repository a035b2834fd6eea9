package dev.codexbar.pty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.core.process.SpawnedProcess;
import dev.codexbar.core.terminal.TerminalSize;
import dev.codexbar.test.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("isAvailable")
class PosixTest extends TerminalPromises {

    PosixTest() {
        super(new PosixSpawner());
    }

    static boolean isAvailable() {
        return PosixStart.isAvailable();
    }

    @Test
    void isFoundThroughTheServiceLoader() throws Exception {
        assertEquals(
                "posix_spawn",
                ProcessRunners.load().run(shell("exit 0").build()).runner());
    }

    @Test
    void leavesNothingOfThisJvmInTheProgram() throws Exception {
        // Unlike files, the JDK opens sockets in a way that programs would inherit.
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(socket.isBound());
            // The terminal's three, and the one by which they are listed.
            List<String> descriptors =
                    run(request("ls", "-1", "/proc/self/fd")).text().lines().toList();

            assertEquals(4, descriptors.size(), descriptors::toString);
        }
    }

    @Test
    void tellsTheExitCodeAgain() throws Exception {
        ProcessRequest request = ProcessRequest.builder("/bin/sh", "-c", "exit 7")
                .terminal(TerminalSize.DEFAULT)
                .build();
        try (SpawnedProcess process = new PosixSpawner().spawn(request)) {
            assertEquals(7, process.waitFor());
            process.kill();
            assertEquals(7, process.waitFor());
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, process::waitFor);
        }
    }

    @Test
    void leavesNoZombieIfNobodyWaited() throws Exception {
        ProcessRequest request = ProcessRequest.builder("/bin/sh", "-c", "exit 7")
                .terminal(TerminalSize.DEFAULT)
                .build();
        SpawnedProcess process = new PosixSpawner().spawn(request);
        ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
        assertEquals(0, process.output().readAllBytes().length);
        assertTrue(Await.holds(Duration.ofSeconds(10), () -> isZombie(handle.pid())));
        process.close();

        assertFalse(handle.isAlive());
        assertFalse(isZombie(handle.pid()));
    }

    @Test
    void leavesNoZombieIfNobodyWaitedForWhatWasKilled() throws Exception {
        ProcessRequest request = ProcessRequest.builder("/bin/sleep", "60")
                .terminal(TerminalSize.DEFAULT)
                .build();
        SpawnedProcess process = new PosixSpawner().spawn(request);
        ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
        process.kill();
        process.close();

        assertFalse(handle.isAlive());
        assertFalse(isZombie(handle.pid()));
    }

    @Test
    void leavesNoDescriptorsOfAStartThatFailed() throws Exception {
        ProcessRequest request = ProcessRequest.builder("/no/such/program")
                .terminal(TerminalSize.DEFAULT)
                .build();
        PosixSpawner spawner = new PosixSpawner();
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

    private static boolean isZombie(long id) {
        try {
            return Files.readString(Path.of("/proc/" + id + "/stat")).contains(") Z ");
        } catch (IOException gone) {
            return false;
        }
    }
}
