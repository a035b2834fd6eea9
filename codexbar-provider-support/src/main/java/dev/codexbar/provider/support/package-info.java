/**
 * What more than one provider needs. For people who write providers; hosts need none of it.
 *
 * <p>A provider that asks a program in JSON starts at {@link dev.codexbar.provider.support.JsonDialogue} and reads the
 * answers as {@link dev.codexbar.provider.support.JsonValue}. A provider that runs any program finds it by a
 * {@link dev.codexbar.provider.support.ToolLocator}, says why it could not be run by
 * {@link dev.codexbar.provider.support.ToolFailures}, gives it a {@link dev.codexbar.provider.support.PrivateDirectory}
 * to start in and a time limit from its {@link dev.codexbar.provider.support.Deadline}, remembers what it learned about
 * the program's file by {@link dev.codexbar.provider.support.FileFingerprint}, and runs what need not be waited for as
 * a {@link dev.codexbar.provider.support.BackgroundTask}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.codexbar.provider.support;

import org.jspecify.annotations.NullMarked;
