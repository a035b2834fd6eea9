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
import dev.codexbar.server.AccessToken;
import dev.codexbar.server.DashboardRoutes;
import dev.codexbar.server.UsageServer;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Serves the page in every state that people see, with invented figures and a time that stands still. */
public final class Gallery {

    private static final Instant NOW = Instant.parse("2026-11-25T13:40:00Z");
    private static final String TOKEN = "invented-token-of-the-gallery";

    /** The time of the page; moved while a history is made. */
    private static final class Moving extends Clock {
        volatile Instant now = NOW;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private interface Answer {
        UsageSnapshot at(Instant now) throws UsageException, InterruptedException;
    }

    private record Invented(ProviderDescriptor descriptor, Moving clock, Answer answer) implements UsageProvider {
        @Override
        public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
            return answer.at(clock.now);
        }
    }

    private static ProviderDescriptor descriptor(String id, String name, String color, String primary) {
        return ProviderDescriptor.builder(id, name)
                .accentColor(color)
                .windowTitle(NamedRateWindow.PRIMARY, primary)
                .build();
    }

    private static final ProviderDescriptor CLAUDE = descriptor("claude", "Claude Code", "#CC7C5E", "Session");
    private static final ProviderDescriptor CODEX = descriptor("codex", "Codex", "#49A3B0", "Session");
    private static final ProviderDescriptor COPILOT = descriptor("copilot", "GitHub Copilot", "#A855F7", "Premium requests");
    private static final ProviderDescriptor KIRO = descriptor("kiro", "Kiro", "#FF9900", "Credits");

    private static double share(Instant now, Instant start, double end) {
        double hours = Duration.between(start, now).toMinutes() / 60.0;
        double all = Duration.between(start, NOW).toMinutes() / 60.0;
        // Work by day: two thirds of the use in the second half of each day.
        double steps = hours + 3 * Math.sin(hours / 24 * 2 * Math.PI + 2) - 3 * Math.sin(2);
        double allSteps = all + 3 * Math.sin(all / 24 * 2 * Math.PI + 2) - 3 * Math.sin(2);
        return Math.max(0, Math.round(10 * end * steps / allSteps) / 10.0);
    }

    /** A window of a week or less that is used evenly enough, and was reset as often as time has passed. */
    private static RateWindow window(Instant now, Instant reset, Duration period, double end) {
        Instant start = reset.minus(period);
        Instant next = reset;
        double target = end;
        while (start.isAfter(now)) {
            next = start;
            start = start.minus(period);
            target = 61;
        }
        double elapsed = Duration.between(start, now).toSeconds() / (double) period.toSeconds();
        double whole = next.equals(reset) ? Duration.between(start, NOW).toSeconds() / (double) period.toSeconds() : 1;
        double used = Math.max(0, Math.round(10 * target * Math.pow(elapsed / whole, 1.3)) / 10.0);
        return RateWindow.builder(used).resetsAt(next).period(period).build();
    }

    private static UsageSnapshot claude(Instant now) {
        return UsageSnapshot.builder("claude", now)
                .primary("Session", window(now, NOW.plus(Duration.ofMinutes(80)), Duration.ofHours(5), 42))
                .secondary("Weekly", window(now, NOW.plus(Duration.ofHours(67)), Duration.ofDays(7), 81))
                .window("opus", "Weekly, Opus", window(now, NOW.plus(Duration.ofHours(67)), Duration.ofDays(7), 17))
                .plan("Max")
                .identity(AccountIdentity.builder().accountEmail("person@example.com").build())
                .build();
    }

    private static UsageSnapshot codex(Instant now) {
        return UsageSnapshot.builder("codex", now)
                .primary("Session", window(now, NOW.plus(Duration.ofMinutes(184)), Duration.ofHours(5), 12))
                .secondary("Weekly", window(now, NOW.plus(Duration.ofHours(26)), Duration.ofDays(7), 63))
                .plan("Plus")
                .build();
    }

    private static UsageSnapshot copilot(Instant now) {
        double used = share(now, Instant.parse("2026-11-01T00:00:00Z"), 151);
        return UsageSnapshot.builder("copilot", now)
                .primary(
                        "Premium requests",
                        RateWindow.builder(used / 3)
                                .amount(new RateWindow.Amount(Math.round(used), 300, "requests"))
                                .resetsAt(Instant.parse("2026-12-01T00:00:00Z"))
                                .period(Duration.ofDays(30))
                                .build())
                .plan("Pro")
                .build();
    }

    private static UsageSnapshot kiro(Instant now) {
        double used = share(now, Instant.parse("2026-11-01T00:00:00Z"), 1863.4);
        return UsageSnapshot.builder("kiro", now)
                .primary(
                        "Credits",
                        RateWindow.builder(used / 20)
                                .amount(new RateWindow.Amount(used, 2000, "credits"))
                                .resetsOn(LocalDate.of(2026, 12, 1))
                                .period(Duration.ofDays(30))
                                .build())
                .secondary(
                        "Bonus credits",
                        RateWindow.builder(24.5)
                                .amount(new RateWindow.Amount(122.54, 500, "credits"))
                                .resetsAt(Instant.parse("2026-12-14T00:00:00Z"), RateWindow.ResetPrecision.DAYS)
                                .resetDescription("expires in 19 days")
                                .build())
                .plan("KIRO PRO+")
                .identity(AccountIdentity.builder().accountEmail("person@example.com").build())
                .detail(UsageDetail.of("Overages", "Disabled"))
                .build();
    }

    private static UsageSnapshot overage(Instant now) {
        return kiro(now).toBuilder()
                .windows(List.of(new NamedRateWindow(
                        NamedRateWindow.PRIMARY,
                        "Credits",
                        RateWindow.builder(132.4)
                                .amount(new RateWindow.Amount(2648, 2000, "credits"))
                                .resetsOn(LocalDate.of(2026, 12, 1))
                                .period(Duration.ofDays(30))
                                .build())))
                .cost(UsageCost.builder(25.92, "USD").limit(100).period("Overage").build())
                .build();
    }

    private static UsageSnapshot untold(Instant now) {
        return UsageSnapshot.builder("codex", now).plan("Enterprise, managed by <b>Example & Sons</b>").build();
    }

    private static UsageSnapshot idle(Instant now) {
        return UsageSnapshot.builder("copilot", now)
                .primary("Premium requests", RateWindow.builder(0).resetsAt(NOW.plus(Duration.ofDays(6))).period(Duration.ofDays(30)).build())
                .window("chat", "Chat", RateWindow.builder(100).atLeast(true).build())
                .build();
    }

    private static final List<AutoCloseable> OPEN = new ArrayList<>();

    private static DashboardRoutes.Builder routes(UsageMonitor monitor, Clock clock) {
        return DashboardRoutes.builder(monitor).clock(clock).token(AccessToken.of(TOKEN)).tokenForUsage(false);
    }

    private static UsageMonitor monitor(Moving clock, UsageProvider... providers) {
        UsageMonitor monitor = UsageMonitor.builder(UsageProviders.of(providers)).clock(clock).build();
        OPEN.add(monitor);
        return monitor;
    }

    private static void serve(String name, DashboardRoutes routes) throws Exception {
        UsageServer server = UsageServer.bind(routes, InetAddress.getByName("127.0.0.1"), 0).start();
        OPEN.add(server);
        System.out.println(name + " " + server.uri());
    }

    private static void history(UsageMonitor monitor, Moving clock, Duration back, Duration step) {
        for (Instant then = NOW.minus(back); then.isBefore(NOW); then = then.plus(step)) {
            clock.now = then;
            monitor.views().forEach(view -> monitor.refresh(view.providerId()).join());
        }
        clock.now = NOW.minusSeconds(150);
        monitor.views().forEach(view -> monitor.refresh(view.providerId()).join());
        clock.now = NOW;
    }

    public static void main(String[] args) throws Exception {
        Moving clock = new Moving();
        UsageMonitor well = monitor(
                clock,
                new Invented(CLAUDE, clock, Gallery::claude),
                new Invented(CODEX, clock, Gallery::codex),
                new Invented(COPILOT, clock, Gallery::copilot),
                new Invented(KIRO, clock, Gallery::kiro));
        clock.now = NOW.minus(Duration.ofDays(9));
        well.start();
        history(well, clock, Duration.ofDays(9), Duration.ofMinutes(45));
        serve("well", routes(well, clock).identityShown(true).build());
        serve("locked", routes(well, clock).tokenForUsage(true).build());

        Moving later = new Moving();
        later.now = NOW.minus(Duration.ofMinutes(42));
        CountDownLatch never = new CountDownLatch(1);
        UsageMonitor troubled = monitor(
                later,
                new Invented(CLAUDE, later, now -> {
                    if (now.isBefore(NOW)) {
                        return claude(now.minus(Duration.ofMinutes(10)));
                    }
                    throw new UsageException(
                            Reason.NOT_LOGGED_IN, "Claude Code is not signed in.", "Run `claude` and sign in with /login.");
                }),
                new Invented(CODEX, later, Gallery::untold),
                new Invented(COPILOT, later, Gallery::idle),
                new Invented(KIRO, later, Gallery::overage),
                new Invented(descriptor("nightly", "Nightly <script>alert(1)</script>", "#228855", "Tokens"), later, now -> {
                    throw new UsageException(
                            Reason.FAILED,
                            "The tool printed \"<img src=x onerror=alert(1)>\" and person@example.com.",
                            "Update the tool.");
                }),
                new Invented(descriptor("slow", "Slow Tool", "#446688", "Requests"), later, now -> {
                    never.await();
                    throw new AssertionError("interrupted at the end");
                }),
                new Invented(descriptor("gone", "Gone Tool", "#446688", "Requests"), later, now -> {
                    throw new UsageException(Reason.NOT_INSTALLED, "The tool is not installed.", "Install it.");
                }));
        troubled.start();
        for (String id : List.of("claude", "codex", "copilot", "kiro", "nightly", "gone")) {
            troubled.refresh(id).join();
        }
        later.now = NOW;
        troubled.refresh("claude").join();
        serve("trouble", routes(troubled, later).build());

        Moving past = new Moving();
        past.now = NOW.minus(Duration.ofMinutes(20));
        CountDownLatch open = new CountDownLatch(1);
        UsageMonitor overdue = monitor(past, new Invented(CODEX, past, now -> {
            if (open.getCount() == 0) {
                never.await();
            }
            return UsageSnapshot.builder("codex", now)
                    .primary(
                            "Session",
                            RateWindow.builder(88)
                                    .resetsAt(NOW.minus(Duration.ofMinutes(12)))
                                    .period(Duration.ofHours(5))
                                    .build())
                    .secondary(
                            "Weekly",
                            RateWindow.builder(34)
                                    .resetsAt(NOW.plus(Duration.ofDays(3)))
                                    .period(Duration.ofDays(7))
                                    .build())
                    .build();
        }));
        overdue.start();
        overdue.refresh("codex").join();
        open.countDown();
        past.now = NOW;
        serve("overdue", routes(overdue, past).build());
        System.out.println("ready");
        // Ends with its parent, whose end of the pipe closes.
        System.in.read();
        never.countDown();
        for (AutoCloseable one : OPEN) {
            one.close();
        }
        System.exit(0);
    }

    private Gallery() {}
}
