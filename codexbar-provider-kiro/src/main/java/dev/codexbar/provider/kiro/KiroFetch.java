package dev.codexbar.provider.kiro;

import dev.codexbar.core.FetchAttempt;
import dev.codexbar.core.HomePaths;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.provider.kiro.report.KiroAccount;
import dev.codexbar.provider.kiro.report.KiroUsage;
import dev.codexbar.provider.support.Deadline;
import dev.codexbar.provider.support.FileFingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One fetch: the version, then the ways to ask in order, while {@code whoami} runs. Used once, by one thread. */
final class KiroFetch {

    /**
     * A usage and the way it came.
     *
     * @param usage what the program printed
     * @param way how it was asked
     */
    private record Answer(KiroUsage usage, KiroStrategy way) {

        boolean hasNumbers() {
            return usage.breakdowns().stream()
                    .anyMatch(one -> one.used().isPresent() || one.usedPercent().isPresent());
        }
    }

    private final KiroCli cli;
    private final Deadline deadline;
    private final Clock clock;
    private final KnownTool knownTool;

    private final List<FetchAttempt> attempts = new ArrayList<>();
    private final List<KiroFailure> failures = new ArrayList<>();
    private final Set<Feature> missing = EnumSet.noneOf(Feature.class);
    private boolean repeated;
    private boolean over;
    private @Nullable Answer best;

    KiroFetch(KiroCli cli, Deadline deadline, Clock clock, KnownTool knownTool) {
        this.cli = cli;
        this.deadline = deadline;
        this.clock = clock;
        this.knownTool = knownTool;
    }

    /**
     * Asks until there is an answer.
     *
     * @param ways the ways that may be used, in order; empty for the usual ones
     */
    UsageSnapshot run(List<KiroStrategy> ways) throws UsageException, InterruptedException {
        try (Whoami whoami = Whoami.start(cli, deadline)) {
            FileFingerprint fingerprint = fingerprint(cli.executable());
            VersionProbe.Finding finding = finding(fingerprint);
            for (KiroCommands.Step step : KiroCommands.steps(finding.generation(), ways)) {
                boolean repeat = !over && step.isDue(missing);
                while (repeat) {
                    repeat = ask(step, fingerprint);
                }
            }
            Answer answer = best;
            if (answer == null || costCredits()) {
                throw failures.isEmpty() ? KiroFailures.noWay(finding.version()) : KiroFailures.mostTelling(failures);
            }
            KiroAccount account = whoami.await(deadline);
            return KiroSnapshots.map(answer.usage(), account, clock.instant())
                    .strategy(answer.way().id())
                    .toolVersion(finding.version().map(KiroVersion::toString).orElse(null))
                    .attempts(attempts)
                    .build();
        } catch (KiroFailure failure) {
            throw KiroFailures.toException(failure.masked(homes()), attempts);
        }
    }

    private VersionProbe.Finding finding(FileFingerprint fingerprint) throws KiroFailure, InterruptedException {
        Optional<VersionProbe.Finding> known = knownTool.finding(fingerprint);
        if (known.isPresent()) {
            return known.get();
        }
        VersionProbe.Finding finding = VersionProbe.ask(cli, deadline);
        knownTool.remember(fingerprint, finding);
        return finding;
    }

    /** Asks one question, and tells whether to ask the same again. */
    private boolean ask(KiroCommands.Step step, FileFingerprint fingerprint) throws InterruptedException {
        String way = step.strategy().id();
        if (step.strategy() != KiroStrategy.ACP && knownTool.hasReachedModel(fingerprint)) {
            fail(way, KiroFailures.knownToReachModel(), Duration.ZERO);
            return false;
        }
        long start = System.nanoTime();
        try {
            Answer answer = new Answer(
                    UsageStrategy.of(step.strategy()).ask(cli, step.command(), deadline.forProgram()), step.strategy());
            take(answer, since(start));
            return false;
        } catch (KiroFailure failure) {
            fail(way, failure.masked(homes()), since(start));
            if (failure.remedy() == KiroFailure.Remedy.NEVER_AGAIN) {
                knownTool.rememberReachedModel(fingerprint);
            }
            boolean repeat = failure.remedy() == KiroFailure.Remedy.ASK_AGAIN && !repeated;
            repeated |= repeat;
            return repeat;
        }
    }

    private void take(Answer answer, Duration duration) {
        if (answer.hasNumbers()) {
            best = answer;
            over = true;
            return;
        }
        // Kept in case that no other way prints more.
        best = best == null ? answer : best;
        // The agent has the account itself, so no other way knows more of a managed plan.
        over = answer.usage().managedPlan() && answer.way() == KiroStrategy.ACP;
        attempts.add(FetchAttempt.incomplete(answer.way().id(), KiroFailures.WITHOUT_NUMBERS, duration));
    }

    private void fail(String way, KiroFailure failure, Duration duration) {
        attempts.add(FetchAttempt.failed(way, failure.reason(), failure.message(), duration));
        failures.add(failure);
        failure.missing().ifPresent(feature -> missing.addAll(feature.withDependents()));
        over = failure.remedy() != KiroFailure.Remedy.OTHER_WAY;
    }

    /** A cost must be reported, even if part of an answer is known. */
    private boolean costCredits() {
        return failures.stream().anyMatch(failure -> failure.remedy() == KiroFailure.Remedy.NEVER_AGAIN);
    }

    /** Made for a failure only: its patterns are many. */
    private HomePaths homes() {
        return HomePaths.of(cli.environment());
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static FileFingerprint fingerprint(Path executable) throws KiroFailure {
        try {
            return FileFingerprint.of(executable);
        } catch (IOException gone) {
            throw KiroFailures.of(gone);
        }
    }
}
