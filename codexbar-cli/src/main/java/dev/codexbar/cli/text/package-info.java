/**
 * How the command writes values, on screens and in status bars alike: words about windows, and JSON. Pure. Start at
 * {@link dev.codexbar.cli.text.WindowWords}.
 */
@NullMarked
package dev.codexbar.cli.text;

import org.jspecify.annotations.NullMarked;
