package dev.codexbar.core.terminal;

import java.util.Arrays;

/**
 * How many columns of a terminal characters and texts take.
 *
 * <p>Wide are the classes W and F of Unicode Standard Annex 11 in Unicode 17.0, which include every character that is
 * an emoji by default, such as ✅. Marks and format characters take no column.
 *
 * @since 0.1.0
 */
public final class CharacterWidth {

    /**
     * First and last of each range of wide characters. Unassigned places between two of them count as wide, because
     * later versions fill them with their like.
     *
     * <p>{@code CharacterWidthTest} generates these ranges from ICU4J's copy of the Unicode Character Database, and
     * prints them when they differ.
     */
    static final int[] WIDE = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3, //
        0x25FD, 0x25FE, 0x2614, 0x2615, 0x2630, 0x2637, 0x2648, 0x2653, 0x267F, 0x267F, 0x268A, 0x268F, //
        0x2693, 0x2693, 0x26A1, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26CE, //
        0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA, 0x26FD, 0x26FD, //
        0x2705, 0x2705, 0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755, //
        0x2757, 0x2757, 0x2795, 0x2797, 0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, //
        0x2B55, 0x2B55, 0x2E80, 0x303E, 0x3041, 0x3247, 0x3250, 0xA4C6, 0xA960, 0xA97C, 0xAC00, 0xD7A3, //
        0xF900, 0xFAFF, 0xFE10, 0xFE19, 0xFE30, 0xFE6B, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x1B2FB, //
        0x1D300, 0x1D376, 0x1F004, 0x1F004, 0x1F0CF, 0x1F0CF, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F200, 0x1F320, //
        0x1F32D, 0x1F335, 0x1F337, 0x1F37C, 0x1F37E, 0x1F393, 0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3, 0x1F3E0, 0x1F3F0, //
        0x1F3F4, 0x1F3F4, 0x1F3F8, 0x1F43E, 0x1F440, 0x1F440, 0x1F442, 0x1F4FC, 0x1F4FF, 0x1F53D, 0x1F54B, 0x1F54E, //
        0x1F550, 0x1F567, 0x1F57A, 0x1F57A, 0x1F595, 0x1F596, 0x1F5A4, 0x1F5A4, 0x1F5FB, 0x1F64F, 0x1F680, 0x1F6C5, //
        0x1F6CC, 0x1F6CC, 0x1F6D0, 0x1F6D2, 0x1F6D5, 0x1F6DF, 0x1F6EB, 0x1F6EC, 0x1F6F4, 0x1F6FC, 0x1F7E0, 0x1F7F0, //
        0x1F90C, 0x1F93A, 0x1F93C, 0x1F945, 0x1F947, 0x1F9FF, 0x1FA70, 0x1FAF8, 0x20000, 0x3FFFD
    };

    private static final int JOINER = 0x200D;
    private static final int EMOJI_PRESENTATION = 0xFE0F;
    private static final int FIRST_SKIN_TONE = 0x1F3FB;
    private static final int LAST_SKIN_TONE = 0x1F3FF;

    private CharacterWidth() {}

    /**
     * Returns the width of a character that stands alone.
     *
     * @param codePoint the character, not a control
     * @return 2 for East Asian wide characters and emoji, 0 for marks and format characters, otherwise 1
     */
    public static int of(int codePoint) {
        // Most text, and what frames, bars and spinners are made of: box drawing, blocks, Braille.
        if (codePoint < 0x300 || (codePoint >= 0x2500 && codePoint < 0x25FD) || codePoint >> 8 == 0x28) {
            return 1;
        }
        if (isZeroWidth(codePoint)) {
            return 0;
        }
        int found = Arrays.binarySearch(WIDE, codePoint);
        // Within a range, the place to insert at is an odd one.
        return found >= 0 || (~found & 1) == 1 ? 2 : 1;
    }

    /**
     * Returns the width of a text as terminals show it that know emoji sequences: a sequence joined by U+200D takes the
     * columns of its first emoji, a skin tone none beside an emoji, and U+FE0F makes the symbol before it two columns
     * wide.
     *
     * @param text one line without controls
     * @return the columns, from 0 up
     */
    public static int of(CharSequence text) {
        int columns = 0;
        int width = 0;
        boolean joined = false;
        for (int i = 0; i < text.length(); ) {
            int next = Character.codePointAt(text, i);
            i += Character.charCount(next);
            boolean skinTone = next >= FIRST_SKIN_TONE && next <= LAST_SKIN_TONE;
            int own = (joined || skinTone) && width == 2 ? 0 : of(next);
            joined = next == JOINER;
            if (own > 0) {
                width = own;
            } else if (next == EMOJI_PRESENTATION && width == 1) {
                width = 2;
                own = 1;
            }
            columns += own;
        }
        return columns;
    }

    private static boolean isZeroWidth(int codePoint) {
        // The vowels and final consonants of Hangul syllables merge with the consonant before them.
        if ((codePoint >= 0x1160 && codePoint <= 0x11FF) || (codePoint >= 0xD7B0 && codePoint <= 0xD7FF)) {
            return true;
        }
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT;
    }
}
