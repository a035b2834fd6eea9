package dev.codexbar.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    private static final AccountIdentity JANE = AccountIdentity.builder()
            .accountEmail("jane.doe+codex@lab.example.com")
            .accountOrganization("Example Works, HQ")
            .loginMethod("Google")
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jane.doe+codex@lab.example.com",
                "jane.doe\u0000+codex@lab.\u200bexample.com",
                "jane.doe+codex",
                "Jane Doe",
                "JANE-DOE",
                "lab.example.com",
                "Example Works",
                "example-works",
                "ExampleWorks",
                "HQ",
            })
    void leavesTheAccountInNoText(String name) {
        UsageSnapshot redacted = snapshotOf("For " + name + " only").redacted();

        List<String> texts = texts(redacted);
        // Four of each window, four of the detail, two of each attempt, and five more.
        assertEquals(21, texts.size(), texts::toString);
        for (String text : texts) {
            String lower = text.toLowerCase(Locale.ROOT);
            assertFalse(lower.matches(".*(jane|doe|lab|example|works|\\bhq\\b).*"), text);
        }
        assertEquals(
                2,
                new HashSet<>(redacted.windows().stream()
                                .map(NamedRateWindow::id)
                                .toList())
                        .size());
    }

    private static UsageSnapshot snapshotOf(String text) {
        RateWindow window = RateWindow.builder(12.5)
                .resetDescription(text)
                .amount(new RateWindow.Amount(1, 8, text))
                .build();
        return UsageSnapshot.builder("tool", Instant.EPOCH)
                .window("1 " + text, text, window)
                .window("2 " + text, text, window)
                .identity(AccountIdentity.builder()
                        .accountEmail(JANE.accountEmail().orElseThrow())
                        .accountOrganization(JANE.accountOrganization().orElseThrow())
                        .loginMethod(text)
                        .build())
                .plan(text)
                .cost(UsageCost.builder(1, "EUR").period(text).build())
                .detail(UsageDetail.builder(text, text)
                        .section(text)
                        .secondaryValue(text)
                        .build())
                .strategy(text)
                .toolVersion(text)
                .attempt(FetchAttempt.failed(text, UsageException.Reason.FAILED, text, Duration.ofSeconds(1)))
                .attempt(FetchAttempt.incomplete(text, text, Duration.ofSeconds(1)))
                .build();
    }

    private static List<String> texts(UsageSnapshot snapshot) {
        List<Optional<String>> texts = new ArrayList<>();
        for (NamedRateWindow named : snapshot.windows()) {
            texts.add(Optional.of(named.id()));
            texts.add(Optional.of(named.title()));
            texts.add(named.window().resetDescription());
            texts.add(named.window().amount().map(RateWindow.Amount::unit));
        }
        texts.add(snapshot.identity().accountEmail());
        texts.add(snapshot.identity().accountOrganization());
        texts.add(snapshot.identity().loginMethod());
        texts.add(snapshot.plan());
        texts.add(snapshot.cost().flatMap(UsageCost::period));
        for (UsageDetail detail : snapshot.details()) {
            texts.add(Optional.of(detail.section()));
            texts.add(Optional.of(detail.label()));
            texts.add(Optional.of(detail.value()));
            texts.add(detail.secondaryValue());
        }
        texts.add(snapshot.strategy());
        texts.add(snapshot.toolVersion());
        for (FetchAttempt attempt : snapshot.attempts()) {
            texts.add(Optional.of(attempt.strategy()));
            texts.add(Optional.of(attempt.message()));
        }
        return texts.stream().flatMap(Optional::stream).toList();
    }

    @Test
    void keepsEverythingElse() {
        UsageSnapshot.Builder builder = snapshotOf("credits").toBuilder()
                .cost(UsageCost.builder(1, "EUR")
                        .limit(3)
                        .period("Monthly")
                        .resetsAt(Instant.EPOCH)
                        .build())
                .windows(List.of(new NamedRateWindow(
                        "primary",
                        "Credits",
                        RateWindow.builder(50)
                                .atLeast(true)
                                .period(Duration.ofDays(7))
                                .resetsAt(Instant.EPOCH, RateWindow.ResetPrecision.DAY)
                                .build())));
        UsageSnapshot whole = builder.identity(JANE).build();

        assertEquals(
                builder.identity(AccountIdentity.builder().loginMethod("Google").build())
                        .build(),
                whole.redacted());
    }

    @Test
    void keepsAPlanThatTheToolStatesAsTheOrganisation() {
        UsageSnapshot snapshot = UsageSnapshot.builder("kiro", Instant.EPOCH)
                .primary("KIRO PRO+ credits", RateWindow.of(1))
                .plan("KIRO PRO+")
                .identity(AccountIdentity.builder()
                        .accountEmail("jane@example.com")
                        .accountOrganization("KIRO PRO+")
                        .build())
                .build()
                .redacted();

        assertEquals(Optional.of("KIRO PRO+"), snapshot.plan());
        assertEquals("KIRO PRO+ credits", snapshot.windows().get(0).title());
        assertEquals(AccountIdentity.unknown(), snapshot.identity());
    }

    @ParameterizedTest
    @CsvSource({
        "al, The plan allows al all, The plan allows *** all",
        "j, for j only, for j only",
        "octocat, the octocats' quota, the ***s' quota",
    })
    void takesShortNamesAsWholeWordsOnly(String login, String plan, String redacted) {
        UsageSnapshot snapshot = UsageSnapshot.builder("copilot", Instant.EPOCH)
                .plan(plan)
                .identity(AccountIdentity.builder().accountEmail(login).build())
                .build();

        assertEquals(Optional.of(redacted), snapshot.redacted().plan());
    }

    @Test
    void givesFreeIdsInPlaceOfThoseThatHoldAName() {
        UsageSnapshot snapshot = UsageSnapshot.builder("tool", Instant.EPOCH)
                .window("bonus-jane-doe", "Bonus", RateWindow.of(1))
                .window("window-1", "Window", RateWindow.of(2))
                .identity(AccountIdentity.builder()
                        .accountEmail("jane.doe@example.com")
                        .build())
                .build();

        assertEquals(
                List.of("window-2", "window-1"),
                snapshot.redacted().windows().stream().map(NamedRateWindow::id).toList());
    }
}
