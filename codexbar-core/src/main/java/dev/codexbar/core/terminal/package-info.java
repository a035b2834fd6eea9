/**
 * Terminal bytes to text, cleaning of hostile text, and column widths.
 *
 * <p>For code that reads the output of programs or that writes to a terminal. Start with
 * {@link dev.codexbar.core.terminal.TerminalText}: it turns output into the text that a person sees, and makes a clean
 * line of any text. {@link dev.codexbar.core.terminal.CharacterWidth} counts columns, and
 * {@link dev.codexbar.core.terminal.ControlScanner} finds control sequences where they must stay. None of them starts a
 * program or opens a terminal: that is {@link dev.codexbar.core.process}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.core.terminal;

import org.jspecify.annotations.NullMarked;
