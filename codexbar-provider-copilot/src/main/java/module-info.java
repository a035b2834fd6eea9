/**
 * Reads the usage of GitHub Copilot.
 *
 * @since 0.1.0
 */
module dev.codexbar.provider.copilot {
    requires transitive dev.codexbar.core;
    requires transitive dev.codexbar.provider.support;
    requires static transitive org.jspecify;

    exports dev.codexbar.provider.copilot;
    exports dev.codexbar.provider.copilot.report;

    provides dev.codexbar.core.UsageProvider with
            dev.codexbar.provider.copilot.CopilotUsageProvider;
}
