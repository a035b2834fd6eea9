package dev.codexbar.json;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;

/** The published contract, and its examples. */
final class PublishedSchema {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonSchema schema;

    private PublishedSchema(String name) {
        this.schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(resource("/META-INF/codexbar/" + name));
    }

    static PublishedSchema usage() {
        return new PublishedSchema("usage.schema.json");
    }

    static PublishedSchema providers() {
        return new PublishedSchema("config-providers.schema.json");
    }

    static PublishedSchema dashboard() {
        return new PublishedSchema("dashboard-v1.schema.json");
    }

    static String example(String name) {
        return resource("examples/" + name + ".json");
    }

    /** The schema itself, for what it declares. */
    static JsonNode schema(String name) {
        return tree(resource("/META-INF/codexbar/" + name + ".schema.json"));
    }

    static JsonNode tree(String document) {
        try {
            return MAPPER.readTree(document);
        } catch (IOException fault) {
            throw new UncheckedIOException(document, fault);
        }
    }

    void accepts(String document) {
        Set<ValidationMessage> faults = schema.validate(tree(document));
        assertTrue(faults.isEmpty(), () -> faults + "\n" + document);
    }

    private static String resource(String name) {
        try (InputStream stream = PublishedSchema.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
