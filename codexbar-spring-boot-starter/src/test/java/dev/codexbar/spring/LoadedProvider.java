package dev.codexbar.spring;

/** Is found by {@link java.util.ServiceLoader}. */
public final class LoadedProvider extends TestProvider {

    /** For the service loader. */
    public LoadedProvider() {
        super("loaded");
    }
}
