import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a running Prometheus every query of the board, of its variables and of the alerts, and fails if one returns no
 * rows.
 *
 * <p>Arguments: the address of Prometheus, the file of the board, and the page with the alerts. With one argument, an
 * address, it prints what is there.
 */
public final class PrometheusCheck {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

    private final String prometheus;
    private int failures;

    private PrometheusCheck(String prometheus) {
        this.prometheus = prometheus;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 1) {
            System.out.print(get(arguments[0]));
            return;
        }
        PrometheusCheck check = new PrometheusCheck(arguments[0]);
        check.awaitSamples();
        check.run(Path.of(arguments[1]), Path.of(arguments[2]));
        System.exit(check.failures == 0 ? 0 : 1);
    }

    private void run(Path board, Path page) throws IOException, InterruptedException {
        for (String query : strings(Files.readString(board), "expr")) {
            hasRows(query);
        }
        for (String definition : strings(Files.readString(board), "definition")) {
            Matcher call = LABEL_VALUES.matcher(definition);
            if (!call.matches()) {
                throw new IOException("not understood: " + definition);
            }
            hasRows("count by (" + call.group(2) + ") (" + call.group(1) + ")");
        }
        for (String line : Files.readAllLines(page)) {
            if (line.strip().startsWith("expr: ")) {
                hasRows(line.strip().substring("expr: ".length()));
            }
        }
        // A scrape asks no provider: both were asked once, although they were scraped several times.
        hasRows("codexbar_fetch_seconds_count{provider=\"check-full\",outcome=\"success\"} == 1"
                + " and on (instance) count_over_time(codexbar_info[5m]) >= 3");
        // A window that is called after the account has no series, and is counted.
        hasRows("codexbar_series_omitted{kind=\"window\"} == 1");
        hasNoRows("{__name__=~\"codexbar.*\",window=~\".*(jane|doe|works).*\"}");
    }

    /** Rates need several samples, and a demonstration needs a few seconds for its first answer. */
    private void awaitSamples() throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        String ready = "count(codexbar_quota_utilization_ratio) >= 4 and count(count_over_time(codexbar_info[5m]) >= 4) == 2";
        while (true) {
            try {
                if (!values(ready).isEmpty()) {
                    return;
                }
            } catch (IOException notYet) {
                // Prometheus is starting.
            }
            if (Instant.now().isAfter(deadline)) {
                throw new IOException("no samples within " + PATIENCE);
            }
            Thread.sleep(200);
        }
    }

    private void hasRows(String query) throws IOException, InterruptedException {
        List<String> values = values(query);
        boolean fine = !values.isEmpty() && !values.contains("NaN");
        report(fine, values.size() + " rows: " + query);
    }

    private void hasNoRows(String query) throws IOException, InterruptedException {
        report(values(query).isEmpty(), "no rows: " + query);
    }

    private void report(boolean fine, String what) {
        failures += fine ? 0 : 1;
        System.out.println((fine ? "        ok      " : "        FAILED  ") + what);
    }

    /** Returns the values of the rows that an instant query returns. */
    private List<String> values(String query) throws IOException, InterruptedException {
        String plain = query.replaceAll("\\$\\w+", ".*");
        String body = get(prometheus + "/api/v1/query?query=" + URLEncoder.encode(plain, StandardCharsets.UTF_8));
        List<String> values = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(body)) {
            String member = "";
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME) {
                    member = json.currentName();
                } else if (json.currentToken() == JsonToken.VALUE_STRING && member.equals("value")) {
                    // [time, "value"]
                    values.add(json.getText());
                } else if (json.currentToken() == JsonToken.VALUE_STRING && member.equals("error")) {
                    throw new IOException(json.getText() + ": " + plain);
                }
            }
        }
        return values;
    }

    private static String get(String address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(10))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Returns the texts of all members with a name, in the order of the document. */
    private static List<String> strings(String document, String member) throws IOException {
        List<String> texts = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(document)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_STRING && member.equals(json.currentName())) {
                    texts.add(json.getText());
                }
            }
        }
        return texts;
    }
}
