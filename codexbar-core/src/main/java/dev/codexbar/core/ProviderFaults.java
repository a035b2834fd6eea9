package dev.codexbar.core;

import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * Describes what a provider threw. Never throws itself, as even the methods of a throwable may be a provider's code.
 */
final class ProviderFaults {

    private static final int DEEPEST_CAUSE = 16;

    private static final String SERVICE = UsageProvider.class.getName() + ": ";

    private ProviderFaults() {}

    /** Returns one line: what failed, what was thrown and, as wrappers say little, the innermost cause. */
    static String describe(String failed, Throwable fault) {
        try {
            return Checks.sentence(failed + ": " + inWords(fault), "reason");
        } catch (Throwable unusable) {
            // Its own methods throw, or there is no memory left for more words.
            return failed + ": " + fault.getClass().getName();
        }
    }

    /** Returns a throwable that is safe to log: the same stack traces, with the messages cleaned and masked. */
    static @Nullable Throwable harmlessCopy(Throwable fault) {
        try {
            return new Thrown(fault, DEEPEST_CAUSE);
        } catch (Throwable unusable) {
            return null;
        }
    }

    /** A throwable of a provider, named in the message. */
    private static final class Thrown extends Exception {

        private static final long serialVersionUID = 1L;

        Thrown(Throwable fault, int depth) {
            super(
                    Checks.sentence(fault.toString(), "message"),
                    fault.getCause() == null || depth == 0 ? null : new Thrown(fault.getCause(), depth - 1));
            setStackTrace(fault.getStackTrace());
        }
    }

    private static String inWords(Throwable fault) {
        Throwable innermost = fault;
        for (int depth = 0; depth < DEEPEST_CAUSE && innermost.getCause() != null; depth++) {
            innermost = innermost.getCause();
        }
        String inner = alone(innermost);
        if (innermost == fault || fault.getMessage() == null) {
            return inner;
        }
        String outer = alone(fault);
        // The usual message of a wrapper is the text of its cause.
        return outer.contains(inner) ? outer : outer + " (" + inner + ")";
    }

    private static String alone(Throwable fault) {
        String message = fault.getMessage();
        if (message == null) {
            return fault.getClass().getSimpleName();
        }
        // Messages of ServiceLoader begin with the service, and say all without the class of the error.
        return fault instanceof ServiceConfigurationError && message.startsWith(SERVICE)
                ? message.substring(SERVICE.length())
                : fault.getClass().getSimpleName() + ": " + message;
    }
}
