package dev.codexbar.cli;

import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.UsageView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code codexbar watch} on a terminal: the picture on a screen of its own, drawn anew every second, at every key and
 * when the size of the terminal changes. A monitor asks; the last good picture stays, dimmed, with the failure under
 * it.
 */
final class WatchCommand {

    /** How long a key is waited for, and so how long a signal may take to be noticed. */
    private static final Duration KEY_WAIT = Duration.ofMillis(100);

    private static final Duration REDRAW = Duration.ofSeconds(1);

    /** Providers are asked no more often, because several commands may run; `r` asks at once. */
    static final Duration SHORTEST = Duration.ofSeconds(60);

    private static final String HELP = "q quit, r ask again";

    private final Host host;
    private final Settings settings;
    private final UsageProviders providers;

    WatchCommand(Host host, Settings settings, UsageProviders providers) {
        this.host = host;
        this.settings = settings;
        this.providers = providers;
    }

    /** The keyboard and the size of a terminal. */
    interface Keyboard extends AutoCloseable {

        /** Waits for a key. Returns it, or -1 if there is none. */
        int read(Duration longest) throws IOException, InterruptedException;

        /** Returns the columns and rows if they are known and have changed since the last call. */
        Optional<int[]> newSize();

        @Override
        void close();
    }

    int run() throws InterruptedException {
        // The keyboard is opened last and closed first: a terminal without echo is the worst thing to leave behind.
        try (UsageMonitor monitor = monitor();
                WatchScreen screen = new WatchScreen(host.out());
                Keyboard keyboard = host.keyboard().open()) {
            screen.open();
            monitor.start();
            return watch(monitor, keyboard, screen);
        } catch (IOException gone) {
            // The terminal was closed.
            return ExitCode.FAILURE.number();
        }
    }

    private UsageMonitor monitor() {
        UsageMonitor.Builder builder = CommandMonitor.builder(providers, host)
                .interval(settings.interval().compareTo(SHORTEST) < 0 ? SHORTEST : settings.interval());
        settings.timeout().ifPresent(builder::timeLimit);
        return builder.build();
    }

    private int watch(UsageMonitor monitor, Keyboard keyboard, WatchScreen screen)
            throws IOException, InterruptedException {
        int columns = host.terminal().columns();
        int rows = Integer.MAX_VALUE;
        long drawn = 0;
        boolean isDue = true;
        List<UsageView> before = List.of();
        while (!host.out().checkError()) {
            List<UsageView> views = monitor.views();
            isDue |= System.nanoTime() - drawn >= REDRAW.toNanos() || isNew(before, views);
            if (isDue) {
                screen.draw(picture(views, columns), rows);
                drawn = System.nanoTime();
                before = views;
                isDue = false;
            }
            int key = keyboard.read(KEY_WAIT);
            if (key == 'q' || key == 'Q') {
                return ExitCode.OK.number();
            }
            if (key == 'r' || key == 'R') {
                for (UsageView view : views) {
                    // The outcome shows in the view.
                    var unused = monitor.refresh(view.providerId());
                }
                isDue = true;
            }
            Optional<int[]> size = keyboard.newSize();
            if (size.isPresent()) {
                columns = Terminal.within(size.get()[0]);
                rows = size.get()[1];
                isDue = true;
            }
        }
        return ExitCode.FAILURE.number();
    }

    /** Whether something else than the age has changed. */
    private static boolean isNew(List<UsageView> before, List<UsageView> views) {
        for (int i = 0; i < Math.min(before.size(), views.size()); i++) {
            if (before.get(i).isRefreshing() != views.get(i).isRefreshing()
                    || !before.get(i).measuredAt().equals(views.get(i).measuredAt())
                    || !before.get(i).failedAt().equals(views.get(i).failedAt())) {
                return true;
            }
        }
        return before.size() != views.size();
    }

    private String picture(List<UsageView> views, int columns) {
        Style style = new Style(settings.color(), host.terminal().unicode());
        UsageText text = new UsageText(host.clock().instant(), host.zone().get(), columns, style, settings.showEmail());
        StringBuilder picture = new StringBuilder();
        List<String> notInstalled = new ArrayList<>();
        boolean isAnyThere = views.stream().anyMatch(view -> !isNotInstalled(view));
        for (UsageView view : views) {
            String name = view.descriptor().displayName();
            if (settings.providers().isEmpty() && isAnyThere && isNotInstalled(view)) {
                notInstalled.add(name);
                continue;
            }
            boolean isFailed = view.failure().isPresent();
            view.snapshot()
                    .map(snapshot -> shown(view, snapshot))
                    .map(snapshot -> text.answer(name, snapshot).stripTrailing())
                    .ifPresent(answer -> picture.append(isFailed ? style.dimmed(answer) : answer)
                            .append('\n'));
            view.failure().ifPresent(failure -> picture.append(text.failure(name, failure)));
            if (view.snapshot().isEmpty() && !isFailed) {
                picture.append(style.bold(Lines.clean(name))).append('\n');
            }
            for (String line : Lines.wrap(state(view), Math.max(1, columns - 2))) {
                picture.append("  ").append(style.quiet(line)).append('\n');
            }
            picture.append('\n');
        }
        picture.append(text.notInstalled(notInstalled));
        for (UsageProviders.Failure failure : providers.failures()) {
            picture.append(text.notLoaded(Lines.notLoaded(failure, host.environment())));
        }
        return picture.append(style.quiet(HELP)).toString();
    }

    private static boolean isNotInstalled(UsageView view) {
        return view.snapshot().isEmpty()
                && view.failure()
                        .filter(failure -> failure.reason() == UsageException.Reason.NOT_INSTALLED)
                        .isPresent();
    }

    private UsageSnapshot shown(UsageView view, UsageSnapshot snapshot) {
        return settings.hideIdentity()
                ? HiddenIdentity.in(UsageResult.of(view.descriptor(), snapshot))
                        .snapshot()
                        .orElse(snapshot)
                : snapshot;
    }

    /** For example {@code measured 12 s ago, next in 48 s}. */
    private static String state(UsageView view) {
        String measured =
                view.age().map(age -> "measured " + seconds(age) + " ago, ").orElse("");
        if (view.isRefreshing()) {
            return measured + "asking";
        }
        Instant now = view.asOf();
        return measured
                + view.nextAttempt()
                        .map(next ->
                                next.isAfter(now) ? "next in " + seconds(Duration.between(now, next)) : "asking soon")
                        .orElse("not asked again");
    }

    private static String seconds(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return seconds < 120 ? seconds + " s" : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }
}
