package dev.codexbar.testkit;

import dev.codexbar.core.ProviderDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    /** Starts a thread when it is made for the first time. */
    public static final class StartsAThreadOnce extends ScriptedProvider {

        static {
            Thread thread = new Thread(ProvidersWithAFault::idle, "refresher-of-all");
            thread.setDaemon(true);
            thread.start();
        }

        /** As found by ServiceLoader. */
        public StartsAThreadOnce() {
            super(
                    "starts-a-thread-once",
                    request -> answer("starts-a-thread-once").build());
        }
    }

    /** Opens a file when it is made for the first time, and keeps it. */
    public static final class OpensAFileOnce extends ScriptedProvider {

        static final FileInputStream FILE;

        static {
            try {
                FILE = new FileInputStream("pom.xml");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** As found by ServiceLoader. */
        public OpensAFileOnce() {
            super("opens-a-file-once", request -> answer("opens-a-file-once").build());
        }
    }

    /** Loads a native library when it is made for the first time. */
    public static final class LoadsALibrary extends ScriptedProvider {

        static {
            try {
                // Any library will do that is not in the folder of the JVM.
                String name = System.mapLibraryName("prefs");
                Path copy = Files.createTempFile("codexbar-", name);
                Files.copy(
                        Path.of(System.getProperty("java.home"), "lib", name),
                        copy,
                        StandardCopyOption.REPLACE_EXISTING);
                System.load(copy.toString());
                Files.delete(copy);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** As found by ServiceLoader. */
        public LoadsALibrary() {
            super("loads-a-library", request -> answer("loads-a-library").build());
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
