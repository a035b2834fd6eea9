package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.testkit.FakeUsageProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WatchCommandTest {

    private static final String OPEN = "\u001b[?1049h\u001b[?25l\u001b[?7l";
    private static final String CLOSE = "\u001b[?7h\u001b[?25h\u001b[?1049l";

    private static final UsageSnapshot SNAPSHOT = UsageSnapshot.builder("kiro", TestHost.NOW)
            .identity(
                    AccountIdentity.builder().accountEmail("person@example.com").build())
            .primary("Credits", RateWindow.of(25))
            .build();

    /** Presses each key when the screen shows what the key waits for. */
    private static final class Fingers implements WatchCommand.Keyboard {

        private record Press(BooleanSupplier when, int key, int columns) {}

        private final Deque<Press> presses = new ArrayDeque<>();
        private int columns;
        private boolean opened;
        private boolean closed;

        /** What the command gets when it opens the keyboard. */
        Fingers open() {
            opened = true;
            return this;
        }

        Fingers when(BooleanSupplier shown, int key) {
            presses.add(new Press(shown, key, 0));
            return this;
        }

        Fingers resizeWhen(BooleanSupplier shown, int to) {
            presses.add(new Press(shown, -1, to));
            return this;
        }

        @Override
        public int read(Duration longest) throws IOException, InterruptedException {
            Thread.sleep(5);
            Press next = presses.peek();
            if (next == null || !next.when().getAsBoolean()) {
                return -1;
            }
            presses.remove();
            columns = next.columns();
            if (next.key() == 3) {
                throw new InterruptedException("Ctrl-C");
            }
            return next.key();
        }

        @Override
        public Optional<int[]> newSize() {
            Optional<int[]> size = columns == 0 ? Optional.empty() : Optional.of(new int[] {columns, 24});
            columns = 0;
            return size;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static FakeUsageProvider provider() {
        return new FakeUsageProvider("kiro").thenAnswers(SNAPSHOT);
    }

    @Test
    void showsThePictureOnAScreenOfItsOwnUntilQ() {
        TestHost host = new TestHost(provider()).terminal(80, true);
        Fingers fingers = new Fingers().when(() -> host.out().contains("25%"), 'q');
        assertEquals(0, host.keyboard(fingers::open).run("watch"));
        assertTrue(host.out().startsWith(OPEN), host.out());
        assertTrue(host.out().endsWith(CLOSE), host.out());
        assertTrue(host.out().contains("measured 0 s ago, next in "), host.out());
        assertTrue(fingers.closed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "watch --timeout 900 | --timeout must be a number of seconds from 0.001 to 600, not \"900\".",
                "usage --watch --timeout 601 | --timeout must be a number of seconds from 0.001 to 600, not \"601\".",
                "watch --interval 30000 | --interval must be a number of seconds from 0.001 to 21600, not \"30000\".",
                "usage --watch 21601 | --watch must be a number of seconds from 0.001 to 21600, not \"21601\".",
                "watch --timeout 0.0001 | --timeout must be a number of seconds from 0.001 to 600, not \"0.0001\"."
            })
    void rejectsTimesThatAMonitorDoesNotTakeBeforeItTouchesTheTerminal(String line, String message) {
        TestHost host = new TestHost(provider()).terminal(80, true);
        Fingers fingers = new Fingers();
        assertEquals(64, host.keyboard(fingers::open).run(line.split(" ")));
        assertTrue(host.err().contains(message), host.err());
        assertEquals("", host.out());
        assertFalse(fingers.opened);
    }

    @ParameterizedTest
    @ValueSource(strings = {"watch --timeout 600 --interval 21600", "watch --timeout 0.001 --interval 0.001"})
    void takesTheLongestAndTheShortestTimesAndRestoresTheTerminal(String line) {
        TestHost host = new TestHost(provider()).terminal(80, true);
        Fingers fingers = new Fingers().when(() -> host.out().contains("next in"), 'q');
        assertEquals(0, host.keyboard(fingers::open).run(line.split(" ")));
        assertTrue(host.out().endsWith(CLOSE), host.out());
        assertTrue(fingers.closed);
    }

    @Test
    void restoresTheTerminalIfTheKeyboardFails() {
        TestHost host = new TestHost(provider()).terminal(80, true);
        Fingers fingers = new Fingers()
                .when(
                        () -> {
                            throw new IllegalStateException("out of order");
                        },
                        'q');
        assertEquals(1, host.keyboard(fingers::open).run("watch"));
        assertTrue(host.out().endsWith(CLOSE), host.out());
        assertTrue(fingers.closed);
    }

    @Test
    void restoresTheTerminalAfterCtrlC() {
        TestHost host = new TestHost(provider()).terminal(80, true);
        Fingers fingers = new Fingers().when(() -> host.out().contains("25%"), 3);
        assertEquals(130, host.keyboard(fingers::open).run("usage", "--watch"));
        assertTrue(host.out().endsWith(CLOSE), host.out());
        assertTrue(fingers.closed);
    }

    @Test
    void keepsTheLastPictureDimmedWithTheFailureUnderIt() {
        FakeUsageProvider provider =
                provider().thenFails(new UsageException(UsageException.Reason.TIMED_OUT, "It took too long.", "Wait."));
        TestHost host = new TestHost(provider).terminal(80, true);
        Fingers fingers = new Fingers()
                .when(() -> host.out().contains("25%"), 'r')
                .when(() -> host.out().contains("It took too long."), 'q');
        assertEquals(0, host.keyboard(fingers::open).run("watch"));
        String last = host.out().substring(host.out().lastIndexOf("\u001b[H"));
        List<String> lines = last.lines().toList();
        assertTrue(lines.get(0).contains("\u001b[2mKiro") || lines.get(0).contains("\u001b[2mkiro"), last);
        assertTrue(last.contains("25%"), last);
        assertTrue(last.indexOf("It took too long.") > last.indexOf("25%"), last);
        assertEquals(2, provider.requests().size());
    }

    @Test
    void drawsAnewAtTheNewWidth() {
        TestHost host = new TestHost(provider()).terminal(80, true);
        Fingers fingers = new Fingers()
                .resizeWhen(() -> host.out().contains("25%"), 40)
                .when(() -> longest(host.out().substring(host.out().lastIndexOf("\u001b[H"))) <= 40, 'q');
        assertEquals(0, host.keyboard(fingers::open).run("watch"));
    }

    private static int longest(String screen) {
        return screen.lines()
                .map(line -> line.replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]", ""))
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    @Test
    void namesToolsThatAreNotInstalledInOneLine() {
        UsageException missing = new UsageException(
                UsageException.Reason.NOT_INSTALLED, "The program was not found.", "Install the program.");
        FakeUsageProvider one = new FakeUsageProvider("one").thenFails(missing);
        FakeUsageProvider two = new FakeUsageProvider("two").thenFails(missing);
        TestHost host = new TestHost(provider(), one, two).terminal(80, true).runningClock();
        Fingers fingers = new Fingers()
                .when(() -> host.out().contains("25%") && host.out().contains("Not installed: one, two"), 'q');
        assertEquals(0, host.keyboard(fingers::open).run("watch"));
        assertFalse(host.out().contains("The program was not found."), host.out());
    }

    @Test
    void explainsHowToInstallAToolThatWasNamed() {
        FakeUsageProvider missing = new FakeUsageProvider("one")
                .thenFails(new UsageException(
                        UsageException.Reason.NOT_INSTALLED, "The program was not found.", "Install the program."));
        TestHost host = new TestHost(provider(), missing).terminal(80, true);
        Fingers fingers = new Fingers().when(() -> host.out().contains("Install the program."), 'q');
        assertEquals(0, host.keyboard(fingers::open).run("watch", "one"));
    }

    @Test
    void namesProvidersThatCouldNotBeLoaded() {
        // Two providers with one id: the second is refused when the registry is made.
        TestHost host = new TestHost(provider(), provider()).terminal(80, true);
        Fingers fingers = new Fingers().when(() -> host.out().contains("Not loaded: "), 'q');
        assertEquals(0, host.keyboard(fingers::open).run("watch"));
        assertTrue(host.out().contains("is taken by"), host.out());
    }

    @Test
    void hidesTheIdentity() {
        TestHost host = new TestHost(provider()).terminal(80, true);
        Fingers fingers = new Fingers().when(() -> host.out().contains("25%"), 'q');
        host.keyboard(fingers::open).run("watch", "--hide-identity");
        assertFalse(host.out().contains("person"), host.out());
    }

    @Test
    void printsOneDocumentALineForPrograms() {
        TestHost host = new TestHost(provider()).terminal(80, true).pauses(2);
        assertEquals(130, host.run("watch", "--json", "--interval", "90"));
        assertEquals(3, host.out().lines().count());
        host.out().lines().forEach(line -> PublishedContract.usage().accepts(line));
        assertEquals(Duration.ofSeconds(90), host.pauses().get(0));
        assertFalse(host.out().contains("\u001b"), host.out());
    }
}
