package dev.codexbar.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One service file of {@link UsageProvider} on the class path, read leniently.
 *
 * @param classNames the legal names in it, in order
 * @param isBroken whether it holds a line that is no class name, so that {@link java.util.ServiceLoader} drops the file
 */
record ServiceFile(List<String> classNames, boolean isBroken) {

    static final String NAME = "META-INF/services/" + UsageProvider.class.getName();

    static List<ServiceFile> allIn(ClassLoader loader) throws IOException {
        List<ServiceFile> files = new ArrayList<>();
        for (URL url : Collections.list(loader.getResources(NAME))) {
            files.add(read(url));
        }
        return files;
    }

    private static ServiceFile read(URL url) throws IOException {
        List<String> names = new ArrayList<>();
        boolean broken = false;
        URLConnection connection = url.openConnection();
        // A cached connection would keep the jar open after the loader is closed.
        connection.setUseCaches(false);
        try (InputStream stream = connection.getInputStream();
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int comment = line.indexOf('#');
                String name = (comment < 0 ? line : line.substring(0, comment)).strip();
                if (isClassName(name)) {
                    names.add(name);
                } else if (!name.isEmpty()) {
                    broken = true;
                }
            }
        }
        return new ServiceFile(List.copyOf(names), broken);
    }

    static boolean isClassName(String name) {
        return !name.isEmpty()
                && Character.isJavaIdentifierStart(name.codePointAt(0))
                && name.codePoints().allMatch(point -> point == '.' || Character.isJavaIdentifierPart(point))
                && !name.endsWith(".");
    }
}
