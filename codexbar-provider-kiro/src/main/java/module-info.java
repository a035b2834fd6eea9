/**
 * Reads the usage of Kiro, AWS's coding agent.
 *
 * @since 0.1.0
 */
module dev.codexbar.provider.kiro {
    requires transitive dev.codexbar.core;
    requires transitive dev.codexbar.provider.support;
    requires static transitive org.jspecify;

    exports dev.codexbar.provider.kiro;
    exports dev.codexbar.provider.kiro.report;

    provides dev.codexbar.core.UsageProvider with
            dev.codexbar.provider.kiro.KiroUsageProvider;
}
