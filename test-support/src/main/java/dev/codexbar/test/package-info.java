/**
 * For the tests of this repository: what more than one module needs to test itself. Never published; authors of
 * providers use the testkit. {@link dev.codexbar.test.FakeTool} is the start for a provider that runs a tool,
 * {@link dev.codexbar.test.ReportCase} for what reads its output.
 */
@NullMarked
package dev.codexbar.test;

import org.jspecify.annotations.NullMarked;
