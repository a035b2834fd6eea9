module com.example.acmecli {
    requires transitive dev.codexbar.core;

    exports com.example.acmecli;

    provides dev.codexbar.core.UsageProvider with
            com.example.acmecli.AcmeCliProvider;
}
