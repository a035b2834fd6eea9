package dev.codexbar.core.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacter.EastAsianWidth;
import com.ibm.icu.lang.UProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharacterWidthTest {

    @Test
    void isThatOfTheNamedVersionOfUnicode() {
        assertEquals("17.0.0.0", UCharacter.getUnicodeVersion().toString(), "name ICU4J's version in CharacterWidth");
        assertEquals(
                source(wideRanges()),
                source(Arrays.stream(CharacterWidth.WIDE).boxed().toList()),
                "the numbers that belong into CharacterWidth.WIDE");
    }

    /** Generates the table: first and last of each range. */
    private static List<Integer> wideRanges() {
        List<Integer> ranges = new ArrayList<>();
        boolean open = false;
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            int width = UCharacter.getIntPropertyValue(c, UProperty.EAST_ASIAN_WIDTH);
            if (width == EastAsianWidth.WIDE || width == EastAsianWidth.FULLWIDTH) {
                if (open) {
                    ranges.remove(ranges.size() - 1);
                } else {
                    ranges.add(c);
                }
                ranges.add(c);
                open = true;
            } else if (UCharacter.isDefined(c)) {
                open = false;
            }
        }
        return ranges;
    }

    private static String source(List<Integer> ranges) {
        return ranges.stream()
                .map(number -> String.format(Locale.ROOT, "0x%04X", number))
                .collect(Collectors.joining(", "));
    }

    @Test
    void marksAreThoseOfUnicodeAsFarAsThisJavaKnowsThem() {
        List<String> wrong = new ArrayList<>();
        for (int c = 0x300; c <= Character.MAX_CODE_POINT; c++) {
            boolean mark = switch (UCharacter.getType(c)) {
                case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> true;
                default -> isHangulMedialOrFinal(c);
            };
            // Later versions of Unicode gave two marks a width that had none.
            boolean known = Character.isDefined(c) && UCharacter.getType(c) != Character.COMBINING_SPACING_MARK;
            if (known && mark != (CharacterWidth.of(c) == 0)) {
                wrong.add(Integer.toHexString(c));
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static boolean isHangulMedialOrFinal(int c) {
        int type = UCharacter.getIntPropertyValue(c, UProperty.HANGUL_SYLLABLE_TYPE);
        return type == UCharacter.HangulSyllableType.VOWEL_JAMO || type == UCharacter.HangulSyllableType.TRAILING_JAMO;
    }

    @Test
    void everyEmojiOfTwoColumnsIsOneByDefault() {
        List<String> wrong = new ArrayList<>();
        for (int c = 0x300; c <= Character.MAX_CODE_POINT; c++) {
            boolean regional = UCharacter.hasBinaryProperty(c, UProperty.REGIONAL_INDICATOR);
            if (UCharacter.hasBinaryProperty(c, UProperty.EMOJI_PRESENTATION)
                    && CharacterWidth.of(c) != (regional ? 1 : 2)) {
                wrong.add(Integer.toHexString(c));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "'',0",
                "a b,3",
                "✅,2",
                "✔,1",
                "漢字,4",
                "ｱ,1",
                "Ａ,2",
                "한,2",
                "\u1112\u1161\u11ab,2",
                "e\u0301,1",
                "█━⠋,3",
                // The emoji presentation of a symbol, and the text presentation of an emoji.
                "⚠,1",
                "⚠\ufe0f,2",
                "⚠\ufe0f x,4",
                "1\ufe0f\u20e3,2",
                "✅\ufe0f,2",
                "\ufe0f,0",
                "a\u0301\ufe0f,2",
                // Sequences: a person with a profession, a family, a flag, a skin tone.
                "👩\u200d💻,2",
                "👨\u200d👩\u200d👧x,3",
                "🏳\ufe0f\u200d🌈,2",
                "🇩🇪,2",
                "👍🏽,2",
                "x🏽,3",
                "👍👍,4",
                "a\u200db,2",
                "\u200d漢,2",
            })
    void countsTheColumnsOfAText(String text, int columns) {
        assertEquals(columns, CharacterWidth.of(text));
    }
}
