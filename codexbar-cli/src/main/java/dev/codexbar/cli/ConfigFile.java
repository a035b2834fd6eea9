package dev.codexbar.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.codexbar.cli.text.JsonText;
import dev.codexbar.core.UserFolders;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file of CodexBar, in the original's shape and place ({@code docs/configuration.md} and
 * {@code CodexBarConfigStore.swift} of steipete/CodexBar). This command changes nothing in it but whether a provider is
 * enabled; what else is there is kept as it is.
 */
final class ConfigFile {

    /** The version of the shape. */
    private static final BigInteger VERSION = BigInteger.ONE;

    private static final String PROVIDERS = "providers";
    private static final String ID = "id";
    private static final String ENABLED = "enabled";

    /** Members that hold secrets, which {@code config dump} does not print. */
    private static final Set<String> SECRETS = Set.of("apiKey", "secretKey", "cookieHeader", "token", "password");

    /** A file of more bytes than this is none of CodexBar's. */
    private static final long LARGEST = 16L << 20;

    private final Path path;
    private final Map<String, Object> root;

    private ConfigFile(Path path, Map<String, Object> root) {
        this.path = path;
        this.root = root;
    }

    /** Something is wrong with the configuration file. */
    static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnusableException(String sentence) {
            super(sentence, null, false, false);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /** Returns where the file is or would be; empty without a home. */
    static Optional<Path> place(Map<String, String> environment) {
        UserFolders folders = UserFolders.of(environment);
        Path home = folders.home().orElse(null);
        String named = environment.getOrDefault("CODEXBAR_CONFIG", "").strip();
        if (named.startsWith("~/")) {
            return home == null ? Optional.empty() : Optional.of(Path.of(home + named.substring(1)));
        }
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        Path folder = folders.configuration().orElse(null);
        if (folder == null) {
            return Optional.empty();
        }
        Path current = folder.resolve("codexbar/config.json");
        // Beside the usual folder alone: one that a variable names is meant.
        if (home == null || !folder.equals(home.resolve(".config")) || Files.exists(current)) {
            return Optional.of(current);
        }
        Path legacy = home.resolve(".codexbar/config.json");
        return Optional.of(Files.exists(legacy) ? legacy : current);
    }

    /**
     * Reads the file; one that does not exist is empty.
     *
     * @throws UnusableException if the file cannot be read; it must not be overwritten then
     */
    static ConfigFile read(Map<String, String> environment) throws UnusableException {
        Path path = place(environment)
                .orElseThrow(() -> new UnusableException("There is no home folder for the configuration file."));
        if (!Files.exists(path)) {
            return new ConfigFile(path, new LinkedHashMap<>());
        }
        try {
            if (Files.size(path) > LARGEST) {
                throw new UnusableException(path + " is too large for a configuration file.");
            }
            try (JsonParser parser = new JsonFactory().createParser(Files.readAllBytes(path))) {
                parser.nextToken();
                if (!(value(parser) instanceof Map<?, ?> map) || parser.nextToken() != null) {
                    throw new UnusableException(path + " is not one JSON object.");
                }
                return new ConfigFile(path, members(map));
            }
        } catch (JsonProcessingException fault) {
            throw new UnusableException(path + " is not JSON; see line "
                    + (fault.getLocation() == null ? 1 : fault.getLocation().getLineNr()) + ".");
        } catch (IOException fault) {
            throw new UnusableException(path + " cannot be read.");
        }
    }

    Path path() {
        return path;
    }

    /** Returns the ids of the providers that the file switches off. */
    Set<String> disabled() {
        Set<String> ids = new LinkedHashSet<>();
        for (Map<String, Object> provider : providers()) {
            if (Boolean.FALSE.equals(provider.get(ENABLED)) && provider.get(ID) instanceof String id) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** What is wrong with the contents, one sentence each, as far as this command uses them. */
    List<Issue> issues() {
        List<Issue> issues = new ArrayList<>();
        Object version = root.getOrDefault("version", VERSION);
        if (!VERSION.equals(version)) {
            issues.add(new Issue("version", "version_mismatch", "Unsupported config version " + version + "."));
        }
        if (root.get(PROVIDERS) != null && !(root.get(PROVIDERS) instanceof List<?>)) {
            issues.add(new Issue(PROVIDERS, "invalid_providers", "The member `providers` is not a list."));
        }
        for (Map<String, Object> provider : providers()) {
            if (!(provider.get(ID) instanceof String)) {
                issues.add(new Issue(PROVIDERS, "missing_id", "A provider has no id."));
            }
        }
        return issues;
    }

    /**
     * Something wrong in the file.
     *
     * @param field the member
     * @param code a word for programs
     * @param message a sentence for people
     */
    record Issue(String field, String code, String message) {}

    /** Returns the same with a provider enabled or disabled. */
    ConfigFile with(String id, boolean isEnabled) throws UnusableException {
        if (!issues().isEmpty()) {
            throw new UnusableException(
                    path + " is not changed: " + issues().get(0).message());
        }
        Map<String, Object> changed = new LinkedHashMap<>(root);
        changed.putIfAbsent("version", VERSION);
        List<Object> providers = new ArrayList<>();
        boolean isFound = false;
        for (Map<String, Object> provider : providers()) {
            if (id.equals(provider.get(ID))) {
                provider = new LinkedHashMap<>(provider);
                provider.put(ENABLED, isEnabled);
                isFound = true;
            }
            providers.add(provider);
        }
        if (!isFound) {
            Map<String, Object> provider = new LinkedHashMap<>();
            provider.put(ID, id);
            provider.put(ENABLED, isEnabled);
            providers.add(provider);
        }
        changed.put(PROVIDERS, providers);
        return new ConfigFile(path, changed);
    }

    /** Replaces the file at once. */
    void write() throws UnusableException {
        try {
            FileReplacement.writeWithFolders(path, JsonText.of(root, true) + "\n");
        } catch (IOException fault) {
            throw new UnusableException(path + " cannot be written.");
        }
    }

    /** The contents without secrets, and with every provider that is there, as JSON. */
    String dump(List<String> ids, boolean pretty) {
        Map<String, Object> dumped = new LinkedHashMap<>();
        dumped.put("version", root.getOrDefault("version", VERSION));
        dumped.putAll(withoutSecrets(root));
        List<Object> providers = new ArrayList<>();
        Set<String> listed = new LinkedHashSet<>();
        for (Map<String, Object> provider : providers()) {
            Map<String, Object> shown = withoutSecrets(provider);
            shown.putIfAbsent(ENABLED, true);
            providers.add(shown);
            listed.add(String.valueOf(provider.get(ID)));
        }
        for (String id : ids) {
            if (!listed.contains(id)) {
                Map<String, Object> provider = new LinkedHashMap<>();
                provider.put(ID, id);
                provider.put(ENABLED, true);
                providers.add(provider);
            }
        }
        dumped.put(PROVIDERS, providers);
        return JsonText.of(dumped, pretty);
    }

    private List<Map<String, Object>> providers() {
        List<Map<String, Object>> providers = new ArrayList<>();
        if (root.get(PROVIDERS) instanceof List<?> list) {
            for (Object element : list) {
                providers.add(element instanceof Map<?, ?> map ? members(map) : new LinkedHashMap<>());
            }
        }
        return providers;
    }

    private static @Nullable Object withoutSecrets(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return withoutSecrets(map);
        }
        return value instanceof List<?> list
                ? new ArrayList<>(list.stream().map(ConfigFile::withoutSecrets).toList())
                : value;
    }

    private static Map<String, Object> withoutSecrets(Map<?, ?> map) {
        Map<String, Object> shown = new LinkedHashMap<>();
        map.forEach((name, member) -> {
            boolean isSecret = SECRETS.contains(String.valueOf(name)) && member != null;
            shown.put(String.valueOf(name), isSecret ? "<redacted>" : withoutSecrets((Object) member));
        });
        return shown;
    }

    @SuppressWarnings("unchecked") // made by value()
    private static Map<String, Object> members(Map<?, ?> map) {
        return new LinkedHashMap<>((Map<String, Object>) map);
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                map.put(name, value(parser));
            }
            return map;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser));
            }
            return list;
        }
        if (token == null) {
            return null;
        }
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            default -> null;
        };
    }
}
