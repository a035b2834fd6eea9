/**
 * Recordings of programs. Start with {@link dev.codexbar.transcript.TranscriptRecorder} to record a program,n *
 * {@link dev.codexbar.transcript.Transcript} to read a recording, and {@link dev.codexbar.transcript.Replay} to play
 * onen * in place of the program.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.transcript;

import org.jspecify.annotations.NullMarked;
