package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;

/** The schemas that dashboards rely on. */
final class PublishedContract {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonSchema schema;

    private PublishedContract(String name) {
        try (InputStream stream =
                PublishedContract.class.getClassLoader().getResourceAsStream("META-INF/codexbar/" + name)) {
            this.schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Objects.requireNonNull(stream, name));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    static PublishedContract usage() {
        return new PublishedContract("usage.schema.json");
    }

    static PublishedContract providers() {
        return new PublishedContract("config-providers.schema.json");
    }

    static PublishedContract dashboard() {
        return new PublishedContract("dashboard-v1.schema.json");
    }

    /** Returns the code of the error of the first element; 0 if it holds none. */
    static int code(String document) {
        try {
            return MAPPER.readTree(document).path(0).path("error").path("code").asInt(0);
        } catch (IOException fault) {
            throw new UncheckedIOException(document, fault);
        }
    }

    void accepts(String document) throws UncheckedIOException {
        try {
            Set<ValidationMessage> faults = schema.validate(MAPPER.readTree(document));
            assertTrue(faults.isEmpty(), () -> faults + "\n" + document);
        } catch (IOException fault) {
            throw new UncheckedIOException(document, fault);
        }
    }
}
