package dev.codexbar.transcript;

import java.util.List;

/**
 * The signals that ask a program to end.
 *
 * @since 0.1.0
 */
public final class Signals {

    private Signals() {}

    /**
     * Ignores SIGHUP, SIGINT and SIGTERM in this JVM. What cannot be ignored is reported on standard error.
     *
     * @implNote By reflection, because javac warns about {@code sun.misc.Signal}.
     */
    public static void ignore() {
        for (String name : List.of("HUP", "INT", "TERM")) {
            try {
                Class<?> signal = Class.forName("sun.misc.Signal");
                Class<?> handler = Class.forName("sun.misc.SignalHandler");
                signal.getMethod("handle", signal, handler)
                        .invoke(
                                null,
                                signal.getConstructor(String.class).newInstance(name),
                                handler.getField("SIG_IGN").get(null));
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                System.err.println("cannot ignore the signal " + name + ": " + e);
            }
        }
    }
}
