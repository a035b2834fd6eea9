/**
 * Reads the usage of Codex, OpenAI's coding agent.
 *
 * @since 0.1.0
 */
module dev.codexbar.provider.codex {
    requires transitive dev.codexbar.core;
    requires transitive dev.codexbar.provider.support;
    requires static transitive org.jspecify;

    exports dev.codexbar.provider.codex;

    provides dev.codexbar.core.UsageProvider with
            dev.codexbar.provider.codex.CodexUsageProvider;
}
