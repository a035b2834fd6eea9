package dev.codexbar.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Editors read the metadata and people the page: both have every property, and the page its default. */
class SpringDocumentationTest {

    private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

    /** The properties of one provider, which the metadata of a map cannot have. */
    private static final Set<String> OF_A_PROVIDER = Set.of(
            "codexbar.providers.ID.enabled",
            "codexbar.providers.ID.refresh-interval",
            "codexbar.providers.ID.time-limit");

    @Test
    void everyPropertyIsDescribedForEditorsAndForPeople() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "SPRING.md"));
        Set<String> names = new TreeSet<>();
        for (JsonNode property : metadata().get("properties")) {
            String name = property.get("name").asText();
            if (!name.startsWith("codexbar.") || name.equals("codexbar.providers")) {
                continue;
            }
            names.add(name);
            assertThat(property.path("description").asText()).as(name).isNotBlank();
            String value = property.path("defaultValue").asText();
            assertThat(page).contains("| `" + name + "` | " + (value.isEmpty() ? "" : "`" + value + "` |"));
        }
        names.addAll(OF_A_PROVIDER);
        assertThat(names).hasSizeGreaterThan(12);
        assertThat(documented(page)).isEqualTo(names);
    }

    @Test
    void everyAutoConfigurationIsListed() throws IOException {
        Set<String> written = new TreeSet<>();
        try (var files = Files.list(Path.of("src", "main", "java", "dev", "codexbar", "spring"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("AutoConfiguration.java"))
                    .forEach(name -> written.add("dev.codexbar.spring." + name.replace(".java", "")));
        }
        assertThat(Files.readAllLines(Path.of("src/main/resources/META-INF/spring/"
                        + "org.springframework.boot.autoconfigure.AutoConfiguration.imports")))
                .containsExactlyInAnyOrderElementsOf(written);
    }

    private static JsonNode metadata() throws IOException {
        try (InputStream file = CodexBarProperties.class.getResourceAsStream(METADATA)) {
            return new ObjectMapper().readTree(file);
        }
    }

    private static Set<String> documented(String page) {
        Set<String> names = new TreeSet<>();
        page.lines()
                .filter(line -> line.startsWith("| `codexbar."))
                .forEach(line -> Pattern.compile("`(codexbar\\.[^`]*)`")
                        .matcher(line.split("\\|", -1)[1])
                        .results()
                        .forEach(found -> names.add(found.group(1))));
        return names;
    }
}
