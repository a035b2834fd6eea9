/**
 * For people who write providers: contract suites, fakes and transcripts.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.testkit;

import org.jspecify.annotations.NullMarked;
