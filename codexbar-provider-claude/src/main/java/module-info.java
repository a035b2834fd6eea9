/**
 * Reads the usage of Claude Code.
 *
 * @since 0.1.0
 */
module dev.codexbar.provider.claude {
    requires transitive dev.codexbar.core;
    requires transitive dev.codexbar.provider.support;
    requires static transitive org.jspecify;

    exports dev.codexbar.provider.claude;
    exports dev.codexbar.provider.claude.report;

    provides dev.codexbar.core.UsageProvider with
            dev.codexbar.provider.claude.ClaudeUsageProvider;
}
