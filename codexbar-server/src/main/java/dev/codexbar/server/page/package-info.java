/**
 * The page that people leave open: views of a monitor to HTML. Pure, and private to the server. Start with
 * {@link dev.codexbar.server.page.UsagePage}.
 */
@NullMarked
package dev.codexbar.server.page;

import org.jspecify.annotations.NullMarked;
