package dev.codexbar.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/JSON.md} names every member of the schemas and of what is written. */
class JsonDocumentationTest {

    private static final Path PAGE = Path.of("..", "docs", "JSON.md");
    private static final Path SCHEMAS = Path.of("..", "docs", "schema");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static final Instant NOW = Instant.parse("2026-08-22T09:30:00Z");

    private static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher code = CODE.matcher(Files.readString(PAGE));
        while (code.find()) {
            names.add(code.group(1));
        }
        return names;
    }

    private static Set<String> missing(Set<String> members) throws IOException {
        Set<String> missing = new TreeSet<>(members);
        missing.removeAll(documented());
        return missing;
    }

    /** The names that a schema declares, wherever it declares them. */
    private static void declared(JsonNode schema, Set<String> names) {
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            if (member.getKey().equals("properties")) {
                member.getValue().fieldNames().forEachRemaining(names::add);
            }
        }
        schema.forEach(child -> declared(child, names));
    }

    private static void written(JsonNode document, Set<String> names) {
        document.fieldNames().forEachRemaining(names::add);
        document.forEach(child -> written(child, names));
    }

    @Test
    void namesEveryMemberOfTheSchemas() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String schema : List.of("usage", "dashboard-v1", "config-providers", "health")) {
            declared(PublishedSchema.schema(schema), names);
        }
        // The events of `credits` and the points of `chart` are never written, and not described beyond these.
        names.removeAll(Set.of(
                "remaining",
                "events",
                "date",
                "service",
                "creditsUsed",
                "codexCreditLimit",
                "indicator",
                "description",
                "url",
                "level",
                "active",
                "todayUSD",
                "last30DaysUSD"));
        assertTrue(names.size() > 60, names::toString);
        assertEquals(Set.of(), missing(names));
    }

    @Test
    void namesEveryMemberThatIsWritten() throws IOException {
        Set<String> names = new TreeSet<>();
        ProviderDescriptor tool =
                ProviderDescriptor.builder("some-tool", "Some Tool").build();
        DashboardJson dashboard =
                DashboardJson.of("0.54.1", Duration.ofMinutes(5)).withIdentity();
        for (int seed = 0; seed < 300; seed++) {
            RandomReports random = new RandomReports(seed);
            UsageReport report = random.next();
            Instant now = report.snapshot().map(UsageSnapshot::updatedAt).orElse(NOW);
            written(PublishedSchema.tree(UsageJson.compact().withPaceAt(now).write(List.of(report))), names);
            DashboardRow row = DashboardRow.builder(tool)
                    .snapshot(report.snapshot().orElse(null))
                    .failure(report.failure().orElse(null))
                    .measuredAt(NOW)
                    .nextAttemptAt(NOW)
                    .build();
            String document = dashboard.write(List.of(row), now);
            PublishedSchema.dashboard().accepts(document);
            written(PublishedSchema.tree(document), names);
        }
        written(PublishedSchema.tree(UsageJson.compact().writeProviders(List.of(tool))), names);
        // The page is worth its words only if the documents were full ones.
        assertTrue(
                names.containsAll(
                        Set.of("lastError", "allDetails", "atLeast", "retryAfter", "amount", "rateWindowLabels")),
                names::toString);
        assertEquals(Set.of(), missing(names));
    }

    @Test
    void namesEveryReasonAndKindOfAFailure() throws IOException {
        Set<String> names = new TreeSet<>();
        for (UsageException.Reason reason : UsageException.Reason.values()) {
            names.add(JsonNames.camelCase(reason));
        }
        for (UsageReport.FailureKind kind : UsageReport.FailureKind.values()) {
            names.add(kind.published());
        }
        names.addAll(Set.of(NamedRateWindow.PRIMARY, NamedRateWindow.SECONDARY, NamedRateWindow.TERTIARY));
        assertEquals(Set.of(), missing(names));
    }

    @Test
    void hasTheSchemasOfTheJar() throws IOException {
        assertEquals(schemas(Path.of("src", "main", "resources", "META-INF", "codexbar")), schemas(SCHEMAS));
    }

    /** The contents of the schemas in a folder by their names. */
    private static Map<String, String> schemas(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
