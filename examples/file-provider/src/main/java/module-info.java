module com.example.acmelimits {
    requires transitive dev.codexbar.core;

    exports com.example.acmelimits;

    provides dev.codexbar.core.UsageProvider with
            com.example.acmelimits.AcmeLimitsProvider;
}
