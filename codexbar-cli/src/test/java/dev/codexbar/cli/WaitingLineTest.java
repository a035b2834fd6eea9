package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WaitingLineTest {

    /** Answers once something is on standard error, or at once. */
    private static UsageProvider slow(TestHost[] host, boolean waits) {
        return new UsageProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                return ProviderDescriptor.builder("slow", "Slow\u001b[1mpoke").build();
            }

            @Override
            public UsageSnapshot fetch(FetchRequest request) throws InterruptedException {
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                while (waits && host[0].err().isEmpty() && System.nanoTime() - deadline < 0) {
                    Thread.sleep(5);
                }
                return UsageSnapshot.builder("slow", TestHost.NOW).plan("PLAN").build();
            }
        };
    }

    @Test
    void saysWhoIsAskedAndErasesTheLine() {
        TestHost[] host = new TestHost[1];
        host[0] = new TestHost(slow(host, true)).errorTerminal();
        assertEquals(0, host[0].run("usage", "--json"));
        assertTrue(host[0].err().startsWith("\r\u001b[KAsking Slowpoke, 0."), host[0].err());
        assertTrue(host[0].err().endsWith("\r\u001b[K"), host[0].err());
        assertEquals(1, host[0].out().lines().count());
    }

    @Test
    void saysNothingIfTheAnswerIsQuickOrStandardErrorIsNoTerminal() {
        TestHost[] host = new TestHost[1];
        host[0] = new TestHost(slow(host, false)).errorTerminal();
        host[0].run("usage");
        assertEquals("", host[0].err());
        TestHost pipe = new TestHost(slow(host, false));
        pipe.run("usage");
        assertEquals("", pipe.err());
    }
}
