package dev.codexbar.pty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TerminalEndTest {

    /** Counts what happens; a read lasts until the gate opens. */
    private static final class Counting extends TerminalEnd {

        final CountDownLatch reading = new CountDownLatch(1);
        final CountDownLatch gate = new CountDownLatch(1);
        final AtomicInteger inUse = new AtomicInteger();
        final AtomicInteger woken = new AtomicInteger();
        final AtomicInteger released = new AtomicInteger();
        final AtomicInteger releasedInUse = new AtomicInteger();

        @Override
        int read(byte[] target, int offset, int length) throws IOException {
            inUse.incrementAndGet();
            reading.countDown();
            try {
                gate.await();
            } catch (InterruptedException interrupt) {
                throw new IOException(interrupt);
            }
            inUse.decrementAndGet();
            return 1;
        }

        @Override
        void write(byte[] source, int offset, int length) {}

        @Override
        void wake() {
            woken.incrementAndGet();
        }

        @Override
        void release() {
            released.incrementAndGet();
            releasedInUse.addAndGet(inUse.get());
        }
    }

    private final ExecutorService reader = Executors.newSingleThreadExecutor();

    @Test
    void isReleasedByTheLastToLeave() throws Exception {
        Counting end = new Counting();
        Future<Integer> read = reader.submit(() -> end.screen().read(new byte[10]));
        end.reading.await();

        end.close();
        end.close();
        assertEquals(1, end.woken.get());
        assertEquals(0, end.released.get());

        end.gate.countDown();
        assertEquals(1, read.get());
        assertEquals(1, end.released.get());
        reader.shutdownNow();
    }

    @Test
    void isReleasedAtOnceIfNobodyUsesIt() throws Exception {
        Counting end = new Counting();

        end.close();

        assertEquals(1, end.released.get());
        assertEquals(0, end.woken.get());
        assertEquals(-1, end.screen().read());
        assertThrows(IOException.class, () -> end.keyboard().write('a'));
        reader.shutdownNow();
    }

    @Test
    void isNeverReleasedWhileItIsUsed() throws Exception {
        for (int round = 0; round < 2000; round++) {
            Counting end = new Counting();
            end.gate.countDown();
            Future<Integer> read = reader.submit(() -> end.screen().read(new byte[10]));
            end.close();

            assertTrue(Math.abs(read.get()) == 1);
            assertEquals(1, end.released.get());
            assertEquals(0, end.releasedInUse.get());
        }
        reader.shutdownNow();
    }
}
