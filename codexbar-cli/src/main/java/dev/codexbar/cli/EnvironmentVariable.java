package dev.codexbar.cli;

/** The environment variables that a person may set, for the help and the manual page. */
enum EnvironmentVariable {
    KIRO_CLI_PATH("The kiro-cli to ask, instead of the first one on PATH."),
    CODEX_CLI_PATH("The codex to ask."),
    CLAUDE_CLI_PATH("The claude to ask."),
    GH_PATH("The gh to ask about GitHub Copilot."),
    COPILOT_CLI_PATH("The copilot to ask where gh is not signed in."),
    CODEXBAR_CONFIG("The configuration file, instead of ~/.config/codexbar/config.json."),
    CODEXBAR_PROVIDERS("Jars with further providers, and folders of such jars, separated as in PATH."),
    CODEXBAR_HIDE_IDENTITY("Names no account, unless it is empty or 0."),
    CODEXBAR_DASHBOARD_TOKEN("The token of `serve` without --token-file: 16 characters or more."),
    NO_COLOR("Prints no colours if it is set to anything."),
    CLICOLOR_FORCE("Prints colours even into a pipe, unless it is 0 or NO_COLOR is set."),
    XDG_CONFIG_HOME("The folder for configuration, instead of ~/.config."),
    XDG_STATE_HOME("The folder for answers that runs share (--max-age), instead of ~/.local/state."),
    XDG_CACHE_HOME("The folder for what makes starts quick, instead of ~/.cache."),
    COLUMNS("The width of the terminal where it cannot be found out."),
    JAVA_HOME("The JDK to run on, instead of the first java on PATH.");

    private final String description;

    EnvironmentVariable(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }
}
