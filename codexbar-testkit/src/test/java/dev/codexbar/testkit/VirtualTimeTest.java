package dev.codexbar.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // What is scheduled records that it ran.
class VirtualTimeTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");

    private final VirtualTime time = VirtualTime.startingAt(START);
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void end() {
        time.close();
    }

    private void see(String what) {
        seen.add(Duration.between(START, time.now()).toSeconds() + " " + what);
    }

    private void sleep(long seconds) {
        try {
            time.sleep(Duration.ofSeconds(seconds));
        } catch (InterruptedException interrupted) {
            see("interrupted");
        }
    }

    @Test
    void standsStillUntilItIsMoved() {
        time.newTimer("timer").schedule(() -> see("due"), 1, TimeUnit.NANOSECONDS);

        assertEquals(START, time.clock().instant());
        assertEquals(0, time.nanoTime());
        assertEquals(List.of(), seen);
    }

    @Test
    void runsWhatIsDueInOrder() {
        ScheduledExecutorService timer = time.newTimer("timer");
        timer.schedule(() -> see("c"), 3, TimeUnit.SECONDS);
        timer.schedule(() -> see("a"), 1, TimeUnit.SECONDS);
        timer.schedule(() -> see("b"), 1, TimeUnit.SECONDS);
        timer.schedule(() -> see("never"), 9, TimeUnit.SECONDS);
        time.advance(Duration.ofSeconds(5));

        assertEquals(List.of("1 a", "1 b", "3 c"), seen);
        assertEquals(START.plusSeconds(5), time.now());
    }

    @Test
    void letsOthersRunWhileATaskSleeps() {
        ExecutorService threads = time.newThreads("threads");
        for (int i = 1; i <= 3; i++) {
            String name = "task " + i;
            long takes = 4L - i;
            threads.execute(() -> {
                see(name + " begins");
                sleep(takes);
                see(name + " ends");
            });
        }
        time.advance(Duration.ofSeconds(10));

        assertEquals(
                List.of(
                        "0 task 1 begins",
                        "0 task 2 begins",
                        "0 task 3 begins",
                        "1 task 3 ends",
                        "2 task 2 ends",
                        "3 task 1 ends"),
                seen);
    }

    @Test
    void runsTheTasksOfATimerOneAfterTheOther() {
        ScheduledExecutorService timer = time.newTimer("timer");
        timer.execute(() -> {
            sleep(5);
            see("first");
        });
        timer.schedule(() -> see("second"), 1, TimeUnit.SECONDS);
        time.advance(Duration.ofSeconds(10));

        assertEquals(List.of("5 first", "5 second"), seen);
    }

    @Test
    void wakesASleeperThatIsInterrupted() {
        Future<?> task = time.newThreads("threads").submit(() -> sleep(100));
        time.newTimer("timer").schedule(() -> task.cancel(true), 7, TimeUnit.SECONDS);
        time.advance(Duration.ofSeconds(200));

        assertEquals(List.of("7 interrupted"), seen);
        assertThrows(CancellationException.class, task::get);
    }

    @Test
    void doesNotHandAnInterruptToTheNextTask() {
        ExecutorService threads = time.newThreads("threads");
        threads.execute(() -> Thread.currentThread().interrupt());
        threads.execute(() -> {
            sleep(1);
            see("slept");
        });
        time.advance(Duration.ofSeconds(2));

        assertEquals(List.of("1 slept"), seen);
    }

    @Test
    void movesTheClockOfTheWallAlone() {
        time.newTimer("timer").schedule(() -> see("due"), 10, TimeUnit.SECONDS);
        time.jump(Duration.ofHours(8));
        assertEquals(0, time.nanoTime());
        time.advance(Duration.ofSeconds(9));
        assertEquals(List.of(), seen);
        time.advance(Duration.ofSeconds(1));

        assertEquals(List.of(8 * 3600 + 10 + " due"), seen);
    }

    @Test
    void repeatsAtAFixedRateAndCatchesUpAsTheJdkDoes() {
        int[] calls = {0};
        ScheduledFuture<?> task = time.newTimer("timer")
                .scheduleAtFixedRate(
                        () -> {
                            see("call");
                            if (calls[0]++ == 0) {
                                sleep(3);
                            }
                        },
                        1,
                        1,
                        TimeUnit.SECONDS);
        time.advance(Duration.ofSeconds(5));
        task.cancel(false);
        time.advance(Duration.ofSeconds(5));

        assertEquals(List.of("1 call", "4 call", "4 call", "4 call", "5 call"), seen);
    }

    @Test
    void repeatsWithAFixedDelay() {
        time.newTimer("timer")
                .scheduleWithFixedDelay(
                        () -> {
                            see("call");
                            sleep(2);
                        },
                        1,
                        1,
                        TimeUnit.SECONDS);
        time.advance(Duration.ofSeconds(8));

        assertEquals(List.of("1 call", "4 call", "7 call"), seen);
    }

    @Test
    void waitsForTerminationInThisTime() throws InterruptedException {
        ExecutorService threads = time.newThreads("threads");
        threads.execute(() -> sleep(30));
        time.advance(Duration.ofSeconds(1));
        threads.shutdown();
        assertFalse(threads.awaitTermination(2, TimeUnit.SECONDS));
        assertEquals(START.plusSeconds(3), time.now());
        assertEquals(List.of("threads"), time.unfinished());
        assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));

        assertEquals(START.plusSeconds(30), time.now());
        assertEquals(List.of(), time.unfinished());
    }

    @Test
    void takesNoWorkAfterShutdown() {
        ScheduledExecutorService timer = time.newTimer("timer");
        timer.schedule(() -> see("never"), 1, TimeUnit.SECONDS);
        timer.shutdownNow();
        time.advance(Duration.ofSeconds(5));

        assertThrows(RejectedExecutionException.class, () -> timer.execute(() -> {}));
        assertThrows(RejectedExecutionException.class, () -> timer.schedule(() -> {}, 1, TimeUnit.SECONDS));
        assertEquals(List.of(), seen);
    }

    @Test
    void outlivesATaskThatThrows() {
        ExecutorService threads = time.newThreads("threads");
        threads.submit(() -> {
            throw new IllegalStateException("a task of this test");
        });
        threads.execute(() -> see("next"));
        time.advance(Duration.ofSeconds(1));

        assertEquals(List.of("0 next"), seen);
    }

    @Test
    void endsItsThreads() {
        ExecutorService threads = time.newThreads("threads");
        Thread[] thread = {null};
        threads.execute(() -> {
            thread[0] = Thread.currentThread();
            sleep(1000);
        });
        time.advance(Duration.ofSeconds(1));
        time.close();
        assertThrows(IllegalStateException.class, () -> time.advance(Duration.ofSeconds(1)));
        try {
            thread[0].join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }

        assertFalse(thread[0].isAlive());
    }

    @Test
    void refusesToGoBack() {
        assertThrows(IllegalArgumentException.class, () -> time.advance(Duration.ofSeconds(-1)));
    }
}
