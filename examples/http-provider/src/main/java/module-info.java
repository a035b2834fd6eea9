module com.example.acmeapi {
    requires transitive dev.codexbar.core;
    requires java.net.http;

    exports com.example.acmeapi;

    provides dev.codexbar.core.UsageProvider with
            com.example.acmeapi.AcmeApiProvider;
}
