/**
 * The command {@code codexbar}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.cli;

import org.jspecify.annotations.NullMarked;
