module com.example.dashboard {
    requires dev.codexbar.core;
    requires dev.codexbar.monitor;
}
