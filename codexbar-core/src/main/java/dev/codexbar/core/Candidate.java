package dev.codexbar.core;

/** A provider that could be made, but has not yet shown that it knows its own name. */
record Candidate(UsageProvider provider) {

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

    /** What happened, in one line: the innermost cause says more than the wrappers around it. */
    static String reason(String where, Throwable fault) {
        Throwable innermost = fault;
        for (int depth = 0; depth < 16 && innermost.getCause() != null; depth++) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        String kind = innermost.getClass().getSimpleName();
        return where + " failed: " + (message == null ? kind : kind + ": " + IdentityMask.mask(message));
    }
}
