package dev.codexbar.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.UsageMonitor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as its readers get it: what it holds in which state, and for whom. */
class PageRoutesTest {

    private static final Instant NOW = Instant.parse("2026-11-25T13:40:00Z");
    private static final AccessToken TOKEN = AccessToken.of("s3cret");
    private static final String[] WITH_TOKEN = {"Authorization", "Bearer s3cret"};

    private UsageMonitor monitor;
    private DashboardRoutes routes;

    @BeforeEach
    void start() {
        monitor = UsageMonitor.builder(UsageProviders.of(
                        provider("kiro", "Kiro", PageRoutesTest::credits),
                        provider(
                                "managed",
                                "Managed",
                                () -> UsageSnapshot.builder("managed", NOW).build()),
                        provider("bad", "Bad <script>alert(1)</script>", () -> {
                            throw new UsageException(
                                    Reason.FAILED,
                                    "It printed \"'><img src=x onerror=alert(1)> of person@example.com.",
                                    "Run `bad`.");
                        }),
                        provider("gone", "Gone", () -> {
                            throw new UsageException(Reason.NOT_INSTALLED, "Not installed.", "Install it.");
                        })))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .build();
        monitor.start();
        monitor.views().forEach(view -> monitor.refresh(view.providerId()).join());
        routes = builder().tokenForUsage(false).identityShown(true).build();
    }

    @AfterEach
    void close() {
        monitor.close();
    }

    private DashboardRoutes.Builder builder() {
        return DashboardRoutes.builder(monitor)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .token(TOKEN);
    }

    private static UsageSnapshot credits() {
        return UsageSnapshot.builder("kiro", NOW)
                .window(
                        "primary",
                        "Credits",
                        RateWindow.builder(78.6)
                                .amount(new RateWindow.Amount(1572.06, 2000, "credits"))
                                .resetsAt(NOW.plus(Duration.ofDays(10)))
                                .period(Duration.ofDays(30))
                                .build())
                .window("over", "Overage", RateWindow.of(132.4))
                .window(
                        "past",
                        "Earlier",
                        RateWindow.builder(55)
                                .resetsAt(NOW.minus(Duration.ofMinutes(5)))
                                .build())
                .plan("PRO+")
                .identity(AccountIdentity.builder()
                        .accountEmail("person@example.com")
                        .build())
                .build();
    }

    private interface Fetch {
        UsageSnapshot fetch() throws UsageException;
    }

    private static UsageProvider provider(String id, String name, Fetch fetch) {
        return new UsageProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                return ProviderDescriptor.builder(id, name)
                        .accentColor("#FF9900")
                        .windowTitle(NamedRateWindow.PRIMARY, "Quota")
                        .build();
            }

            @Override
            public UsageSnapshot fetch(FetchRequest request) throws UsageException {
                return fetch.fetch();
            }
        };
    }

    private ServerResponse get(String target, String... headers) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("Host", List.of("127.0.0.1:8080"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        return routes.answer(ServerRequest.of("GET", URI.create(target), all));
    }

    private static String text(ServerResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8).replace('\u00a0', ' ');
    }

    private String page(String target, String... headers) {
        ServerResponse answer = get(target, headers);
        assertEquals(200, answer.status());
        return text(answer);
    }

    private static void assertHolds(String page, String... parts) {
        for (String part : parts) {
            assertTrue(page.contains(part), () -> part + " is missing in\n" + page);
        }
    }

    @ParameterizedTest
    @CsvSource({"99.6, 99", "0.2, 1", "44.7, 45"})
    void showsNeitherNothingNorEverythingTooEarlyInItsIcon(double used, int shown) {
        UsageSnapshot snapshot = UsageSnapshot.builder("one", NOW)
                .primary("Credits", RateWindow.of(used))
                .build();
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        try (UsageMonitor one = UsageMonitor.builder(UsageProviders.of(provider("one", "One", () -> snapshot)))
                .clock(clock)
                .build()) {
            one.start();
            one.refresh("one").join();
            routes = DashboardRoutes.builder(one)
                    .clock(clock)
                    .tokenForUsage(false)
                    .build();

            assertHolds(page("/"), "href=\"favicon.svg?used=" + shown + "\"");
        }
    }

    @Test
    void isCompleteWithoutScripts() {
        String page = page("/");

        assertHolds(
                page,
                "<title>132.4 % Kiro – CodexBar</title>",
                "href=\"favicon.svg?used=132\"",
                "role=\"meter\" aria-labelledby=\"title-kiro-primary\" aria-valuemin=\"0\" aria-valuemax=\"100\""
                        + " aria-valuenow=\"78.6\" aria-valuetext=\"78.6 %, 1,572.06 of 2,000 credits\"",
                "<span>Resets in 10 d · Sat 5 Dec, 13:40</span><span>1,572.06 of 2,000 credits</span>",
                "Runs out Tue 00:00, 5 days before the reset",
                "Measured just now · next look in ",
                "<noscript><meta http-equiv=\"refresh\" content=\"60\"></noscript>",
                "Not installed: Gone");
    }

    @Test
    void keepsTheForecastOfAnOldReading() {
        routes = builder()
                .tokenForUsage(false)
                .clock(Clock.fixed(NOW.plus(Duration.ofHours(3)), ZoneOffset.UTC))
                .build();

        assertHolds(page("/"), "Runs out Tue 00:00, 5 days before the reset");
    }

    @Test
    void saysThatAnOldReadingHasProbablyRunOut() {
        routes = builder()
                .tokenForUsage(false)
                .clock(Clock.fixed(NOW.plus(Duration.ofDays(6)), ZoneOffset.UTC))
                .build();

        assertHolds(page("/"), "Probably ran out 00:20, 5 days before the reset");
    }

    @Test
    void marksWhereEvenUseWouldBe() {
        assertHolds(page("/"), "<rect class=\"even\" height=\"100%\" x=\"66.7%\" width=\"2\"/>");
    }

    @Test
    void showsOverageInsteadOfCuttingIt() {
        assertHolds(
                page("/"),
                "aria-valuemax=\"132.4\" aria-valuenow=\"132.4\" aria-valuetext=\"132.4 %\"",
                "<rect class=\"limit\" height=\"100%\" x=\"75.5%\" width=\"2\"/>");
    }

    @Test
    void hatchesWhatIsUnknownAndNeverShowsZeroForIt() {
        String managed = page("/?provider=managed");

        assertHolds(managed, "<span class=\"percent unknown\" id=\"percent-managed-unknown\">not stated</span>");
        assertHolds(managed, "<div class=\"bar unknown\" role=\"img\"", "<title>CodexBar</title>");
        assertFalse(managed.contains("0 %"), managed);
    }

    @Test
    void saysThatAResetIsOver() {
        assertHolds(page("/"), ">was 55 %</span>", "Reset was due 5 min ago · 13:35 · new figures are not known yet");
    }

    @Test
    void escapesWhatToolsPrintAndMasksIdentityInIt() {
        for (String view : List.of("cards", "resets", "dense")) {
            String page = page("/?view=" + view, WITH_TOKEN);

            assertFalse(page.contains("<script>alert"), page);
            assertFalse(page.contains("<img src=x"), page);
            assertHolds(page, "Bad &lt;script>alert(1)&lt;/script>");
        }
        String cards = page("/");
        assertFalse(cards.contains("person@example.com"), cards);
        assertHolds(cards, "Run `bad`.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cards", "resets", "dense"})
    void masksTheAccountInEveryText(String view) {
        String text = "For jane.doe@example.com of Example Works";
        UsageSnapshot snapshot = UsageSnapshot.builder("acme", NOW)
                .window(
                        "primary",
                        text,
                        RateWindow.builder(42)
                                .resetDescription(text)
                                .amount(new RateWindow.Amount(42, 100, text))
                                .build())
                .window("bonus-example-works", text, RateWindow.of(1))
                .plan(text)
                .cost(UsageCost.builder(1, "EUR").period(text).build())
                .detail(UsageDetail.builder(text, text).secondaryValue(text).build())
                .identity(AccountIdentity.builder()
                        .accountEmail("jane.doe@example.com")
                        .accountOrganization("Example Works")
                        .build())
                .build();
        monitor.close();
        monitor = UsageMonitor.builder(UsageProviders.of(provider("acme", "Acme", () -> snapshot)))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .build();
        monitor.start();
        monitor.refresh("acme").join();
        routes = builder().tokenForUsage(false).build();

        for (String target : List.of("/?view=" + view, "/usage", "/dashboard/v1/snapshot")) {
            String answer = page(target, WITH_TOKEN).toLowerCase(Locale.ROOT);

            assertTrue(answer.contains("42"), answer);
            assertFalse(Pattern.compile("jane|example").matcher(answer).find(), answer);
        }
    }

    @Test
    void namesTheAccountOnlyToAReaderWithTheTokenAndIfAsked() {
        assertFalse(page("/").contains("person@example.com"));
        assertHolds(page("/", WITH_TOKEN), "PRO+ · person@example.com");
        assertFalse(page("/", "Authorization", "Bearer wrong").contains("person@example.com"));

        routes = builder().tokenForUsage(false).build();
        assertFalse(page("/", WITH_TOKEN).contains("person@example.com"));
    }

    @Test
    void refreshesOnlyWithTheTokenAndAsksForIt() {
        assertHolds(page("/"), "data-refresh=\"kiro\" hidden>", "enter the token of the server", "<form id=\"unlock\"");
        assertHolds(page("/", WITH_TOKEN), "data-refresh=\"kiro\">");
        assertFalse(page("/", WITH_TOKEN).contains("unlock"));
    }

    @Test
    void showsNothingWithoutTheTokenWhereUsageNeedsIt() {
        routes = builder().build();

        String locked = page("/?provider=kiro");
        assertHolds(locked, "<h2>This page needs its key</h2>", "<title>CodexBar</title>", "<form id=\"unlock\"");
        assertFalse(locked.toLowerCase(Locale.ROOT).contains("kiro</"), locked);
        assertHolds(page("/?provider=absent"), "<h2>This page needs its key</h2>");
        assertHolds(page("/", WITH_TOKEN), "1,572.06 of 2,000 credits");
    }

    @Test
    void listsResetsInTheirOrder() {
        String page = page("/?view=resets");

        assertTrue(page.indexOf("row-kiro-past") < page.indexOf("row-kiro-primary"), page);
        assertTrue(page.indexOf("row-kiro-primary") < page.indexOf("row-kiro-over"), page);
        assertHolds(page, "<strong>overdue</strong>", "<strong>in 10 d</strong> <span>Sat 5 Dec, 13:40</span>");
    }

    @Test
    void keepsTheProviderInTheLinksToOtherViews() {
        assertHolds(page("/?view=dense&provider=KIRO"), "href=\"./?view=resets&amp;provider=kiro\"", "All providers");
    }

    @Test
    void showsTimesInTheZoneOfTheReader() {
        String page = page("/?zone=Asia/Tokyo");

        assertHolds(page, "Sat 5 Dec, 22:40", "Times are in Asia/Tokyo.");
        assertHolds(page("/?zone=Nowhere"), "Times are in UTC.");
    }

    @ParameterizedTest
    @CsvSource({
        "/?view=3d, 400, Unknown view '3d'.",
        "/?provider=absent, 400, Unknown provider 'absent'.",
        "/icons/absent.svg, 404, not found",
        "/icons/kiro, 404, not found",
        "/icons/, 404, not found",
        "/icons/..%2fpage.css, 404, not found",
        "/page, 404, not found",
        "/UsagePage.class, 404, not found",
    })
    void refusesWhatIsNotThere(String target, int status, String message) {
        ServerResponse answer = get(target);

        assertEquals(status, answer.status());
        assertEquals("{\"error\":\"" + message + "\"}", text(answer));
    }

    @Test
    void letsNothingElseIn() {
        Map<String, String> headers = get("/").headers();

        assertEquals("no-store", headers.get("Cache-Control"));
        assertEquals("text/html; charset=utf-8", headers.get("Content-Type"));
        assertEquals(
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
                        + " manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
                headers.get("Content-Security-Policy"));
        assertEquals("nosniff", headers.get("X-Content-Type-Options"));
        assertEquals("no-referrer", headers.get("Referrer-Policy"));
        assertEquals("same-origin", headers.get("Cross-Origin-Opener-Policy"));
        assertEquals("same-origin", headers.get("Cross-Origin-Resource-Policy"));
        assertEquals("DENY", headers.get("X-Frame-Options"));
    }

    @Test
    void needsNothingThatItsPolicyForbids() {
        for (String view : List.of("cards", "resets", "dense")) {
            String page = page("/?view=" + view, WITH_TOKEN);

            assertFalse(Pattern.compile(" (style|on[a-z]+)=\"").matcher(page).find(), "inline style or handler");
            assertFalse(Pattern.compile("(src|href)=\"(?!page|icons/|favicon|manifest|\\./|#main)")
                    .matcher(page)
                    .find());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/icons/kiro.svg", "/favicon.svg", "/page.css", "/page.js", "/manifest.webmanifest"})
    void servesWhatThePageRefersTo(String target) {
        ServerResponse answer = get(target);

        assertEquals(200, answer.status());
        assertEquals("public, max-age=86400, immutable", answer.headers().get("Cache-Control"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "93, 93", "132, 132", "1e9, –", "<b>, –", "-1, –"})
    void putsOnlyANumberIntoItsIcon(String used, String shown) {
        String encoded = URLEncoder.encode(used, StandardCharsets.UTF_8);

        assertTrue(text(get("/favicon.svg?used=" + encoded)).endsWith(">" + shown + "</text></svg>"));
    }

    @ParameterizedTest
    @CsvSource({
        "navigate, document, 200",
        "navigate, iframe, 403",
        "no-cors, image, 403",
        "cors, empty, 403",
    })
    void canBeReachedFromOtherSitesByLinksOnly(String mode, String destination, int status) {
        assertEquals(
                status,
                get("/", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", mode, "Sec-Fetch-Dest", destination)
                        .status());
    }

    @Test
    void isSmall() throws IOException {
        int all = 0;
        for (String target : List.of("/", "/page.css", "/page.js", "/manifest.webmanifest", "/icons/kiro.svg")) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(get(target, WITH_TOKEN).body());
            }
            all += packed.size();
        }
        assertTrue(all <= 20_480, all + " bytes");
    }
}
