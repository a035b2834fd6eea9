/**
 * Terminal bytes to text, cleaning of hostile text, and column widths. Start withn *
 * {@link dev.codexbar.core.terminal.TerminalText}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.core.terminal;

import org.jspecify.annotations.NullMarked;
