package dev.codexbar.testkit;

import dev.codexbar.core.UsageProvider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a provider is declared: a service file for the class path, and a module declaration for the module path. */
final class ServiceDeclaration {

    static final String FILE = "META-INF/services/" + UsageProvider.class.getName();

    private ServiceDeclaration() {}

    /** Returns what is missing, with the words to add, or empty if nothing is. */
    static Optional<String> missingOf(Class<?> type) throws IOException, URISyntaxException {
        if (!isInServiceFile(type)) {
            return Optional.of(
                    type.getName() + " is not found on the class path. Add a line with this name to " + FILE);
        }
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        String place = source.getLocation().toString();
        String root = place.endsWith("/") ? place : "jar:" + place + "!/";
        try (InputStream in = open(root + "module-info.class")) {
            if (in != null && !isProvided(ModuleDescriptor.read(in), type)) {
                return Optional.of(
                        type.getName() + " is not found on the module path. Add to module-info.java: provides "
                                + UsageProvider.class.getName() + " with " + type.getCanonicalName() + ";");
            }
        }
        return Optional.empty();
    }

    /** Looks into all service files that the loader sees: classes and resources may lie in different folders. */
    private static boolean isInServiceFile(Class<?> type) throws IOException {
        for (URL file : Collections.list(type.getClassLoader().getResources(FILE))) {
            try (InputStream in = file.openStream()) {
                String lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                if (lines.lines()
                        .anyMatch(line -> line.replaceFirst("#.*", "").strip().equals(type.getName()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isProvided(ModuleDescriptor module, Class<?> type) {
        return module.provides().stream()
                .filter(provides -> provides.service().equals(UsageProvider.class.getName()))
                .anyMatch(provides -> provides.providers().contains(type.getName()));
    }

    private static @Nullable InputStream open(String place) throws URISyntaxException {
        try {
            URL url = new URI(place).toURL();
            return url.openStream();
        } catch (IOException notThere) {
            return null;
        }
    }
}
