package dev.codexbar.cli;

import dev.codexbar.core.FetchRequest;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The arguments, checked.
 *
 * @param provider the id of a provider, or empty for all
 * @param source how the client wants providers asked; what a failure names
 * @param json whether to answer in JSON
 * @param pretty whether to indent JSON
 * @param watch how long to wait before asking again, or empty to ask once
 * @param timeout how long to wait for an answer, or empty for the provider's own limit
 * @param color whether to print colours
 * @param demo whether to ask the replayed tool
 * @param out where a recording goes
 */
record Settings(
        Optional<String> provider,
        String source,
        boolean json,
        boolean pretty,
        Optional<Duration> watch,
        Optional<Duration> timeout,
        boolean color,
        boolean demo,
        Optional<Path> out) {

    private static final List<String> SOURCES = List.of("auto", "web", "cli", "oauth", "api");

    /** CodexBar's clients say "both", from when there were two. */
    private static final List<String> ALL = List.of("all", "both");

    /** A day: longer waits are mistakes. */
    private static final long MOST_SECONDS = 86_400;

    static Settings of(Arguments arguments, Host host) throws CommandLineException {
        String format = arguments.value(Flag.FORMAT).orElse("text").toLowerCase(Locale.ROOT);
        if (!format.equals("text") && !format.equals("json")) {
            throw CommandLineException.wrong("Error: --format must be text|json.");
        }
        String source = arguments.value(Flag.SOURCE).orElse(arguments.has(Flag.WEB) ? "web" : "auto");
        if (!SOURCES.contains(source)) {
            throw CommandLineException.wrong("Error: --source must be auto|web|cli|oauth|api.");
        }
        seconds(arguments, Flag.WEB_TIMEOUT);
        boolean json = format.equals("json") || arguments.has(Flag.JSON) || arguments.has(Flag.JSON_ONLY);
        Optional<Duration> watch = seconds(arguments, Flag.WATCH);
        if (json && watch.isPresent()) {
            throw CommandLineException.wrong("Error: --watch shows text; JSON is one document for each call.");
        }
        return new Settings(
                arguments.value(Flag.PROVIDER).filter(id -> !ALL.contains(id)),
                source,
                json,
                arguments.has(Flag.PRETTY),
                watch,
                seconds(arguments, Flag.TIMEOUT),
                color(arguments, host),
                arguments.has(Flag.DEMO),
                path(arguments));
    }

    FetchRequest request() {
        return timeout.map(FetchRequest::of).orElse(FetchRequest.defaults());
    }

    /** As no-color.org and bixense.com/clicolors have it: NO_COLOR before CLICOLOR_FORCE before the terminal. */
    private static boolean color(Arguments arguments, Host host) {
        if (arguments.has(Flag.NO_COLOR)
                || !host.environment().getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        if (!List.of("", "0").contains(host.environment().getOrDefault("CLICOLOR_FORCE", ""))) {
            return true;
        }
        return host.terminal().interactive()
                && !host.environment().getOrDefault("TERM", "").equals("dumb");
    }

    private static Optional<Duration> seconds(Arguments arguments, Flag flag) throws CommandLineException {
        Optional<String> text = arguments.value(flag);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().matches("[0-9]{1,6}(\\.[0-9]{1,9})?")) {
            Duration time = Duration.ofNanos(
                    new BigDecimal(text.get()).movePointRight(9).longValueExact());
            if (!time.isZero() && time.compareTo(Duration.ofSeconds(MOST_SECONDS)) <= 0) {
                return Optional.of(time);
            }
        }
        throw CommandLineException.wrong(
                "Error: " + flag.option() + " must be a number of seconds, over 0 and up to " + MOST_SECONDS + ".");
    }

    private static Optional<Path> path(Arguments arguments) throws CommandLineException {
        try {
            return arguments.value(Flag.OUT).map(Path::of);
        } catch (InvalidPathException fault) {
            throw CommandLineException.wrong("Error: " + Flag.OUT.option() + " must be a path.");
        }
    }
}
