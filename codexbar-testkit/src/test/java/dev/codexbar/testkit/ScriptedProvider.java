package dev.codexbar.testkit;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A provider that keeps every rule, or does what a test says. */
public class ScriptedProvider implements UsageProvider {

    static final String EMAIL = "ada@example.org";

    /** What a fetch does. */
    @FunctionalInterface
    interface Behaviour {
        UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException;
    }

    private final String id;
    private final Behaviour behaviour;

    /** As found by ServiceLoader. */
    public ScriptedProvider() {
        this("scripted", request -> answer().build());
    }

    ScriptedProvider(Behaviour behaviour) {
        this("scripted", behaviour);
    }

    ScriptedProvider(String id, Behaviour behaviour) {
        this.id = id;
        this.behaviour = behaviour;
    }

    static UsageSnapshot.Builder answer() {
        return answer("scripted");
    }

    static UsageSnapshot.Builder answer(String id) {
        return answer(id, Instant.EPOCH);
    }

    static UsageSnapshot.Builder answer(String id, Instant updatedAt) {
        return UsageSnapshot.builder(id, updatedAt)
                .primary("Credits", RateWindow.of(25))
                .identity(AccountIdentity.builder().accountEmail(EMAIL).build());
    }

    /** Waits until the time limit, as a careful provider does. */
    static UsageSnapshot hang(FetchRequest request) throws UsageException, InterruptedException {
        TimeUnit.NANOSECONDS.sleep(request.timeLimit().orElseThrow().toNanos());
        throw new UsageException(Reason.TIMED_OUT, "The tool did not answer in time.", "Try again.");
    }

    @Override
    public ProviderDescriptor descriptor() {
        return ProviderDescriptor.builder(id, id).build();
    }

    @Override
    public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
        return behaviour.fetch(request);
    }
}
