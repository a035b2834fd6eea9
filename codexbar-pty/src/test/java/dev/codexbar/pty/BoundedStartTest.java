package dev.codexbar.pty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.core.process.ProcessStartException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedStartTest {

    private static final Duration LONG = Duration.ofDays(365_000);

    private final CountDownLatch gate = new CountDownLatch(1);
    private final BlockingQueue<String> disposed = new LinkedBlockingQueue<>();
    private final BoundedStart<String> slow = new BoundedStart<>(
            () -> {
                gate.await();
                return "started";
            },
            disposed::add);

    @AfterEach
    void letGo() {
        gate.countDown();
    }

    @Test
    void returnsWhatWasStarted() throws Exception {
        gate.countDown();

        assertEquals("started", slow.await(LONG));
        assertTrue(disposed.isEmpty());
    }

    @Test
    void givesUpAtTheLimitAndDisposesOfWhatComesLater() throws Exception {
        ProcessStartException thrown =
                assertThrows(ProcessStartException.class, () -> slow.await(Duration.ofMillis(20)));
        assertEquals(Reason.FAILED, thrown.reason());

        gate.countDown();
        assertEquals("started", disposed.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void givesUpSoonAfterAnInterruptAndDisposesOfWhatComesLater() throws Exception {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> slow.await(LONG));
        assertTrue(Thread.interrupted());

        gate.countDown();
        assertEquals("started", disposed.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void returnsWhatComesInSpiteOfAnInterrupt() throws Exception {
        gate.countDown();
        Thread.currentThread().interrupt();

        assertEquals("started", slow.await(LONG));
        assertTrue(Thread.interrupted());
        assertTrue(disposed.isEmpty());
    }

    @Test
    void tellsWhatAStartFailedWith() {
        IOException typed = new IOException("no");
        Error broken = new LinkageError("no library");

        assertSame(typed, assertThrows(IOException.class, () -> failing(typed).await(LONG)));
        assertSame(
                broken,
                assertThrows(ExecutionException.class, () -> failing(broken).await(LONG))
                        .getCause());
        assertFalse(Thread.interrupted());
    }

    private static BoundedStart<String> failing(Throwable failure) {
        return new BoundedStart<>(
                () -> {
                    if (failure instanceof Exception exception) {
                        throw exception;
                    }
                    throw (Error) failure;
                },
                result -> {});
    }
}
