package dev.codexbar.pty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.process.ProcessPromises;
import dev.codexbar.core.process.ProcessRequest;
import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.process.ProcessResult.Ending;
import dev.codexbar.core.process.ProcessRunner;
import dev.codexbar.core.process.ProcessRunners;
import dev.codexbar.core.process.ProcessSpawner;
import dev.codexbar.core.process.ProcessStartException;
import dev.codexbar.core.terminal.TerminalSize;
import dev.codexbar.test.LongForm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What both ways to a terminal promise beyond what every way does. */
abstract class TerminalPromises extends ProcessPromises {

    private final ProcessSpawner spawner;
    private final ProcessRunner runner;

    TerminalPromises(ProcessSpawner spawner) {
        this.spawner = spawner;
        this.runner = ProcessRunners.using(spawner);
    }

    @Override
    protected final ProcessRunner runner() {
        return runner;
    }

    @Override
    protected final boolean isTerminal() {
        return true;
    }

    @Override
    protected final String way() {
        return spawner.name();
    }

    @Test
    void givesOneTerminalForAllThree() throws Exception {
        ProcessResult result =
                run(shell("tty; [ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo all; (echo reached > /dev/tty)"));

        assertTrue(result.text().startsWith("/dev/"), result.text());
        assertTrue(result.text().contains("\nall\nreached"), result.text());
        assertEquals(0, result.standardError().length);
    }

    @Test
    void makesTheProgramLeadItsSession() throws Exception {
        ProcessResult result = run(shell("echo $$; ps -o pid= -o pgid= -o sid= -p $$"));
        List<String> lines = result.text().strip().lines().map(String::strip).toList();
        String id = lines.get(0);

        assertEquals(id + " " + id + " " + id, lines.get(1).replaceAll(" +", " "));
    }

    @Test
    void tellsTheSizeInTheEnvironment() throws Exception {
        ProcessResult result = run(shell("echo $TERM $COLUMNS $LINES").terminal(new TerminalSize(123, 45)));

        assertEquals("xterm-256color 123 45", result.text().strip());
        assertEquals(
                "dumb",
                run(shell("echo $TERM").environment("TERM", "dumb")).text().strip());
        assertEquals(
                "[]",
                run(shell("echo [$TERM]").withoutEnvironment("TERM")).text().strip());
    }

    @Test
    void hasItsSizeAtTheFirstLook() throws Exception {
        for (int round = 0; round < LongForm.times(50, 500); round++) {
            assertEquals(
                    "77 211",
                    run(request("stty", "size").terminal(new TerminalSize(211, 77)))
                            .text()
                            .strip());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[6n | [3;6R", "[5n | [0n", "[c | [?"})
    void answersWhatAProgramAsksItsTerminal(String question, String answer) throws Exception {
        ProcessResult result = run(shell(
                        "stty raw -echo; printf 'one\\r\\ntwo\\r\\nthree'; printf '\\033%s' \"$1\"; head -c \"$2\" | tail -c +2 | tr -d '\\033' "
                                + "| sed 's/^/>/'; exec sleep 60",
                        question, Integer.toString(answer.length() + 1))
                .stopWhen(text -> text.contains(answer))
                .timeLimit(Duration.ofSeconds(10)));

        assertEquals(Ending.SATISFIED, result.ending(), result.text());
    }

    /** By this many programs find out how large their terminal is. */
    @Test
    void repliesWithACursorWithinTheTerminal() throws Exception {
        ProcessResult result =
                run(shell("stty raw -echo; printf '\\033[999;999H\\033[6n'; head -c 8 | tail -c +2; exec sleep 60")
                        .terminal(new TerminalSize(120, 40))
                        .stopWhen(text -> text.contains("[40;120")));

        assertEquals(Ending.SATISFIED, result.ending(), result.text());
    }

    @Test
    void endsAProgramThatAsksWithoutEnd() throws Exception {
        ProcessResult result = run(shell("while :; do printf '\\033[6n\\033[6n\\033[6n\\033[6n'; done")
                // A fast machine reaches the default limit before the time is over.
                .outputLimit(1 << 30)
                .timeLimit(Duration.ofMillis(500)));

        assertEquals(Ending.TIMED_OUT, result.ending());
    }

    @Test
    void refusesPipes() {
        ProcessRequest request = shell("exit 0").pipes().build();

        assertThrows(ProcessStartException.class, () -> runner().run(request));
    }
}
