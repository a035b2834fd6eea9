/**
 * One line for a status bar, made from what is known about the providers: the formats of the bars, and the templates of
 * people. Pure. Start at {@link dev.codexbar.cli.bar.BarFormat}.
 */
@NullMarked
package dev.codexbar.cli.bar;

import org.jspecify.annotations.NullMarked;
