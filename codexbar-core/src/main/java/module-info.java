/**
 * What usage is: the API for hosts, the SPI for providers, the registry, pace, and the seam through which programs are
 * run.
 *
 * @since 0.1.0
 */
module dev.codexbar.core {
    requires static transitive org.jspecify;

    exports dev.codexbar.core;
    exports dev.codexbar.core.process;
    exports dev.codexbar.core.terminal;

    uses dev.codexbar.core.UsageProvider;
    uses dev.codexbar.core.process.ProcessSpawner;
}
