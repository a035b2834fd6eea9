/**
 * Tests of what no single module can test: the walls between the modules, the documents, and strangers' providers. For
 * contributors. Start with {@link dev.codexbar.integration.House}, the table of who may use whom.
 */
@NullMarked
package dev.codexbar.integration;

import org.jspecify.annotations.NullMarked;
