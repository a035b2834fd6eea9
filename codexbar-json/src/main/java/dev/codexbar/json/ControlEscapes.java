package dev.codexbar.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/** Escapes the control characters that JSON allows in texts, since a document may be printed to a terminal. */
final class ControlEscapes extends CharacterEscapes {

    private static final long serialVersionUID = 1L;

    private static final char DELETE = 0x7f;
    private static final char LAST_CONTROL = 0x9f;

    @Override
    public int[] getEscapeCodesForAscii() {
        int[] codes = standardAsciiEscapesForJSON();
        codes[DELETE] = ESCAPE_STANDARD;
        return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
        if (character <= DELETE || character > LAST_CONTROL) {
            return null;
        }
        return new SerializedString("\\u00" + Integer.toHexString(character));
    }
}
