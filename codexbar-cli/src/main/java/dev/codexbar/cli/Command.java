package dev.codexbar.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the command can do. One table for the quick parser, the full parser and the help. */
enum Command {
    USAGE("Shows how much is used and when it resets. This is what happens without a command."),
    PROVIDERS("Lists the providers that are there."),
    CONFIG("Lists the providers as dashboards ask for them: `config providers --format json`."),
    DIAGNOSE("Tells what was looked for, found and tried, and how long it took. Identity is masked."),
    RECORD("Records what kiro-cli prints, with identity masked, to attach to a bug report.");

    private final String description;

    Command(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** The words a person types. */
    List<String> words() {
        return switch (this) {
            case USAGE -> List.of("usage");
            case PROVIDERS -> List.of("providers");
            case CONFIG -> List.of("config", "providers");
            case DIAGNOSE -> List.of("diagnose");
            case RECORD -> List.of("record");
        };
    }

    /** The options this command knows. */
    Set<Flag> flags() {
        return switch (this) {
            case USAGE -> EnumSet.complementOf(EnumSet.of(Flag.OUT));
            case PROVIDERS, CONFIG ->
                EnumSet.of(
                        Flag.FORMAT,
                        Flag.JSON,
                        Flag.JSON_ONLY,
                        Flag.JSON_OUTPUT,
                        Flag.PRETTY,
                        Flag.NO_COLOR,
                        Flag.LOG_LEVEL,
                        Flag.VERBOSE);
            case DIAGNOSE -> EnumSet.of(Flag.PROVIDER, Flag.TIMEOUT, Flag.NO_COLOR, Flag.DEMO);
            case RECORD -> EnumSet.of(Flag.OUT, Flag.TIMEOUT, Flag.DEMO);
        };
    }
}
