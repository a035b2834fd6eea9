package dev.codexbar.cli;

import dev.codexbar.core.UsageProviders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says on a terminal who is asked and for how long, once an answer takes longer than a moment. The line is erased when
 * the answer is there.
 */
final class WaitingLine {

    /** Quick answers come without a flicker. */
    static final Duration DELAY = Duration.ofMillis(300);

    private static final Duration REPEAT = Duration.ofMillis(100);

    private static final String ERASE = "\r\u001b[K";

    private final Host host;
    private final String names;
    private final Thread thread;
    private boolean shown;
    private boolean closed;

    private WaitingLine(Host host, String names) {
        this.host = host;
        this.names = names;
        this.thread = new Thread(this::run, "codexbar-waiting-line");
        thread.setDaemon(true);
    }

    /** Starts counting. Without a terminal on standard error nothing is ever printed. */
    static Started start(Host host, UsageProviders providers) {
        if (!host.errorTerminal()) {
            return () -> {};
        }
        List<String> names = new ArrayList<>();
        providers.descriptors().forEach(provider -> names.add(provider.displayName()));
        WaitingLine line = new WaitingLine(host, String.join(", ", names));
        line.thread.start();
        return line::close;
    }

    /** A line that is erased when this is closed. */
    @FunctionalInterface
    interface Started extends AutoCloseable {
        @Override
        void close();
    }

    private void run() {
        long start = System.nanoTime();
        try {
            Thread.sleep(DELAY.toMillis());
            while (show(Duration.ofNanos(System.nanoTime() - start))) {
                Thread.sleep(REPEAT.toMillis());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean show(Duration since) {
        if (closed) {
            return false;
        }
        String seconds = String.format(Locale.ROOT, "%d.%d s", since.toSeconds(), since.toMillisPart() / 100);
        String line = "Asking " + Lines.clean(names) + ", " + seconds;
        int width = Math.max(1, host.terminal().columns() - 1);
        host.err().print(ERASE + Lines.wrap(line, width).get(0));
        host.err().flush();
        shown = true;
        return true;
    }

    private synchronized void close() {
        closed = true;
        thread.interrupt();
        if (shown) {
            host.err().print(ERASE);
            host.err().flush();
        }
    }
}
