package dev.codexbar.testkit;

import java.util.List;

/** Signals that ask a program to end. */
final class Signals {

    private Signals() {}

    /** Ignores them, by reflection: the only way to do so from Java is a class that javac warns about. */
    static void ignore() {
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
