/**
 * Runs programs in a pseudo-terminal.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.pty;

import org.jspecify.annotations.NullMarked;
