package dev.codexbar.core;

import dev.codexbar.core.terminal.TerminalText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes the account out of a snapshot. A tool may put it into any text: a bonus may be called after the organisation
 * that it was given to.
 */
final class Redaction {

    private static final String MASK = "***";

    /** Shorter names are part of many words, so that they count as whole words only. */
    private static final int LEAST_WITHIN_A_WORD = 5;

    /** A shorter name is no name, but a letter. */
    private static final int LEAST = 2;

    private static final int LONGEST_NAME = 1000;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]++");

    private final List<Pattern> names;

    private Redaction(UsageSnapshot snapshot) {
        AccountIdentity identity = snapshot.identity();
        // A tool that sells plans to persons states the plan as the organisation, and the plan identifies no one.
        Optional<String> organization = identity.accountOrganization()
                .filter(name -> !name.equalsIgnoreCase(snapshot.plan().orElse("")));
        Set<String> known = new LinkedHashSet<>();
        identity.accountEmail().ifPresent(email -> addAddress(known, email));
        identity.loginMethod().filter(method -> method.contains("@")).ifPresent(email -> addAddress(known, email));
        organization.ifPresent(all -> {
            known.add(all);
            known.addAll(List.of(all.split(",", -1)));
        });
        this.names = known.stream()
                .flatMap(name -> pattern(name).stream())
                .distinct()
                .toList();
    }

    /** The parts of an address identify a person too: the first often is the name, the second the employer. */
    private static void addAddress(Set<String> names, String email) {
        names.add(email);
        int at = email.indexOf('@');
        if (at >= 0) {
            String local = email.substring(0, at);
            names.add(local);
            names.add(local.split("\\+", 2)[0]);
            names.add(email.substring(at + 1));
        }
    }

    /** Returns what finds a name in any spelling: in capitals, with hyphens as in an id, in one word. */
    private static Optional<Pattern> pattern(String name) {
        List<String> words = WORD.matcher(TerminalText.singleLine(name, LONGEST_NAME))
                .results()
                .map(MatchResult::group)
                .toList();
        int length = words.stream().mapToInt(String::length).sum();
        if (length < LEAST) {
            return Optional.empty();
        }
        String spelling = words.stream().map(Pattern::quote).collect(Collectors.joining("[^\\p{L}\\p{M}\\p{N}]{0,8}+"));
        String whole = "(?<![\\p{L}\\p{M}\\p{N}])" + spelling + "(?![\\p{L}\\p{M}\\p{N}])";
        return Optional.of(Pattern.compile(
                length < LEAST_WITHIN_A_WORD ? whole : spelling, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
    }

    static UsageSnapshot of(UsageSnapshot snapshot) {
        return new Redaction(snapshot).redacted(snapshot);
    }

    private UsageSnapshot redacted(UsageSnapshot snapshot) {
        AccountIdentity.Builder identity = AccountIdentity.builder();
        snapshot.identity().loginMethod().map(this::masked).ifPresent(identity::loginMethod);
        return snapshot.toBuilder()
                .windows(windows(snapshot.windows()))
                .identity(identity.build())
                .plan(snapshot.plan().map(this::masked).orElse(null))
                .cost(snapshot.cost().map(this::cost).orElse(null))
                .details(snapshot.details().stream().map(this::detail).toList())
                .strategy(snapshot.strategy().map(this::masked).orElse(null))
                .toolVersion(snapshot.toolVersion().map(this::masked).orElse(null))
                .attempts(snapshot.attempts().stream().map(this::attempt).toList())
                .build();
    }

    /** Cleaned first, so that no control character hides a name; never blank, as no text of a snapshot is. */
    private String masked(String text) {
        String masked = IdentityMask.mask(TerminalText.singleLine(text));
        for (Pattern name : names) {
            masked = name.matcher(masked).replaceAll(MASK);
        }
        return masked.isBlank() ? MASK : masked;
    }

    private List<NamedRateWindow> windows(List<NamedRateWindow> windows) {
        Set<String> taken = windows.stream().map(NamedRateWindow::id).collect(Collectors.toCollection(HashSet::new));
        List<NamedRateWindow> redacted = new ArrayList<>();
        for (NamedRateWindow named : windows) {
            String id = masked(named.id()).equals(named.id()) ? named.id() : freeId(taken, redacted.size() + 1);
            redacted.add(new NamedRateWindow(id, masked(named.title()), window(named.window())));
        }
        return redacted;
    }

    /** A masked id could occur twice, so a number takes its place. */
    private static String freeId(Set<String> taken, int position) {
        int number = position;
        while (!taken.add("window-" + number)) {
            number++;
        }
        return "window-" + number;
    }

    private RateWindow window(RateWindow window) {
        RateWindow.Builder redacted = window.toBuilder();
        window.resetDescription().map(this::masked).ifPresent(redacted::resetDescription);
        window.amount()
                .map(amount -> new RateWindow.Amount(amount.used(), amount.limit(), masked(amount.unit())))
                .ifPresent(redacted::amount);
        return redacted.build();
    }

    private UsageCost cost(UsageCost cost) {
        UsageCost.Builder redacted = UsageCost.builder(cost.used(), cost.currencyCode());
        cost.limit().ifPresent(redacted::limit);
        cost.period().map(this::masked).ifPresent(redacted::period);
        cost.resetsAt().ifPresent(redacted::resetsAt);
        return redacted.build();
    }

    private UsageDetail detail(UsageDetail detail) {
        UsageDetail.Builder redacted = UsageDetail.builder(masked(detail.label()), masked(detail.value()))
                .section(masked(detail.section()));
        detail.secondaryValue().map(this::masked).ifPresent(redacted::secondaryValue);
        return redacted.build();
    }

    private FetchAttempt attempt(FetchAttempt attempt) {
        String strategy = masked(attempt.strategy());
        String message = masked(attempt.message());
        return attempt.reason()
                .map(reason -> FetchAttempt.failed(strategy, reason, message, attempt.duration()))
                .orElseGet(() -> FetchAttempt.incomplete(strategy, message, attempt.duration()));
    }
}
