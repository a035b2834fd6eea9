package dev.codexbar.provider.kiro;

import dev.codexbar.core.FetchAttempt;
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

/** One fetch: the version, then the ways to ask in order, with {@code whoami} beside. Used once, by one thread. */
final class KiroFetch {

    /**
     * A usage and the way it came.
     *
     * @param usage what the program said
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
    private final KnownTool memory;

    private final List<FetchAttempt> attempts = new ArrayList<>();
    private final List<KiroFailure> failures = new ArrayList<>();
    private final Set<Feature> refused = EnumSet.noneOf(Feature.class);
    private boolean askedAgain;
    private boolean over;
    private @Nullable Answer best;

    KiroFetch(KiroCli cli, Deadline deadline, Clock clock, KnownTool memory) {
        this.cli = cli;
        this.deadline = deadline;
        this.clock = clock;
        this.memory = memory;
    }

    /**
     * Asks until there is an answer.
     *
     * @param ways the ways that may be used, in order; empty for the usual ones
     */
    UsageSnapshot run(List<KiroStrategy> ways) throws UsageException, InterruptedException {
        try (Whoami whoami = Whoami.start(cli, deadline)) {
            FileFingerprint stamp = fingerprint(cli.executable());
            VersionProbe.Finding finding = finding(stamp);
            List<KiroCommands.Step> steps = KiroCommands.steps(finding.generation(), ways);
            for (KiroCommands.Step step : steps) {
                if (!over && step.isDue(refused)) {
                    take(step, stamp);
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
            throw KiroFailures.toException(failure, attempts);
        }
    }

    private VersionProbe.Finding finding(FileFingerprint stamp) throws KiroFailure, InterruptedException {
        Optional<VersionProbe.Finding> known = memory.finding(stamp);
        if (known.isPresent()) {
            return known.get();
        }
        VersionProbe.Finding finding = VersionProbe.ask(cli, deadline);
        memory.remember(stamp, finding);
        return finding;
    }

    private void take(KiroCommands.Step step, FileFingerprint stamp) throws InterruptedException {
        String way = step.strategy().id();
        if (step.strategy() != KiroStrategy.ACP && memory.hasReachedModel(stamp)) {
            fail(way, KiroFailures.knownToReachModel(), Duration.ZERO);
            return;
        }
        long start = System.nanoTime();
        try {
            Answer answer = new Answer(
                    UsageStrategy.of(step.strategy()).ask(cli, step.command(), deadline.forProgram()), step.strategy());
            if (answer.hasNumbers()) {
                best = answer;
                over = true;
                return;
            }
            // Kept in case that nobody knows more.
            best = best == null ? answer : best;
            attempts.add(FetchAttempt.incomplete(way, KiroFailures.WITHOUT_NUMBERS, since(start)));
        } catch (KiroFailure failure) {
            fail(way, failure, since(start));
            if (failure.remedy() == KiroFailure.Remedy.NEVER_AGAIN) {
                memory.rememberReachedModel(stamp);
            }
            if (failure.remedy() == KiroFailure.Remedy.ASK_AGAIN && !askedAgain) {
                askedAgain = true;
                over = false;
                take(step, stamp);
            }
        }
    }

    private void fail(String way, KiroFailure failure, Duration duration) {
        attempts.add(FetchAttempt.failed(way, failure.reason(), failure.message(), duration));
        failures.add(failure);
        failure.refusal().ifPresent(refused::add);
        over = failure.remedy() != KiroFailure.Remedy.OTHER_WAY;
    }

    /** A cost must be told, even if part of an answer is known. */
    private boolean costCredits() {
        return failures.stream().anyMatch(failure -> failure.remedy() == KiroFailure.Remedy.NEVER_AGAIN);
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
