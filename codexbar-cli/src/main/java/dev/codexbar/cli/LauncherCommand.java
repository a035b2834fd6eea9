package dev.codexbar.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A command that the launcher carries out by itself, because only the launcher knows which files it was started from.
 * It is here for the help and the manual page.
 */
enum LauncherCommand {
    INSTALL(
            "Puts codexbar on PATH, with manual page and completion.",
            "Where to install. Default: ~/.local.",
            "Copies the command into DIR/lib/codexbar, and links it in DIR/bin, the manual page and the completion for"
                    + " bash, zsh and fish in DIR/share. The same again updates it. What something else put there"
                    + " stays.",
            "On Windows, codexbar.cmd copies the command into DIR\\codexbar, and PATH stays as it is. The default there"
                    + " is %LOCALAPPDATA%\\Programs."),
    UNINSTALL(
            "Takes back what install did, caches included.",
            "What to uninstall. Default: the installation that this command belongs to, or else ~/.local.",
            "What goes: the command, its links in DIR and its quick starts (~/.cache/codexbar); with the last"
                    + " installation, unpacked native libraries (~/.cache/dev.codexbar.natives) and the answers that"
                    + " runs share (~/.local/state/codexbar), too. On Windows, all of these go with any installation.",
            "What stays: settings and the jars of further providers (~/.config/codexbar).");

    /** The only option, beside {@code --help}. */
    static final String OPTION = "--prefix";

    static final String PREFIX = OPTION + " DIR";

    private final String summary;
    private final String prefix;
    private final String effect;
    private final String limits;

    LauncherCommand(String summary, String prefix, String effect, String limits) {
        this.summary = summary;
        this.prefix = prefix;
        this.effect = effect;
        this.limits = limits;
    }

    /** Returns the command that a command line or a question for help begins with. */
    static Optional<LauncherCommand> startOf(List<String> words) {
        for (LauncherCommand command : values()) {
            if (!words.isEmpty() && words.get(0).equals(command.title())) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For example {@code install [--prefix DIR]}. */
    String synopsis() {
        return title() + " [" + PREFIX + "]";
    }

    String summary() {
        return summary;
    }

    /** What {@code --prefix} means to this command. */
    String prefix() {
        return prefix;
    }

    /** What the command does and what it leaves alone, a paragraph each. */
    List<String> details() {
        return List.of(effect, limits);
    }
}
