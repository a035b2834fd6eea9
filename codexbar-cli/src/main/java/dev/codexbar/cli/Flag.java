package dev.codexbar.cli;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options. Those without a description are known so that clients of CodexBar may pass them; they change nothing.
 */
enum Flag {
    PROVIDER("--provider", "ID", "Whom to ask: the id of a provider, or `all` (the default)."),
    FORMAT("--format", "FORMAT", "How to answer: `text` (the default) or `json`."),
    JSON("--json", null, "The same as `--format json`."),
    PRETTY("--pretty", null, "Indents JSON for people."),
    WATCH("--watch", "SECONDS", "Asks again after so many seconds, until Ctrl-C. Text only."),
    TIMEOUT("--timeout", "SECONDS", "Waits no longer than this for an answer."),
    NO_COLOR("--no-color", null, "Prints without colours; so does the variable NO_COLOR."),
    DEMO("--demo", null, "Asks a replayed tool in a real terminal, so that nothing has to be installed."),
    OUT("--out", "FOLDER", "Where the recordings go; `codexbar-recording` unless set."),
    JSON_ONLY("--json-only", null, "The same as `--format json`."),
    JSON_OUTPUT("--json-output", null, null),
    STATUS("--status", null, null),
    SOURCE("--source", "SOURCE", null),
    WEB("--web", null, null),
    WEB_TIMEOUT("--web-timeout", "SECONDS", null),
    NO_CREDITS("--no-credits", null, null),
    ACCOUNT("--account", "LABEL", null),
    ACCOUNT_INDEX("--account-index", "NUMBER", null),
    ALL_ACCOUNTS("--all-accounts", null, null),
    LOG_LEVEL("--log-level", "LEVEL", null),
    VERBOSE("--verbose", null, null);

    private final String option;
    private final @Nullable String value;
    private final @Nullable String description;

    Flag(String option, @Nullable String value, @Nullable String description) {
        this.option = option;
        this.value = value;
        this.description = description;
    }

    /** As a person types it. */
    String option() {
        return option;
    }

    /** All that a person may type for it. */
    String[] names() {
        return this == VERBOSE ? new String[] {"-v", option} : new String[] {option};
    }

    boolean takesValue() {
        return value != null;
    }

    /** What the value is called in the help; empty if there is none. */
    String valueName() {
        return Objects.requireNonNullElse(value, "");
    }

    /** For the help; empty if the option changes nothing. */
    Optional<String> description() {
        return Optional.ofNullable(description);
    }
}
