package dev.codexbar.cli;

import dev.codexbar.core.FetchRequest;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The arguments, checked.
 *
 * @param providers the ids or program names of the providers to ask, in lower case, or empty for all
 * @param disabled whether to ask providers, too, that the configuration switches off, as {@code all} demands
 * @param source how the client wants providers asked; what a failure names
 * @param json whether to answer in JSON
 * @param pretty whether to indent JSON
 * @param watch whether to keep asking
 * @param interval how long to wait before asking again
 * @param timeout how long to wait for an answer, or empty for the provider's own limit
 * @param maxAge how old an answer of another run may be, or empty to ask in any case
 * @param color whether to print colours
 * @param hideIdentity whether to name no account at all
 * @param showEmail whether text names the e-mail address of the account
 * @param demo whether to ask the replayed tool
 * @param guard what {@code guard} demands
 * @param bar the settings of a status bar, or empty if the answer is for a person or JSON
 * @param out where a recording goes
 */
record Settings(
        List<String> providers,
        boolean disabled,
        String source,
        boolean json,
        boolean pretty,
        boolean watch,
        Duration interval,
        Optional<Duration> timeout,
        Optional<Duration> maxAge,
        boolean color,
        boolean hideIdentity,
        boolean showEmail,
        boolean demo,
        Guard guard,
        Optional<BarSettings> bar,
        Optional<Path> out) {

    /**
     * What {@code guard} demands.
     *
     * @param minRemaining the least that must be left, in percent
     * @param window {@code session}, {@code weekly} or the id of a window
     * @param failOpen whether to go on if the quota is unknown
     * @param hook whether to answer as hooks of agents expect
     */
    record Guard(double minRemaining, String window, boolean failOpen, boolean hook) {

        /** For the other commands, which demand nothing. */
        static final Guard NONE = new Guard(0, "session", false, false);
    }

    /** CodexBar's clients say "both", from when there were two. */
    private static final List<String> ALL = List.of("all", "both");

    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);

    /** A day: longer waits are mistakes. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Shorter waits are mistakes, too, and no clock keeps them. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** The longest that a monitor takes; see {@link dev.codexbar.monitor.WatchSettings.Builder}. */
    static final Duration LONGEST_WATCH_INTERVAL = Duration.ofHours(6);

    static final Duration LONGEST_WATCH_TIMEOUT = Duration.ofMinutes(10);

    static Settings of(Arguments arguments, Host host) throws CommandLineException {
        choice(arguments, Option.FORMAT);
        String source = choice(arguments, Option.SOURCE).orElse(arguments.has(Option.WEB) ? "web" : "auto");
        if (!arguments.value(Option.WEB_TIMEOUT).orElse("").equals("0")) {
            seconds(arguments, Option.WEB_TIMEOUT);
        }
        boolean json = wantsJson(arguments);
        Optional<BarSettings> bar =
                isForBar(arguments) ? Optional.of(BarSettings.of(arguments, host)) : Optional.empty();
        boolean isWatch = arguments.command() == Command.WATCH || arguments.has(Option.WATCH);
        if (isWatch && arguments.has(Option.MAX_AGE)) {
            throw CommandLineException.wrong("--max-age is for one answer. Watching has --interval.");
        }
        Option every = arguments.has(Option.WATCH) ? Option.WATCH : Option.INTERVAL;
        Duration usual = bar.isPresent() ? BarSettings.INTERVAL : DEFAULT_INTERVAL;
        Duration interval = arguments.value(every).orElse("").isEmpty()
                ? usual
                : seconds(arguments, every, LONGEST_WATCH_INTERVAL).orElse(usual);
        boolean hideIdentity = arguments.has(Option.HIDE_IDENTITY)
                || !List.of("", "0").contains(host.environment().getOrDefault("CODEXBAR_HIDE_IDENTITY", ""));
        return new Settings(
                providers(arguments),
                isAll(arguments),
                source,
                json,
                arguments.has(Option.PRETTY),
                isWatch,
                interval,
                seconds(arguments, Option.TIMEOUT, isWatch ? LONGEST_WATCH_TIMEOUT : LONGEST),
                seconds(arguments, Option.MAX_AGE),
                color(arguments, host),
                hideIdentity,
                !hideIdentity && (host.terminal().interactive() || arguments.has(Option.SHOW_IDENTITY)),
                arguments.has(Option.DEMO),
                arguments.command() == Command.GUARD ? guard(arguments) : Guard.NONE,
                bar,
                path(arguments));
    }

    /** Asked before any class of status bars is loaded, because a start is a promised figure. */
    private static boolean isForBar(Arguments arguments) {
        Optional<String> format = arguments.value(Option.FORMAT);
        boolean isUsual = format.isEmpty()
                || Option.FORMAT.choices().contains(format.get().toLowerCase(Locale.ROOT));
        return !isUsual
                || arguments.has(Option.TEMPLATE)
                || (arguments.command() == Command.WATCH && arguments.has(Option.OUTPUT));
    }

    private static boolean isAll(Arguments arguments) {
        for (String operand : arguments.operands()) {
            if (isAll(operand)) {
                return true;
            }
        }
        return isAll(arguments.value(Option.PROVIDER).orElse(""));
    }

    private static boolean isAll(String names) {
        return ALL.contains(names.strip().toLowerCase(Locale.ROOT));
    }

    private static Guard guard(Arguments arguments) throws CommandLineException {
        String percent = arguments.value(Option.MIN_REMAINING).orElse("10");
        if (!percent.matches("[0-9]{1,3}(\\.[0-9]{1,9})?") || Double.parseDouble(percent) > 100) {
            throw CommandLineException.wrong(Option.MIN_REMAINING, "a number from 0 to 100", percent);
        }
        return new Guard(
                Double.parseDouble(percent),
                arguments.value(Option.WINDOW).orElse("session").toLowerCase(Locale.ROOT),
                arguments.has(Option.FAIL_OPEN),
                arguments.has(Option.HOOK));
    }

    /** Those of the option and those that stand alone, without blanks and without regard to capitals. */
    private static List<String> providers(Arguments arguments) throws CommandLineException {
        List<String> names = new ArrayList<>();
        Optional<String> list = arguments.value(Option.PROVIDER);
        if (list.isPresent()) {
            for (String name : list.get().split(",", -1)) {
                names.add(name.strip());
            }
        }
        names.addAll(arguments.operands());
        List<String> ids = new ArrayList<>();
        for (String name : names) {
            String id = name.toLowerCase(Locale.ROOT);
            if (id.isEmpty()) {
                throw CommandLineException.wrong("--provider needs ids, separated by commas.");
            }
            if (ALL.contains(id)) {
                return List.of();
            }
            if (!ids.contains(id)) {
                ids.add(id);
            }
        }
        return List.copyOf(ids);
    }

    static boolean wantsJson(Arguments arguments) {
        return arguments.has(Option.JSON)
                || arguments.has(Option.JSON_V2)
                || arguments.has(Option.JSON_ONLY)
                || arguments.value(Option.FORMAT).orElse("").equalsIgnoreCase("json");
    }

    static Optional<String> choice(Arguments arguments, Option option) throws CommandLineException {
        Optional<String> given = arguments.value(option);
        if (given.isEmpty()) {
            return given;
        }
        String value = given.get().toLowerCase(Locale.ROOT);
        if (!option.choices().contains(value)
                && !arguments.command().choices(option).contains(value)) {
            throw CommandLineException.wrong(
                    option, "one of: " + String.join(", ", arguments.command().choices(option)), given.get());
        }
        return Optional.of(value);
    }

    FetchRequest request() {
        return timeout.map(FetchRequest::of).orElse(FetchRequest.defaults());
    }

    /** As no-color.org and bixense.com/clicolors have it: NO_COLOR before CLICOLOR_FORCE before the terminal. */
    private static boolean color(Arguments arguments, Host host) {
        if (arguments.has(Option.NO_COLOR)
                || !host.environment().getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        if (!List.of("", "0").contains(host.environment().getOrDefault("CLICOLOR_FORCE", ""))) {
            return true;
        }
        return host.terminal().interactive()
                && !host.environment().getOrDefault("TERM", "").equals("dumb");
    }

    static Optional<Duration> seconds(Arguments arguments, Option option) throws CommandLineException {
        return seconds(arguments, option, LONGEST);
    }

    static Optional<Duration> seconds(Arguments arguments, Option option, Duration longest)
            throws CommandLineException {
        Optional<String> text = arguments.value(option);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().matches("[0-9]{1,6}(\\.[0-9]{1,9})?")) {
            Duration time = Duration.ofNanos(
                    new BigDecimal(text.get()).movePointRight(9).longValueExact());
            if (time.compareTo(SHORTEST) >= 0 && time.compareTo(longest) <= 0) {
                return Optional.of(time);
            }
        }
        throw CommandLineException.wrong(
                option, "a number of seconds from 0.001 to " + longest.toSeconds(), text.get());
    }

    private static Optional<Path> path(Arguments arguments) throws CommandLineException {
        try {
            return arguments.value(Option.OUT).map(Path::of);
        } catch (InvalidPathException fault) {
            throw CommandLineException.wrong(Option.OUT.longName() + " must be a path.");
        }
    }
}
