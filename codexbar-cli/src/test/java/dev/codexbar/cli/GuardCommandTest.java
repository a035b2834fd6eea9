package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeUsageProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardCommandTest {

    private static TestHost used(double primary, boolean atLeast) {
        return new TestHost(new FakeUsageProvider("kiro")
                .thenAnswers(UsageSnapshot.builder("kiro", TestHost.NOW)
                        .primary(
                                "Session",
                                RateWindow.builder(primary).atLeast(atLeast).build())
                        .secondary("Weekly", RateWindow.of(50))
                        .window("model", "Model", RateWindow.of(97))
                        .build()));
    }

    private static TestHost failing() {
        return new TestHost(new FakeUsageProvider("kiro")
                .thenFails(new UsageException(UsageException.Reason.TIMED_OUT, "It took too long.", "Wait.")));
    }

    @ParameterizedTest
    @CsvSource({
        "0, guard -p kiro, 0",
        "90, guard -p kiro, 0",
        "90.01, guard -p kiro, 1",
        "120, guard kiro, 1",
        "79, guard -p kiro --min-remaining 20, 0",
        "81, guard -p kiro --min-remaining 20, 1",
        "100, guard -p kiro --min-remaining 0, 0",
        "0, guard -p kiro --min-remaining 100, 0",
        "100, guard -p kiro --window weekly --min-remaining 50, 0",
        "0, guard -p kiro --window model, 1",
        "0, guard -p kiro --window other, 69",
        "0, guard -p kiro --window other --fail-open, 0",
    })
    void answersWithTheCodesOfTheOriginal(double used, String line, int code) {
        TestHost host = used(used, false);
        assertEquals(code, host.run(line.split(" ")), host.out() + host.err());
    }

    @Test
    void takesUnknownQuotasForTooSmall() {
        assertEquals(69, failing().run("guard", "-p", "kiro"));
        assertEquals(0, failing().run("guard", "-p", "kiro", "--fail-open"));
        assertEquals(69, used(50, true).run("guard", "-p", "kiro"), "at least 50 % used may be all of it");
        assertEquals(1, used(95, true).run("guard", "-p", "kiro"), "at least 95 % used is too much in any case");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "guard",
                "guard -p a,b",
                "guard -p nothing",
                "guard -p kiro --min-remaining 101",
                "guard -p kiro --min-remaining -1",
                "guard -p kiro --min-remaining x"
            })
    void refusesWrongArguments(String line) {
        assertEquals(64, used(0, false).run(line.split(" ")));
    }

    @Test
    void namesAWrongPercentageWithoutControlCharacters() {
        TestHost host = used(0, false);
        assertEquals(64, host.run("guard", "-p", "kiro", "--min-remaining", "1\u001b[31m0%"));
        assertTrue(host.err().contains("--min-remaining must be a number from 0 to 100, not \"10%\"."), host.err());
    }

    @Test
    void explainsItselfInJson() {
        TestHost blocked = used(95.126, false);
        assertEquals(1, blocked.run("guard", "-p", "kiro", "--json"));
        assertEquals(
                "{\"provider\":\"kiro\",\"window\":\"session\",\"remainingPercent\":4.87,\"minRemainingPercent\":10,"
                        + "\"decision\":\"blocked\",\"reason\":null,\"exitCode\":1}\n",
                blocked.out());
        TestHost unknown = failing();
        unknown.run("guard", "-p", "kiro", "--json", "--fail-open");
        assertEquals(
                "{\"provider\":\"kiro\",\"window\":\"session\",\"remainingPercent\":null,\"minRemainingPercent\":10,"
                        + "\"decision\":\"unknown\",\"reason\":\"It took too long.\",\"exitCode\":0}\n",
                unknown.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"guard -p kiro", "guard -p kiro --json", "guard -p kiro --hook"})
    void shortensTheHomeFolder(String line) {
        TestHost host = new TestHost(new FakeUsageProvider("kiro")
                        .thenFails(new UsageException(
                                UsageException.Reason.FAILED, "/srv/sam/kiro fails.", "Replace it.")))
                .environment("HOME", "/srv/sam");
        host.run(line.split(" "));
        assertTrue((host.out() + host.err()).contains("~/kiro fails."), host.out() + host.err());
    }

    @Test
    void stopsAgentsWithOneSentence() {
        TestHost stopped = used(95, false);
        assertEquals(2, stopped.run("guard", "-p", "kiro", "--hook"));
        assertEquals("", stopped.out());
        assertEquals("codexbar: kiro, Session: 5% left, too little. At least 10% must be left.\n", stopped.err());
        TestHost unknown = failing();
        assertEquals(2, unknown.run("guard", "-p", "kiro", "--hook"));
        assertTrue(unknown.err().contains("unknown. It took too long."), unknown.err());
        TestHost fine = used(10, false);
        assertEquals(0, fine.run("guard", "-p", "kiro", "--hook"));
        assertEquals("", fine.out() + fine.err());
    }

    /** By its title, as `usage` shows it; by the name that was asked for where no window was read. */
    @ParameterizedTest
    @CsvSource({
        "session, 'kiro, Credits: 75% left'",
        "primary, 'kiro, Credits: 75% left'",
        "weekly, 'kiro, weekly: unknown.'",
    })
    void namesTheWindowAsUsageDoes(String window, String start) {
        TestHost host = new TestHost(new FakeUsageProvider("kiro")
                .thenAnswers(UsageSnapshot.builder("kiro", TestHost.NOW)
                        .primary("Credits", RateWindow.of(25))
                        .build()));
        host.run("guard", "-p", "kiro", "--window", window);
        assertTrue(host.out().startsWith(start), host.out());
    }
}
