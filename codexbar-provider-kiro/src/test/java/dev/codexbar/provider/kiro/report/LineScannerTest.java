package dev.codexbar.provider.kiro.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineScannerTest {

    @Test
    void eatsWordsAtBothEnds() {
        LineScanner phrase = new LineScanner("  Credits used: 5 of 10\u00a0 ");
        assertFalse(phrase.dropStart("used"));
        assertTrue(phrase.dropStart("CREDITS used:"));
        assertFalse(phrase.dropEnd("of"));
        assertTrue(phrase.dropEnd("10"));
        assertTrue(phrase.dropEnd("OF"));
        assertEquals("5", phrase.rest());
        assertFalse(phrase.isEmpty());
        assertFalse(phrase.dropStart("55"));
        assertFalse(phrase.dropEnd("55"));
        assertTrue(phrase.dropEnd("5"));
        assertTrue(phrase.isEmpty());
    }

    @Test
    void eatsNoWordTwice() {
        LineScanner phrase = new LineScanner("ab");
        assertTrue(phrase.dropStart("ab"));
        assertFalse(phrase.dropEnd("b"));
        assertEquals("", phrase.rest());
    }

    @Test
    void eatsSymbols() {
        assertEquals("5%", new LineScanner("🎁 ██ $5%").dropSymbols().rest());
        assertEquals("ä", new LineScanner("--ä").dropSymbols().rest());
        assertTrue(new LineScanner("── 🎁").dropSymbols().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0            | 0",
                "12.50        | 12.5",
                "1,234.50     | 1234.5",
                "10,000       | 10000",
                "1,234,567.8  | 1234567.8",
                "007          | 7",
                "123456789012345678901.34 | 123456789012345678901.34"
            })
    void readsNumbers(String text, double value) {
        assertEquals(OptionalDouble.of(value), new LineScanner(text).numberAtStart());
        assertEquals(OptionalDouble.of(value), new LineScanner(text).numberAtEnd());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                ".5",
                "1.2.3",
                "1,23",
                "12,3456",
                "1234,567",
                "1,234,56",
                ",123",
                "1,,234",
                "1.5,000",
                "1234567890123456789012345",
                "٣",
                "NaN",
                "-"
            })
    void readsNothingElseAsNumbers(String text) {
        LineScanner start = new LineScanner(text);
        LineScanner end = new LineScanner(text);
        assertEquals(OptionalDouble.empty(), start.numberAtStart());
        assertEquals(OptionalDouble.empty(), end.numberAtEnd());
        assertEquals(text, start.rest());
        assertEquals(text, end.rest());
    }

    @Test
    void leavesTheStopOfASentence() {
        LineScanner phrase = new LineScanner("42., and");
        assertEquals(OptionalDouble.of(42), phrase.numberAtStart());
        assertEquals("., and", phrase.rest());
        assertEquals(OptionalDouble.empty(), new LineScanner("42.").numberAtEnd());
    }

    @Test
    void readsNumbersBesideOtherNumbers() {
        LineScanner phrase = new LineScanner("7 of 9.5");
        assertEquals(OptionalDouble.of(7), phrase.numberAtStart());
        assertEquals("of 9.5", phrase.rest());
        assertEquals(OptionalDouble.of(9.5), phrase.numberAtEnd());
        assertEquals("of", phrase.rest());
    }

    @Test
    void readsWholeNumbers() {
        assertEquals(OptionalInt.of(88), new LineScanner("in 88").wholeNumberAtEnd());
        assertEquals(OptionalInt.of(Integer.MAX_VALUE), new LineScanner("99999999999").wholeNumberAtEnd());
        assertEquals(OptionalInt.empty(), new LineScanner("in").wholeNumberAtEnd());
    }
}
