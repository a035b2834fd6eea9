/**
 * Reads the usage of Kiro, AWS's coding agent.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.provider.kiro;

import org.jspecify.annotations.NullMarked;
