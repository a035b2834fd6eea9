package dev.codexbar.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.ProviderDescriptor;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** Delivery to listeners and subscribers, with an executor that runs when the test says so. */
class ChangeQueueTest {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<String> recorded = new ArrayList<>();

    /** The number of failures in a row distinguishes the views. */
    private static UsageView view(String id, int number) {
        return new UsageView(
                ProviderDescriptor.builder(id, id).build(), Instant.EPOCH, null, null, null, null, number, false);
    }

    private static UsageChange change(String id, int from, int to) {
        return new UsageChange(view(id, from), view(id, to));
    }

    private void record(UsageChange change) {
        recorded.add(change.providerId() + " " + change.before().failuresInARow() + ">"
                + change.after().failuresInARow());
    }

    private void run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void deliversEveryChangeInOrderByOneTaskAtATime() {
        ChangeQueue queue = ChangeQueue.of(this::record, tasks::add, 100);
        queue.begin();
        queue.change(change("a", 0, 1));
        queue.change(change("b", 0, 1));
        queue.change(change("a", 1, 2));
        assertEquals(1, tasks.size());
        run();

        assertEquals(List.of("a 0>1", "b 0>1", "a 1>2"), recorded);
    }

    @Test
    void needsNoThreadToBeginOrToEndWithAListener() {
        ChangeQueue queue = ChangeQueue.of(this::record, tasks::add, 100);
        queue.begin();
        queue.complete();
        queue.change(change("a", 0, 1));

        assertEquals(0, tasks.size());
        assertTrue(queue.hasEnded());
    }

    @Test
    void goesOnAfterAListenerThatThrows() {
        ChangeQueue queue = ChangeQueue.of(
                change -> {
                    record(change);
                    throw new IllegalStateException("a listener of this test");
                },
                tasks::add,
                100);
        queue.begin();
        queue.change(change("a", 0, 1));
        queue.change(change("a", 1, 2));
        run();

        assertEquals(List.of("a 0>1", "a 1>2"), recorded);
    }

    @Test
    void triesAgainWithTheNextEventAfterThereWasNoThread() {
        boolean[] exhausted = {true};
        ChangeQueue queue = ChangeQueue.of(
                this::record,
                task -> {
                    if (exhausted[0]) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    tasks.add(task);
                },
                100);
        queue.begin();
        queue.change(change("a", 0, 1));
        exhausted[0] = false;
        queue.change(change("a", 1, 2));
        run();

        assertEquals(List.of("a 0>1", "a 1>2"), recorded);
    }

    @Test
    void mergesWhatAListenerCannotKeepUpWith() {
        ChangeQueue queue = ChangeQueue.of(this::record, tasks::add, 2);
        queue.begin();
        for (int i = 0; i < 1000; i++) {
            queue.change(change("a", i, i + 1));
            queue.change(change("b", i, i + 1));
        }
        run();

        assertEquals(List.of("a 0>1", "b 0>1", "a 1>1000", "b 1>1000"), recorded);
    }

    @Test
    void deliversNothingAfterItsEnd() {
        ChangeQueue queue = ChangeQueue.of(this::record, tasks::add, 100);
        queue.begin();
        queue.change(change("a", 0, 1));
        queue.complete();
        queue.change(change("a", 1, 2));
        run();

        assertEquals(List.of(), recorded);
    }

    private final class Subscriber implements Flow.Subscriber<UsageChange> {

        private Flow.Subscription subscription;
        private Throwable error;
        private boolean completed;

        @Override
        public void onSubscribe(Flow.Subscription one) {
            subscription = one;
        }

        @Override
        public void onNext(UsageChange change) {
            record(change);
        }

        @Override
        public void onError(Throwable fault) {
            error = fault;
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }

    @Test
    void givesASubscriberWhatItRequested() {
        Subscriber subscriber = new Subscriber();
        ChangeQueue queue = ChangeQueue.of(subscriber, tasks::add, 100);
        queue.begin();
        for (int i = 0; i < 5; i++) {
            queue.change(change("a", i, i + 1));
        }
        run();
        assertNotNull(subscriber.subscription);
        assertEquals(List.of(), recorded);
        subscriber.subscription.request(2);
        run();
        assertEquals(List.of("a 0>1", "a 1>2"), recorded);
        subscriber.subscription.request(Long.MAX_VALUE);
        subscriber.subscription.request(Long.MAX_VALUE);
        run();

        assertEquals(5, recorded.size());
    }

    @Test
    void givesASubscriberTheLatestWhenItIsSlow() {
        Subscriber subscriber = new Subscriber();
        ChangeQueue queue = ChangeQueue.of(subscriber, tasks::add, 1);
        queue.begin();
        for (int i = 0; i < 50; i++) {
            queue.change(change("a", i, i + 1));
        }
        run();
        subscriber.subscription.request(10);
        run();

        assertEquals(List.of("a 0>1", "a 1>50"), recorded);
    }

    @Test
    void completesASubscriberOnce() {
        Subscriber subscriber = new Subscriber();
        ChangeQueue queue = ChangeQueue.of(subscriber, tasks::add, 10);
        queue.begin();
        queue.complete();
        queue.complete();
        run();

        assertEquals(true, subscriber.completed);
        assertNull(subscriber.error);
        assertEquals(true, queue.hasEnded());
    }

    @Test
    void refusesARequestForNothing() {
        Subscriber subscriber = new Subscriber();
        ChangeQueue queue = ChangeQueue.of(subscriber, tasks::add, 10);
        queue.begin();
        run();
        subscriber.subscription.request(0);
        queue.change(change("a", 0, 1));
        run();

        assertInstanceOf(IllegalArgumentException.class, subscriber.error);
        assertEquals(List.of(), recorded);
    }

    @Test
    void givesACancelledSubscriberNothing() {
        Subscriber subscriber = new Subscriber();
        ChangeQueue queue = ChangeQueue.of(subscriber, tasks::add, 10);
        queue.begin();
        run();
        subscriber.subscription.request(10);
        subscriber.subscription.cancel();
        queue.change(change("a", 0, 1));
        run();

        assertEquals(List.of(), recorded);
        assertEquals(false, subscriber.completed);
    }
}
