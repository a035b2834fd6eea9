/**
 * What more than one provider needs. For people who write providers; hosts need none of it.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.provider.support;

import org.jspecify.annotations.NullMarked;
