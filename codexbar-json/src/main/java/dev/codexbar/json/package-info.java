/**
 * Snapshots and failures as JSON, in the shape existing dashboards read.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.json;

import org.jspecify.annotations.NullMarked;
