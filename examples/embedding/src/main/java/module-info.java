module com.example.dashboard {
    requires dev.codexbar.core;
}
