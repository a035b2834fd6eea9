package dev.codexbar.core;

/**
 * Reads the usage of one AI coding tool. This is the SPI that authors of providers implement.
 *
 * <p>Providers are found through {@link java.util.ServiceLoader}. Declare an implementation twice, so that it is found
 * on the class path and on the module path: in {@code META-INF/services/dev.codexbar.core.UsageProvider}, and with
 * {@code provides dev.codexbar.core.UsageProvider with …} in {@code module-info.java}. It needs a public constructor
 * without parameters that does no work: no I/O, no threads, nothing native. Everything slow belongs into
 * {@link #fetch}.
 *
 * <p><strong>Thread-safety.</strong> One instance serves all threads of a host. {@link #fetch} may be called by several
 * threads at once, by platform and by virtual threads, as often as a host refreshes its display (typically once a
 * minute).
 *
 * <p><strong>Asking never costs.</strong> A provider must not use up quota, sign in, open a browser, write into the
 * user's projects, or leave a process, thread, file or descriptor behind, however a fetch ends.
 *
 * @apiNote The contract suite of {@code codexbar-testkit} checks these promises for any implementation.
 * @since 0.1.0
 */
public interface UsageProvider {

    /**
     * Returns what this provider is called and where its pages are.
     *
     * @return the same value at every call, without blocking
     */
    ProviderDescriptor descriptor();

    /**
     * Asks the tool how much is used, and waits for the answer.
     *
     * <p>The call blocks, but no longer than the {@linkplain FetchRequest#timeLimit() time limit of the request}, or
     * the provider's own limit if the request names none. When the calling thread is interrupted, the provider ends
     * whatever it started and then throws {@link InterruptedException}.
     *
     * @param request what the host wants, and by when
     * @return the usage, with the {@linkplain ProviderDescriptor#id() id} of this provider; windows that the tool said
     *     nothing about are absent, never 0
     * @throws UsageException if there is no answer: it tells the reason and what the person can do
     * @throws InterruptedException if the calling thread was interrupted; nothing is left running
     */
    UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException;
}
