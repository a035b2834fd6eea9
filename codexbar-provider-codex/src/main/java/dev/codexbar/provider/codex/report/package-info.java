/**
 * Reads what {@code codex app-server} answers and maps it to a snapshot: pure functions, without a clock, a file or a
 * process. For the provider alone, which starts at {@link dev.codexbar.provider.codex.report.CodexReader}.
 *
 * <p>The facts about answers and errors come from dialogues recorded with the real versions 0.45 to 0.171.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.provider.codex.report;

import org.jspecify.annotations.NullMarked;
