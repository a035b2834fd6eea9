package dev.codexbar.cli;

import dev.codexbar.cli.text.JsonText;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProviders;
import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code codexbar guard}: whether enough of a quota is left to go on, as an exit code for scripts and for the hooks of
 * agents. What is unknown is never enough, unless {@code --fail-open} says so.
 */
final class GuardCommand {

    /** Hooks of agents take this as "stop, and show standard error". */
    private static final int HOOK_STOPS = 2;

    private static final double MOST = 100;

    private final Host host;
    private final Settings settings;

    GuardCommand(Host host, Settings settings) {
        this.host = host;
        this.settings = settings;
    }

    /**
     * What was decided.
     *
     * @param decision {@code ok}, {@code blocked} or {@code unknown}
     * @param remaining what is left in percent, if it is known
     * @param reason why nothing is known, if so
     */
    private record Verdict(String decision, Optional<Double> remaining, Optional<String> reason) {

        static Verdict unknown(String reason) {
            return new Verdict("unknown", Optional.empty(), Optional.of(reason));
        }
    }

    int run() throws CommandLineException, InterruptedException {
        if (settings.providers().size() != 1) {
            throw CommandLineException.wrong("guard needs exactly one --provider.");
        }
        double least = settings.guard().minRemaining();
        UsageProviders one = Selection.named(host, settings.providers());
        UsageResult result = one.fetchAll(settings.request()).get(0);
        Verdict verdict = verdict(result, least);
        int code = switch (verdict.decision()) {
            case "ok" -> ExitCode.OK.number();
            case "blocked" -> ExitCode.FAILURE.number();
            default -> settings.guard().failOpen() ? ExitCode.OK.number() : ExitCode.UNAVAILABLE.number();
        };
        if (settings.guard().hook()) {
            code = code == ExitCode.OK.number() ? code : HOOK_STOPS;
        }
        report(result, verdict, least, code);
        return code;
    }

    private Verdict verdict(UsageResult result, double least) {
        if (result.snapshot().isEmpty()) {
            return Verdict.unknown(
                    result.failure().map(UsageException::getMessage).orElse("There is no answer."));
        }
        Optional<RateWindow> window = window(result.snapshot().get()).map(NamedRateWindow::window);
        if (window.isEmpty()) {
            return Verdict.unknown("The tool states no such window.");
        }
        double remaining = Math.max(0, MOST - window.get().usedPercent());
        // "At least so much used" may be anything above, so it is no proof that enough is left.
        boolean isProof = !window.get().atLeast() || remaining < least;
        if (!isProof) {
            return Verdict.unknown("The tool states only that more than this is used.");
        }
        return new Verdict(remaining >= least ? "ok" : "blocked", Optional.of(remaining), Optional.empty());
    }

    private Optional<NamedRateWindow> window(UsageSnapshot snapshot) {
        String id = switch (settings.guard().window()) {
            case "session" -> NamedRateWindow.PRIMARY;
            case "weekly" -> NamedRateWindow.SECONDARY;
            default -> settings.guard().window();
        };
        return snapshot.windows().stream()
                .filter(window -> window.id().equals(id))
                .findFirst();
    }

    private void report(UsageResult result, Verdict verdict, double least, int code) {
        String line = Lines.masked(sentence(result, verdict, least), host.environment());
        if (settings.guard().hook()) {
            if (code != ExitCode.OK.number()) {
                host.err().println(Application.PREFIX + line);
            }
            return;
        }
        if (!settings.json()) {
            Application.print(host, line + "\n");
            return;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("provider", result.providerId());
        document.put("window", settings.guard().window());
        document.put(
                "remainingPercent",
                verdict.remaining().map(GuardCommand::rounded).orElse(null));
        document.put("minRemainingPercent", rounded(least));
        document.put("decision", verdict.decision());
        document.put(
                "reason",
                verdict.reason()
                        .map(reason -> Lines.masked(reason, host.environment()))
                        .orElse(null));
        document.put("exitCode", code);
        Application.printJson(host, JsonText.of(document, settings.pretty()));
    }

    private String sentence(UsageResult result, Verdict verdict, double least) {
        String window = result.snapshot()
                .flatMap(this::window)
                .map(NamedRateWindow::title)
                .orElse(settings.guard().window());
        String subject = result.displayName() + ", " + window + ": ";
        String needed = " At least " + rounded(least).toPlainString() + "% must be left.";
        return verdict.remaining().isPresent()
                ? subject + rounded(verdict.remaining().get()).toPlainString() + "% left, "
                        + (verdict.decision().equals("ok") ? "enough." : "too little.") + needed
                : subject + "unknown. " + verdict.reason().orElse("") + needed;
    }

    private static BigDecimal rounded(double percent) {
        BigDecimal rounded =
                BigDecimal.valueOf(percent).setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
