package dev.codexbar.core;

/**
 * Reads the usage of one AI coding tool. This is the SPI that authors of providers implement.
 *
 * <p>Providers are found through {@link java.util.ServiceLoader}. Declare an implementation twice, so that it is found
 * on the class path and on the module path: in {@code META-INF/services/dev.codexbar.core.UsageProvider}, and with
 * {@code provides dev.codexbar.core.UsageProvider with …} in {@code module-info.java}. It needs a public constructor
 * without parameters that does no work: no I/O, no threads, nothing native. Everything slow belongs in {@link #fetch}.
 *
 * <p><strong>Thread-safety.</strong> One instance serves all threads of a host. {@link #fetch} may be called by several
 * threads at once, by platform and by virtual threads, as often as a host refreshes its display. Hosts that ask
 * regularly leave at least {@link ProviderDescriptor#minimumInterval()} from one fetch to the next.
 *
 * <p><strong>Asking has no cost and no side effects.</strong> A provider must not use up quota, sign in, open a
 * browser, write into the user's projects, or leave a process, thread, file or descriptor behind, however a fetch ends.
 *
 * @apiNote The contract suite of {@code codexbar-testkit} checks these promises for any implementation.
 * @since 0.1.0
 */
public interface UsageProvider {

    /**
     * Returns the description of this provider.
     *
     * @return an equal value at every call, without blocking; a host may call this once and keep the value
     */
    ProviderDescriptor descriptor();

    /**
     * Asks the tool how much is used, and waits for the answer.
     *
     * <p>The call blocks, but no longer than the {@linkplain FetchRequest#timeLimit() time limit of the request}, or
     * the provider's own limit if the request names none. When the calling thread is interrupted, the provider ends
     * whatever it started and then throws {@link InterruptedException}.
     *
     * @param request the parameters of this fetch, such as its time limit
     * @return the usage, with the {@linkplain ProviderDescriptor#id() id} of this provider; windows that the tool
     *     reported nothing about are absent, never 0
     * @throws UsageException if there is no answer; it states the reason and what the person can do
     * @throws InterruptedException if the calling thread was interrupted; nothing is left running
     */
    UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException;
}
