package dev.codexbar.core.terminal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TerminalTextTest {

    private static final String ESC = "\033";
    private static final String CSI = ESC + "[";
    private static final int MEGABYTE = 1_000_000;

    /** A report of kiro-cli 1.29 in a terminal: banner, spinner, question, colours, clean-up. */
    private static final String KIRO_REPORT = CSI + "?25l\r" + CSI + "2K" + CSI + "38;5;141m⠋" + CSI + "0m Thinking..."
            + CSI + "?25l\r" + CSI + "2K" + CSI + "38;5;141m⠙" + CSI + "0m Thinking...\r" + CSI + "2K" + CSI + "1G"
            + CSI + "6n" + ESC + "]0;kiro-cli\007" + ESC + "]8;;https://app.kiro.dev" + ESC + "\\" + ESC + "(B" + CSI
            + "?2004h" + CSI + "38:5:141m\r\n"
            + CSI + "1mEstimated Usage" + CSI + "0m | resets on 2026-08-01 | " + CSI + "38;5;141mKIRO PRO" + ESC + "(B"
            + CSI + "m\r\n🎁 Bonus credits: 5.00/10 credits used, expires in 7 days\r\n"
            + CSI + "38;5;11m⚠️  Warning" + CSI + "0m\r\n"
            + CSI + "38;5;141m████" + CSI + "38;5;244m██████" + CSI + "0m 25%\r\n\r\n"
            + "❯ Yes\r\n" + CSI + "1G" + CSI + "0m" + CSI + "0m" + CSI + "?25h";

    private static final String KIRO_TEXT = """

            Estimated Usage | resets on 2026-08-01 | KIRO PRO
            🎁 Bonus credits: 5.00/10 credits used, expires in 7 days
            ⚠️  Warning
            ██████████ 25%

            ❯ Yes
            """;

    static Stream<Arguments> screens() {
        return Stream.of(
                arguments("nothing", "", ""),
                arguments("plain text", "abc", "abc"),
                arguments("a last line feed", "abc\r\n", "abc\n"),
                arguments("lines of a pipe", "one\ntwo\n\nthree", "one\ntwo\n\nthree"),
                arguments("trailing blanks", "one   \r\ntwo \t\r\n   ", "one\ntwo\n"),
                arguments("kiro-cli", KIRO_REPORT, KIRO_TEXT),
                // Control characters.
                arguments("redrawn line", "10%\r50%\r100%", "100%"),
                arguments("shorter redraw leaves the rest", "abcdef\rxy", "xycdef"),
                arguments("backspace", "abc\b\bX", "aXc"),
                arguments("backspace at the left edge", "\b\ba", "a"),
                arguments("tabs", "a\tb\t\tc", "a       b               c"),
                arguments("tab over text changes nothing", "abcdefghij\r\tX", "abcdefghXj"),
                arguments("bell, NUL, delete and others", "a\007b\0c\177d\005e", "abcde"),
                arguments("vertical tab and form feed", "a\013b\fc", "a\nb\nc"),
                arguments("control inside of a sequence", "ab\033[\r2Cx", "abx"),
                // Cursor moves.
                arguments("moves as blanks", "a" + CSI + "3Cb" + CSI + "Cc", "a   b c"),
                arguments("columns as blanks", "a" + CSI + "6Gb" + CSI + "10`c", "a    b   c"),
                arguments("back and over", "abcd" + CSI + "2DX", "abXd"),
                arguments("up and down", "one\r\ntwo" + CSI + "A!" + CSI + "B?", "one!\ntwo ?"),
                arguments("next and previous line", "a" + CSI + "2Ec" + CSI + "Fb", "a\nb\nc"),
                arguments("absolute place", CSI + "2;3Hx" + CSI + "Hy" + CSI + "1;2fz", "yz\n  x"),
                arguments("row", "a" + CSI + "3db", "a\n\n b"),
                arguments("relative aliases", "a" + CSI + "2ab" + CSI + "ec", "a  b\n    c"),
                arguments("moves stop at the edges", CSI + "9A" + CSI + "9Da" + CSI + "99Ab", "ab"),
                arguments("saved places", "a" + ESC + "7bc" + ESC + "8X" + CSI + "sYZ" + CSI + "uW", "aXWZ"),
                arguments("forward and back tabs", CSI + "2Ix" + CSI + "Zy", "                y"),
                arguments("index and reverse index", "a" + ESC + "Db" + ESC + "Mc" + ESC + "Ed", "a c\ndb"),
                // Erasing.
                arguments("erase to the end of the line", "abcdef" + CSI + "3D" + CSI + "K", "abc"),
                arguments("erase to the start of the line", "abcdef" + CSI + "3D" + CSI + "1K", "    ef"),
                arguments("erase the line", "abc" + CSI + "2K\rd", "d"),
                arguments("erase downwards", "a\r\nb\r\nc" + CSI + "2;1H" + CSI + "J", "a\n"),
                arguments("erase upwards", "a\r\nb\r\ncd" + CSI + "D" + CSI + "1J", "\n\n"),
                arguments("clear the screen", "a\r\nb" + CSI + "2J" + CSI + "Hc", "c"),
                arguments("selective erase", "abc" + CSI + "?2K\rd", "d"),
                arguments("erase characters", "abcdef" + CSI + "4G" + CSI + "2X", "abc  f"),
                arguments("reset", "a\r\nb" + ESC + "cX", "X"),
                // Inserting, deleting, repeating.
                arguments("insert characters", "abc" + CSI + "2G" + CSI + "2@X", "aX bc"),
                arguments("delete characters", "abcdef" + CSI + "2G" + CSI + "2P", "adef"),
                arguments("insert lines", "a\r\nb" + CSI + "1;1H" + CSI + "Lx", "x\na\nb"),
                arguments("delete lines", "a\r\nb\r\nc" + CSI + "1;1H" + CSI + "2M", "c"),
                arguments("insert mode", "ab" + CSI + "4h\rX" + CSI + "4l\rY", "Yab"),
                arguments("repeat", "-" + CSI + "4b|", "-----|"),
                arguments("scroll up keeps what leaves", "a\r\nb\r\nc" + CSI + "2Sd", "a\nb\nc\n\n d"),
                arguments("scroll down", "a" + CSI + "T", "\na"),
                arguments(
                        "scroll region",
                        "1\r\n2\r\n3\r\n4" + CSI + "2;3r" + CSI + "3;1H\nX" + CSI + "r" + CSI + "5;1H.",
                        "1\n3\nX\n4\n."),
                // Sequences that show nothing.
                arguments("colours", CSI + "1;38:2::1:2:3;4:3mx" + CSI + "my", "xy"),
                arguments("sequences without effect", CSI + ">4;2m" + CSI + "?25l" + CSI + " q" + CSI + "!pa", "a"),
                arguments("a parameter after an intermediate", "a" + CSI + "1 2Cb", "ab"),
                arguments("title with bell", ESC + "]0;a title\007b", "b"),
                arguments("link with terminator", ESC + "]8;;http://x" + ESC + "\\b" + ESC + "]8;;" + ESC + "\\", "b"),
                arguments("terminator within a character", ESC + "]0;✓ done\007b", "b"),
                arguments(
                        "all kinds of strings",
                        "a" + ESC + "Pq" + ESC + "\\b" + ESC + "Xq" + ESC + "\\c" + ESC + "^q" + ESC + "\\d" + ESC
                                + "_q" + ESC + "\\e",
                        "abcde"),
                arguments("string without an end is over with the line", ESC + "]0;abc\r\ndef", "\ndef"),
                arguments("string cancelled by a sequence", ESC + "]0;abc" + CSI + "1mdef", "def"),
                arguments("string cancelled", ESC + "]0;abc\030def" + ESC + "Pabc\032ghi", "defghi"),
                arguments("sequence cancelled", CSI + "12\030ab" + CSI + "12\032c", "abc"),
                arguments("sequence in a sequence", "ab" + CSI + "1" + CSI + "Dx", "ax"),
                arguments("character in a sequence", CSI + "1█" + ESC + "é", "█é"),
                arguments("garbage", "\0\007\033[\033]\033[█\ufffd".repeat(3), "█\ufffd█\ufffd█\ufffd"),
                arguments("unknown escapes", ESC + "=a" + ESC + ">b" + ESC + "#8c" + ESC + "%Gd", "abcd"),
                arguments("escape and a digit", ESC + "9a", "a"),
                // 8-bit controls, encoded.
                arguments("8-bit controls", "ab\u009b1Dx\u009d0;title\u009cy\u0085z", "axy\nz"),
                // Character sets.
                arguments("line drawing", ESC + "(0lqqk" + ESC + "(Bq", "┌──┐q"),
                arguments("line drawing by shift", ESC + ")0" + "a\016x\017x", "a│x"),
                // Characters wider or narrower than a column.
                arguments("wide characters take two columns", "漢字\b\bX🎁" + CSI + "5GY", "漢X Y"),
                arguments("half of a wide character", "🎁" + "\b" + "X", " X"),
                arguments("other half of a wide character", "🎁\rX", "X"),
                arguments("marks take none", "e\u0301a" + CSI + "2GX", "e\u0301X"),
                arguments("presentation selectors take none", "⚠️X\b\b!", "!X"),
                arguments("marks on wide characters", "🎁\ufe0fX", "🎁\ufe0fX"),
                arguments("a mark without a character", "\u0301a\r\n\u0301b", "a\nb"),
                arguments("joined emoji", "👩\u200d💻|", "👩\u200d💻|"),
                arguments("insert splits a wide character", "a🎁b" + CSI + "3G" + CSI + "@", "a   b"),
                arguments("delete splits wide characters", "🎁🎁🎁" + CSI + "2G" + CSI + "2P", "  🎁"),
                arguments("erase splits wide characters", "🎁🎁🎁" + CSI + "2G" + CSI + "4X|", " |"),
                // The alternate screen.
                arguments("alternate screen is gone", "a" + CSI + "?1049hfull" + CSI + "?1049lb", "ab"),
                arguments("alternate screen while it is shown", "a" + CSI + "?1049h" + CSI + "Hfull", "a\nfull"),
                arguments("alternate screen twice", CSI + "?47hx" + CSI + "?47h" + CSI + "?47la" + CSI + "?47l", "a"),
                arguments("several modes at once", "a" + CSI + "?25;1049hfull" + CSI + "?1049;25lb", "ab"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("screens")
    void showsWhatAPersonSees(String what, String output, String expected) {
        assertEquals(expected, TerminalText.of(utf8(output)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("screens")
    void readsPiecesLikeTheWhole(String what, String output, String expected) {
        byte[] bytes = utf8(output);
        for (int cut = 0; cut <= bytes.length; cut++) {
            TerminalText terminal = new TerminalText();
            terminal.append(bytes, 0, cut);
            terminal.append(bytes, cut, bytes.length - cut);
            assertEquals(expected, terminal.toString(), "cut at " + cut);
        }
        assertEquals(expected, byteByByte(bytes).toString());
    }

    @Test
    void decodesMalformedCharacters() {
        assertEquals("a\ufffdb", text('a', 0xFF, 'b'));
        assertEquals("\ufffd\ufffd", text(0xC0, 0xAF), "overlong");
        assertEquals("\ufffd\ufffd\ufffd", text(0xE0, 0xA0, 0xED, 0xA0, 0xE1), "unfinished, surrogate");
        assertEquals("\ufffdx", text(0xE2, 0x96, 'x'), "unfinished");
        assertEquals("\ufffd█", text(0xE2, 0xE2, 0x96, 0x88), "begun again");
        assertEquals("\ufffd\ufffd", text(0xF5, 0xBF), "beyond Unicode");
        assertEquals("\udbff\udfff", text(0xF4, 0x8F, 0xBF, 0xBF), "the last code point");
        assertEquals("\ufffd", text(0xBF), "a byte that only continues");
        assertEquals("\ufffda", text(0xC3, 0x1B, '[', 'm', 'a'), "cut off by a sequence");
    }

    @Test
    void keepsAnUnfinishedCharacterBack() {
        assertEquals("a", text('a', 0xE2, 0x96));
    }

    @Test
    void obeysEightBitControls() {
        assertEquals("a  b", text('a', 0x9B, '2', 'C', 'b'));
        assertEquals("ab", text('a', 0x9D, '0', ';', 't', 0x9C, 'b'));
        assertEquals("a\nb", text('a', 0x85, 'b'));
        assertEquals("ab", text('a', 0x90, 'q', 0x9C, 'b'));
        assertEquals("a\nb", text('a', 0x9F, 'q', '\n', 'b'), "never longer than a line");
    }

    @Test
    void keepsWhatScrolledAway() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            lines.append("line ").append(i).append(" ━━━\n");
        }
        assertEquals(lines.toString(), TerminalText.of(utf8(lines.toString())));
    }

    @Test
    void forgetsTheScrollBackWhenToldTo() {
        String many = "line\n".repeat(100);
        assertEquals("x", TerminalText.of(utf8(many + CSI + "H" + CSI + "2J" + CSI + "3Jx")));
    }

    @Test
    void neverWrapsWithoutASize() {
        String line = "0123456789".repeat(100_000);
        assertEquals(line + "\nx", TerminalText.of(utf8(line + "\r\nx")));
        String emoji = "a" + "🎁".repeat(10_000);
        assertEquals(emoji, TerminalText.of(utf8(emoji)).replace(" ", ""));
    }

    @Test
    void joinsLinesThatItWrapped() {
        assertEquals("abcdefghij\nk", sized(4, 3, "abcdefghij\r\nk"));
        assertEquals("a b\nc", sized(2, 3, "a b\r\nc"), "a blank at the edge is text");
        assertEquals("abcd\nef", sized(4, 3, "abcd\r\nef"), "a full line is not a wrapped one");
        assertEquals("X\nd", sized(3, 3, "abcd" + CSI + "A\r" + CSI + "KX"), "a rewritten line is no longer wrapped");
    }

    @Test
    void redrawsWrappedLinesWhereTheyAre() {
        assertEquals("done", sized(4, 3, "12345678\r" + CSI + "A" + CSI + "Jdone"));
    }

    @Test
    void wrapsWideCharactersWhole() {
        assertEquals("abc🎁", sized(4, 3, "abc🎁").replace(" ", ""));
        assertEquals("🎁", sized(1, 3, "🎁"), "even where none fits");
    }

    @Test
    void doesNotWrapWhenToldNotTo() {
        assertEquals("abcf", sized(4, 3, CSI + "?7labcdef"));
    }

    @Test
    void addressesTheRowsOfTheScreen() {
        assertEquals("1\n2\nX\n4", sized(10, 2, "1\n2\n3\n4" + CSI + "1;1HX"));
        assertEquals("1\n\nX", sized(10, 2, "1" + CSI + "99;1H\nX"));
    }

    @Test
    void answersQuestions() {
        assertEquals(CSI + "1;1R", replies(CSI + "6n"));
        assertEquals(CSI + "2;4R", replies("a\nabc" + CSI + "6n"));
        assertEquals(CSI + "?1;3R", replies("🎁" + CSI + "?6n"));
        assertEquals(CSI + "0n", replies(CSI + "5n"));
        assertEquals(CSI + "?1;2c", replies(CSI + "c"));
        assertEquals(CSI + "?1;2c", replies(CSI + "0c"));
        assertEquals(CSI + "?1;2c", replies(ESC + "Z"));
        assertEquals(CSI + ">0;0;0c", replies(CSI + ">c"));
        assertEquals(CSI + "1;1R" + CSI + "?1;2c", replies(CSI + "6n" + CSI + "c"));
        assertEquals("", replies(CSI + "=c" + CSI + "1c" + CSI + "7n" + CSI + ">6n" + CSI + "1;1R"));
        TerminalText small = new TerminalText(new TerminalSize(20, 5));
        append(small, "x".repeat(20) + CSI + "6n" + CSI + "999;999H" + CSI + "6n");
        assertEquals(CSI + "1;20R" + CSI + "5;20R", new String(small.takeReplies(), StandardCharsets.US_ASCII));
    }

    @Test
    void answersOnceAndNotForEver() {
        TerminalText terminal = new TerminalText();
        append(terminal, (CSI + "6n").repeat(100_000));
        assertTrue(terminal.takeReplies().length <= 4096);
        assertArrayEquals(new byte[0], terminal.takeReplies());
        append(terminal, CSI + "5n");
        assertArrayEquals(utf8(CSI + "0n"), terminal.takeReplies());
    }

    @Test
    void returnsTheSameTextUntilSomethingComes() {
        TerminalText terminal = new TerminalText();
        append(terminal, "abc");
        String before = terminal.toString();
        append(terminal, "");
        assertSame(before, terminal.toString());
        append(terminal, "d");
        assertEquals("abcd", terminal.toString());
    }

    @Test
    void refusesARangeOutsideOfTheArray() {
        TerminalText terminal = new TerminalText();
        assertThrows(IndexOutOfBoundsException.class, () -> terminal.append(new byte[3], 2, 2));
    }

    @Test
    @Timeout(60)
    void survivesAnything() {
        Random random = new Random(20261122);
        for (int round = 0; round < 400; round++) {
            byte[] bytes = round % 4 == 0 ? noise(random) : nonsense(random);
            TerminalSize size = new TerminalSize(1 + random.nextInt(30), 1 + random.nextInt(6));
            TerminalText whole = new TerminalText(size);
            whole.append(bytes, 0, bytes.length);
            TerminalText pieces = new TerminalText(size);
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(1 + random.nextInt(7), bytes.length - at);
                pieces.append(bytes, at, length);
                at += length;
            }
            assertEquals(whole.toString(), pieces.toString(), "round " + round);
            assertArrayEquals(whole.takeReplies(), pieces.takeReplies(), "round " + round);
            assertTrue(whole.toString().lines().allMatch(line -> line.equals(line.stripTrailing())));
            TerminalText.of(bytes);
            assertTrue(TerminalText.singleLine(new String(bytes, StandardCharsets.UTF_8), 50)
                            .length()
                    <= 50);
        }
    }

    /** Bytes without any order. */
    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(2000)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Sequences that are well-formed more often than not, in an order without sense. */
    private static byte[] nonsense(Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String finals = "@ABCDEFGHIJKLMPSTXZ`abcdefghlmnrsu";
        String[] others = {
            "\r", "\n", "\t", "\b", "🎁", "e\u0301", "漢", "\u0301", ESC + "7", ESC + "8", ESC + "M", ESC + "D"
        };
        for (int i = 0; i < 300; i++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> bytes.writeBytes(utf8("abcdefgh ".substring(random.nextInt(8))));
                case 3, 4 -> bytes.writeBytes(utf8(others[random.nextInt(others.length)]));
                case 5 ->
                    bytes.writeBytes(utf8(CSI + "?" + new String[] {"7", "1049", "1048", "47"}[random.nextInt(4)]
                            + "hl".charAt(i % 2)));
                case 6 -> bytes.write(random.nextInt(256));
                default ->
                    bytes.writeBytes(utf8(CSI + random.nextInt(12) + ";" + random.nextInt(40)
                            + finals.charAt(random.nextInt(finals.length()))));
            }
        }
        return bytes.toByteArray();
    }

    static Stream<Arguments> hostileOutputs() {
        return Stream.of(
                arguments("far column", CSI + "999999999Cx\r\n"),
                arguments("far row", CSI + "999999999B\r\nx"),
                arguments("far place", CSI + "999999999;999999999Hx\n"),
                arguments("number without an end", CSI + "9"),
                arguments("parameters without an end", "1;"),
                arguments("repeats", "x" + CSI + "999999999b"),
                arguments("cleared screens", CSI + "2J\nx"),
                arguments("scrolling", CSI + "99S" + CSI + "99T\n"),
                arguments("inserted lines", CSI + "99L"),
                arguments("inserted characters", "x" + CSI + "99@"),
                arguments("marks", "\u0301"),
                arguments("marks by turns", CSI + "D\u0301" + CSI + "C\u0301"),
                arguments("alternate screens", CSI + "?1049hx" + CSI + "?1049l"),
                arguments("one line", "x"),
                arguments("one line of emoji", "🎁"),
                arguments("blanks", " "),
                arguments("tabs", "\t"),
                arguments("escapes", ESC),
                arguments("questions", CSI + "6n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileOutputs")
    @Timeout(60)
    void staysLinearWhateverComes(String what, String piece) {
        byte[] bytes = utf8("a" + CSI + piece.repeat(10 * MEGABYTE / utf8(piece).length) + "\r\nend");
        String text = TerminalText.of(bytes);
        assertTrue(text.length() <= (1 << 20) + 4 * bytes.length, () -> "a text of " + text.length());
    }

    @Test
    @Timeout(60)
    void skipsAStringWithoutAnEnd() {
        String endless = ESC + "]0;" + "x".repeat(10 * MEGABYTE);
        assertEquals("a", TerminalText.of(utf8("a" + endless)));
        assertEquals("a\nb", TerminalText.of(utf8("a" + endless + "\r\nb")));
    }

    @Test
    void keepsABoundedNumberOfMarks() {
        String text = TerminalText.of(utf8("a" + "\u0301".repeat(1000) + "b"));
        assertTrue(text.length() < 20, text);
        assertTrue(text.endsWith("b"), text);
    }

    @Test
    void makesASingleLineOfHostileText() {
        assertEquals("plain text", TerminalText.singleLine("plain text", 100));
        assertEquals("a b c d", TerminalText.singleLine("  a\r\nb\tc\rd\n", 100));
        assertEquals("red", TerminalText.singleLine(CSI + "31mred" + CSI + "0m" + ESC + "]0;title\007", 100));
        assertEquals("safe txt", TerminalText.singleLine("safe \u202etxt\u2066\u200b\ufeff", 100));
        assertEquals("a b", TerminalText.singleLine("a\u00a0\u2028\u2029b", 100));
        assertEquals("a\ufffdb", TerminalText.singleLine("a\ud800b", 100), "half a character");
        assertEquals("", TerminalText.singleLine("\007" + CSI + "2J \n", 100));
        assertEquals("🎁 ⚠\ufe0f é", TerminalText.singleLine("🎁 ⚠\ufe0f é", 100));
        assertEquals("a b c", TerminalText.singleLine("a" + CSI + "3Cb\u0085c"), "what separates words");
        assertEquals("kept", TerminalText.singleLine("ke\bpt" + CSI + "2K"), "nothing is hidden");
        assertEquals("abcd", TerminalText.singleLine("a\u009b1mb\u009dtitle\u009cc" + ESC + "(Bd"));
        assertEquals("a b", TerminalText.singleLine("a" + ESC + "]0;no end\nb"));
        assertEquals("ab", TerminalText.singleLine("a" + ESC + "Pdevice\t" + ESC + "\\b"));
        assertEquals("aéb", TerminalText.singleLine("a" + CSI + "1é" + ESC + "cb"), "broken off");
        assertEquals("ab", TerminalText.singleLine("a" + CSI + "12\030b" + ESC + "]0;x\032"));
    }

    @Test
    void cutsASingleLineAtItsLimit() {
        assertEquals("abcd", TerminalText.singleLine("abcd", 4));
        assertEquals("abc…", TerminalText.singleLine("abcde", 4));
        assertEquals("ab…", TerminalText.singleLine("ab🎁🎁", 4));
        assertEquals("…", TerminalText.singleLine("abc", 1));
        assertEquals("abc", TerminalText.singleLine("abc    ", 3), "what is not shown needs no room");
        assertThrows(IllegalArgumentException.class, () -> TerminalText.singleLine("abc", 0));
    }

    private static TerminalText byteByByte(byte[] bytes) {
        TerminalText terminal = new TerminalText();
        for (int i = 0; i < bytes.length; i++) {
            terminal.append(bytes, i, 1);
        }
        return terminal;
    }

    private static String sized(int columns, int rows, String output) {
        TerminalText terminal = new TerminalText(new TerminalSize(columns, rows));
        append(terminal, output);
        return terminal.toString();
    }

    private static String replies(String output) {
        TerminalText terminal = new TerminalText();
        append(terminal, output);
        return new String(terminal.takeReplies(), StandardCharsets.US_ASCII);
    }

    private static void append(TerminalText terminal, String output) {
        byte[] bytes = utf8(output);
        terminal.append(bytes, 0, bytes.length);
    }

    private static String text(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return TerminalText.of(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
