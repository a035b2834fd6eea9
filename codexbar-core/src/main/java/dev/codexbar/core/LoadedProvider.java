package dev.codexbar.core;

import java.util.ServiceConfigurationError;

/** A provider that could be made, but has not yet shown that it knows its own name. */
record LoadedProvider(UsageProvider provider) {

    String className() {
        return provider.getClass().getName();
    }

    /** The id, or whatever the provider throws when it is asked for the first time. */
    String id() {
        ProviderDescriptor descriptor = provider.descriptor();
        if (descriptor == null) {
            throw new IllegalStateException("returned null");
        }
        return descriptor.id();
    }

    /** What happened, in one line: what was thrown and, as wrappers say little, what was the innermost cause. */
    static String reason(String where, Throwable fault) {
        Throwable innermost = fault;
        for (int depth = 0; depth < 16 && innermost.getCause() != null; depth++) {
            innermost = innermost.getCause();
        }
        String words = innermost == fault || fault.getMessage() == null
                ? inWords(innermost)
                : withoutService(fault.getMessage()) + " (" + inWords(innermost) + ")";
        return Checks.sentence(where + " failed: " + words, "reason");
    }

    private static String inWords(Throwable fault) {
        String message = fault.getMessage();
        if (message == null) {
            return fault.getClass().getSimpleName();
        }
        // A configuration error is about the declaration: its message says all.
        return fault instanceof ServiceConfigurationError
                ? withoutService(message)
                : fault.getClass().getSimpleName() + ": " + message;
    }

    private static String withoutService(String message) {
        String service = UsageProvider.class.getName() + ": ";
        return message.startsWith(service) ? message.substring(service.length()) : message;
    }
}
