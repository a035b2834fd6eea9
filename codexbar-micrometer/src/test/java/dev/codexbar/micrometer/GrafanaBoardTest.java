package dev.codexbar.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The board and the alerts ask for what is published, and for nothing else. */
class GrafanaBoardTest {

    private static final Path BOARD = Path.of("..", "docs", "grafana", "codexbar.json");
    private static final Path PAGE = Path.of("..", "docs", "METRICS.md");

    private static final Pattern SERIES = Pattern.compile("(codexbar_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

    /** What the scrape itself adds to every series. */
    private static final Set<String> ADDED = Set.of("job", "instance");

    private static final Map<String, Set<String>> PUBLISHED = PublishedSeries.of(UsageMeterNames.standard());

    @Test
    void everyQueryOfTheBoardNamesSeriesAndTagsThatExist() throws IOException {
        List<String> queries = strings(BOARD, "expr");
        assertTrue(queries.size() >= 16, queries::toString);
        queries.forEach(GrafanaBoardTest::assertExists);
    }

    @Test
    void everyLegendNamesTagsOfItsQuery() throws IOException {
        List<String> queries = strings(BOARD, "expr");
        List<String> legends = strings(BOARD, "legendFormat");
        assertEquals(queries.size(), legends.size());
        for (int i = 0; i < queries.size(); i++) {
            Matcher label = LEGEND.matcher(legends.get(i));
            while (label.find()) {
                assertTrue(labels(queries.get(i)).contains(label.group(1)), legends.get(i) + " of " + queries.get(i));
            }
        }
    }

    @Test
    void everyVariableOfTheBoardListsATagThatExists() throws IOException {
        List<String> definitions = strings(BOARD, "definition");
        assertEquals(3, definitions.size());
        for (String definition : definitions) {
            Matcher call = LABEL_VALUES.matcher(definition);
            assertTrue(call.matches(), definition);
            assertExists(call.group(1));
            assertTrue(labels(call.group(1)).contains(call.group(2)), definition);
        }
    }

    @Test
    void theBoardShowsEverythingThatIsPublished() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (String query : strings(BOARD, "expr")) {
            Matcher series = SERIES.matcher(query);
            while (series.find()) {
                shown.add(series.group(1));
            }
        }
        Set<String> all = new TreeSet<>(PUBLISHED.keySet());
        // How long all fetches took together says nothing that the longest one does not.
        all.remove("codexbar_fetch_seconds_sum");
        assertEquals(all, shown);
    }

    @Test
    void theBoardIsInUtcAsTheDaysOfResetsAre() throws IOException {
        assertEquals(List.of("utc"), strings(BOARD, "timezone"));
    }

    @Test
    void theBoardClaimsNothingOfAQuotaWithoutARunOut() throws IOException {
        assertTrue(strings(BOARD, "noValue").contains("no run-out known"));
        assertFalse(strings(BOARD, "noValue").stream().anyMatch(text -> text.contains("last until")));
    }

    @Test
    void everyAlertNamesSeriesAndTagsThatExist() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.strip().startsWith("expr: ")) {
                expressions.add(line.strip().substring("expr: ".length()));
            }
        }
        assertEquals(2, expressions.size());
        expressions.forEach(GrafanaBoardTest::assertExists);
    }

    private static void assertExists(String query) {
        Matcher series = SERIES.matcher(query);
        boolean any = false;
        while (series.find()) {
            any = true;
            Set<String> labels = PUBLISHED.get(series.group(1));
            assertFalse(labels == null, () -> series.group(1) + " does not exist: " + query);
            Matcher matcher = MATCHER.matcher(series.group(2) == null ? "" : series.group(2));
            while (matcher.find()) {
                String label = matcher.group(1);
                assertTrue(ADDED.contains(label) || labels.contains(label), () -> label + " does not exist: " + query);
            }
        }
        assertTrue(any, () -> "no series in " + query);
        Matcher by = BY.matcher(query);
        while (by.find()) {
            Set<String> wanted = Set.of(by.group(1).split(", ", -1));
            assertTrue(labels(query).containsAll(wanted), () -> "no such tags: " + query);
        }
    }

    /** The tags that the answer to a query has: of an aggregation those it keeps, else those of all its series. */
    private static Set<String> labels(String query) {
        Matcher by = BY.matcher(query);
        Set<String> labels = new TreeSet<>(ADDED);
        Matcher series = SERIES.matcher(query);
        boolean first = true;
        while (series.find()) {
            Set<String> own = PUBLISHED.getOrDefault(series.group(1), Set.of());
            if (first) {
                labels.addAll(own);
                first = false;
            } else {
                labels.removeIf(label -> !ADDED.contains(label) && !own.contains(label));
            }
        }
        if (by.find()) {
            labels.retainAll(Set.of(by.group(1).split(", ", -1)));
        }
        return labels;
    }

    /** Returns the texts of all members with a name, in the order of the file. */
    private static List<String> strings(Path file, String member) throws IOException {
        List<String> texts = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING && member.equals(json.currentName())) {
                    texts.add(json.getText());
                }
            }
        }
        return texts;
    }
}
