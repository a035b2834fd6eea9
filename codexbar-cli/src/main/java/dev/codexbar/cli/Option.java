package dev.codexbar.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options. One table for the parser, the help, the manual page and the completion scripts. Options without a
 * description are accepted because clients of CodexBar pass them; they change nothing.
 */
enum Option {
    PROVIDER("--provider", "ID", "The provider to ask. Several are separated by commas; `all` asks every one."),
    FORMAT("--format", "FORMAT", "The form of the answer."),
    TEMPLATE("--template", "TEXT", "The text of each provider, with placeholders such as `{provider}`."),
    OUTPUT("--output", "FILE", "Replaces FILE at once, and in `watch` at each change, in place of printing."),
    JSON("--json", null, "The same as `--format json`."),
    PRETTY("--pretty", null, "Indents JSON for reading."),
    WATCH("--watch", "[SECONDS]", "The same as the command `watch`; SECONDS is at least 60."),
    INTERVAL("--interval", "SECONDS", "How long to wait before asking again; at least 60, or what a provider demands."),
    TIMEOUT("--timeout", "SECONDS", "The longest time to wait for an answer. Unless set, the provider decides."),
    MAX_AGE("--max-age", "SECONDS", "Takes answers of this age from other runs, and keeps new ones for them."),
    NO_COLOR("--no-color", null, "Prints no colours; the variable NO_COLOR does the same."),
    HIDE_IDENTITY("--hide-identity", null, "Names no account; the variable CODEXBAR_HIDE_IDENTITY does the same."),
    SHOW_IDENTITY(
            "--show-identity",
            null,
            "Names the e-mail address in text even if the output is not a terminal; JSON names it unless"
                    + " `--hide-identity`, which overrides this option."),
    DEMO("--demo", null, "Asks a replayed tool in a real terminal, so that nothing has to be installed."),
    MIN_REMAINING("--min-remaining", "PERCENT", "The least that must be left, from 0 to 100."),
    WINDOW("--window", "NAME", "The window: `session`, `weekly` or the id of another one."),
    FAIL_OPEN("--fail-open", null, "Goes on if the quota is unknown."),
    HOOK("--hook", null, "For hooks of agents: one sentence on standard error and exit code 2 to stop."),
    PORT("--port", "PORT", "The port to listen at; 0 takes a free one."),
    HOST("--host", "ADDRESS", "The address to listen at. Others than this machine need a token."),
    ALLOWED_HOST("--allowed-host", "NAMES", "Further names of this server, such as that of a proxy, with commas."),
    TOKEN_FILE("--token-file", "FILE", "The file with the token, which is created if it does not exist."),
    REQUIRE_TOKEN("--require-token", null, "Shows nothing without the token, neither `/usage` nor the page."),
    ALLOW_PLAIN_HTTP("--allow-plain-http", null, "Serves other machines without encryption."),
    IDENTITY("--identity", "WHAT", "`full` names accounts, `redacted` does not."),
    REFRESH_INTERVAL("--refresh-interval", "SECONDS", "How often providers are asked; 60 at least."),
    REQUEST_TIMEOUT("--request-timeout", "SECONDS", "How long a request waits for a first answer."),
    METRICS("--metrics", null, "Answers Prometheus at `/metrics`."),
    PRINT_URL(
            "--print-url",
            null,
            "Prints the address of the page as the only line on standard output, with its key if none was set."),
    OUT("--out", "FOLDER", "The folder for the recordings."),
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
    DAYS("--days", "DAYS", null),
    REFRESH("--refresh", null, null),
    JSON_V2("--json-v2", null, "The same as `--format json`."),
    REDACT("--redact", null, null),
    LOG_LEVEL("--log-level", "LEVEL", null),
    VERBOSE("--verbose", null, null),
    HELP("--help", null, "Shows this help."),
    VERSION("--version", null, "Shows two versions: that of the original, for its clients, and its own.");

    private final String longName;
    private final @Nullable String valueName;
    private final @Nullable String description;

    Option(String longName, @Nullable String valueName, @Nullable String description) {
        this.longName = longName;
        this.valueName = valueName;
        this.description = description;
    }

    /** For example {@code --provider}. */
    String longName() {
        return longName;
    }

    /** For example {@code -p}. */
    Optional<String> shortName() {
        return switch (this) {
            case PROVIDER -> Optional.of("-p");
            case VERBOSE -> Optional.of("-v");
            case HELP -> Optional.of("-h");
            case VERSION -> Optional.of("-V");
            default -> Optional.empty();
        };
    }

    /** Whether the value may be left out, as in {@code --watch}. */
    boolean isValueOptional() {
        return valueName != null && valueName.startsWith("[");
    }

    boolean takesValue() {
        return valueName != null;
    }

    /** The placeholder of the value in the help; empty if the option takes none. */
    String valueName() {
        return valueName == null ? "" : valueName;
    }

    /** The values that a completion script offers; empty if they are not a closed set. */
    List<String> choices() {
        return switch (this) {
            case FORMAT -> List.of("text", "json");
            case IDENTITY -> List.of("full", "redacted");
            case SOURCE -> List.of("auto", "web", "cli", "oauth", "api");
            default -> List.of();
        };
    }

    /** The value that holds unless the option is given, as the help shows it. */
    Optional<String> defaultValue() {
        return switch (this) {
            case PROVIDER -> Optional.of("all");
            case FORMAT -> Optional.of("text");
            case WATCH, INTERVAL -> Optional.of("60, and 300 for a status bar");
            case MAX_AGE -> Optional.of("none, and for a status bar 60, or what the provider demands if that is more");
            case PORT -> Optional.of("8080");
            case HOST -> Optional.of("127.0.0.1");
            case IDENTITY -> Optional.of("redacted");
            case REFRESH_INTERVAL -> Optional.of("300");
            case REQUEST_TIMEOUT -> Optional.of("30");
            case MIN_REMAINING -> Optional.of("10");
            case WINDOW -> Optional.of("session");
            case OUT -> Optional.of("codexbar-recording-DATE");
            default -> Optional.empty();
        };
    }

    /** For the help; empty if the option changes nothing. */
    Optional<String> description() {
        return Optional.ofNullable(description);
    }

    boolean isNamed(String name) {
        return longName.equals(name) || shortName().equals(Optional.of(name));
    }
}
