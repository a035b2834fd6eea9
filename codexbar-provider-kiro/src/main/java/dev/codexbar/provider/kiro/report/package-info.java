/**
 * Reads what the Kiro CLI prints: pure functions from text to values, without clock, file, process, locale or time
 * zone.
 *
 * <p>For {@code dev.codexbar.provider.kiro}, which asks the CLI, and for programs that have its output already. Start
 * with {@link dev.codexbar.provider.kiro.report.KiroUsageParser} for the text of {@code /usage},
 * {@link dev.codexbar.provider.kiro.report.KiroAcpReader} for the answers of {@code kiro-cli acp}, and
 * {@link dev.codexbar.provider.kiro.report.KiroWhoami} for {@code whoami}.
 *
 * <p>For a new line in the report, add a transcript with its expected result to the tests, and a method to
 * {@code ReportReader} or to one of the readers that it asks. {@code ReportLines} joins lines that a screen broke,
 * {@code OutputReader} finds the report in everything that was printed, {@code ErrorReader} knows the errors.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.provider.kiro.report;

import org.jspecify.annotations.NullMarked;
