package dev.codexbar.testkit;

import dev.codexbar.core.ProviderDescriptor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Providers whose fault is in the class and not in a fetch. */
public final class ProvidersWithAFault {

    private ProvidersWithAFault() {}

    /** Stands in no service file. */
    public static final class Undeclared extends ScriptedProvider {}

    /** Has the id of another provider whose class name comes first. */
    public static final class TakesAnId extends ScriptedProvider {

        /** As found by ServiceLoader. */
        public TakesAnId() {
            super("counting", request -> answer("counting").build());
        }
    }

    /** Starts a thread when it is made. */
    public static final class StartsAThread extends ScriptedProvider {

        /** As found by ServiceLoader. */
        public StartsAThread() {
            super("starts-a-thread", request -> answer("starts-a-thread").build());
            Thread thread = new Thread(ProvidersWithAFault::idle, "impatient-refresher");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Takes its time when it is made. */
    public static final class TakesTime extends ScriptedProvider {

        /** As found by ServiceLoader. */
        public TakesTime() throws InterruptedException {
            super("takes-time", request -> answer("takes-time").build());
            TimeUnit.MILLISECONDS.sleep(150);
        }
    }

    /** Says something else each time. */
    public static final class Counting extends ScriptedProvider {

        private final AtomicInteger count = new AtomicInteger();

        /** As found by ServiceLoader. */
        public Counting() {
            super("counting", request -> answer("counting").build());
        }

        @Override
        public ProviderDescriptor descriptor() {
            return ProviderDescriptor.builder("counting", "Counting " + count.incrementAndGet())
                    .build();
        }
    }

    private static void idle() {
        try {
            new CountDownLatch(1).await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
