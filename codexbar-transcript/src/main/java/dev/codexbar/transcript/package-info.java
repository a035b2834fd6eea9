/**
 * Recordings of programs. Start with {@link dev.codexbar.transcript.TranscriptRecorder} to record a program,
 * {@link dev.codexbar.transcript.Transcript} to read a recording, {@link dev.codexbar.transcript.Replay} to play one in
 * place of the program, and {@link dev.codexbar.transcript.KiroStandIn} for a {@code kiro-cli} that answers.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.transcript;

import org.jspecify.annotations.NullMarked;
