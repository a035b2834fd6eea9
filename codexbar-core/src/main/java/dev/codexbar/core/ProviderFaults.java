package dev.codexbar.core;

import java.util.ServiceConfigurationError;

/**
 * Describes what a provider threw. Never throws itself, as even the methods of a throwable may be a provider's code.
 */
final class ProviderFaults {

    private static final int DEEPEST_CAUSE = 16;

    private ProviderFaults() {}

    /** Returns one line: what failed, what was thrown and, as wrappers say little, the innermost cause. */
    static String describe(String what, Throwable fault) {
        try {
            return Checks.sentence(what + " failed: " + inWords(fault), "reason");
        } catch (Throwable unusable) {
            // Its own methods throw, or there is no memory left for more words.
            return what + " failed: " + fault.getClass().getName();
        }
    }

    private static String inWords(Throwable fault) {
        Throwable innermost = fault;
        for (int depth = 0; depth < DEEPEST_CAUSE && innermost.getCause() != null; depth++) {
            innermost = innermost.getCause();
        }
        return innermost == fault || fault.getMessage() == null
                ? alone(innermost)
                : withoutService(fault.getMessage()) + " (" + alone(innermost) + ")";
    }

    private static String alone(Throwable fault) {
        String message = fault.getMessage();
        if (message == null) {
            return fault.getClass().getSimpleName();
        }
        // The message of a configuration error is about the declaration and needs no class name before it.
        return fault instanceof ServiceConfigurationError
                ? withoutService(message)
                : fault.getClass().getSimpleName() + ": " + message;
    }

    private static String withoutService(String message) {
        String service = UsageProvider.class.getName() + ": ";
        return message.startsWith(service) ? message.substring(service.length()) : message;
    }
}
