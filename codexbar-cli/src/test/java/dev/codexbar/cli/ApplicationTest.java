package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.json.UsageJson;
import dev.codexbar.json.UsageReport;
import dev.codexbar.testkit.FakeUsageProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationTest {

    private static final UsageSnapshot SNAPSHOT = UsageSnapshot.builder("kiro", TestHost.NOW)
            .primary("Primary", RateWindow.of(25))
            .build();

    private static FakeUsageProvider answering() {
        return new FakeUsageProvider("kiro").thenAnswers(SNAPSHOT);
    }

    private static FakeUsageProvider failing(String id, UsageException.Reason reason) {
        return new FakeUsageProvider(id).thenFails(new UsageException(reason, "There is no answer.", "Do something."));
    }

    private static List<UsageReport> read(TestHost host) throws IOException {
        PublishedContract.usage().accepts(host.out());
        assertEquals(1, host.out().lines().count(), host.out());
        return UsageJson.read(host.out());
    }

    @Test
    void answersWithoutACommandAsWithUsage() {
        TestHost plain = new TestHost(answering());
        TestHost named = new TestHost(answering());
        assertEquals(0, plain.run());
        assertEquals(0, named.run("usage"));
        assertEquals(named.out(), plain.out());
        assertTrue(plain.out().contains("25%"), plain.out());
        assertEquals("", plain.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--json",
                "usage --json",
                "usage --format json",
                "usage --format=json --provider=kiro",
                "usage --json-only",
                "--format json --json-only --json-output --status --source auto --web-timeout 60 --no-credits",
                "usage --json --web -v --provider both",
                "usage --json --account me --account-index 1 --all-accounts --log-level debug --verbose --provider all",
            })
    void printsOneDocumentAndNothingElse(String arguments) throws IOException {
        TestHost host = new TestHost(answering());
        assertEquals(0, host.run(arguments.split(" ")));
        assertEquals(SNAPSHOT, read(host).get(0).snapshot().orElseThrow());
        assertEquals("", host.err());
    }

    @ParameterizedTest
    @CsvSource({
        "FAILED, 1",
        "NOT_LOGGED_IN, 1",
        "NOT_INSTALLED, 2",
        "UNREADABLE, 3",
        "TIMED_OUT, 4",
    })
    void endsWithTheCodeOfTheFailure(UsageException.Reason reason, int code) throws IOException {
        TestHost text = new TestHost(failing("kiro", reason));
        assertEquals(code, text.run("usage"));
        assertEquals("", text.out());
        assertTrue(text.err().contains("There is no answer."), text.err());
        assertTrue(text.err().contains("Do something."), text.err());
        TestHost json = new TestHost(failing("kiro", reason));
        assertEquals(code, json.run("usage", "--json"));
        assertEquals(code, PublishedContract.code(json.out()));
        assertEquals("", json.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage gemini", "gemini", "usage --provider GEMINI", "usage --provider kiro,gemini"})
    void reportsAProviderThatIsNotThereUnderItsId(String arguments) throws IOException {
        TestHost host = new TestHost(answering());
        assertEquals(64, host.run((arguments + " --json").split(" ")));
        PublishedContract.usage().accepts(host.out());
        UsageReport report = read(host).get(0);
        assertEquals("gemini", report.providerId());
        assertEquals(UsageReport.FailureKind.ARGS, report.failureKind().orElseThrow());
        assertEquals(64, PublishedContract.code(host.out()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--wrong",
                "usage --wrong",
                "usage --provider",
                "usage --provider UNKNOWN_ID",
                "usage --timeout 0",
                "usage --timeout -1",
                "usage --timeout x",
                "usage --timeout 99999999999999999999",
                "usage --format xml",
                "usage --source nowhere",
                "usage --watch 0",
                "config",
            })
    void refusesWrongArgumentsInTheFormatThatWasAskedFor(String arguments) throws IOException {
        TestHost json = new TestHost(answering());
        assertEquals(64, json.run((arguments + " --json").split(" ")));
        UsageReport report = read(json).get(0);
        assertEquals("cli", report.providerId());
        assertEquals(UsageReport.FailureKind.ARGS, report.failureKind().orElseThrow());
        assertEquals(64, PublishedContract.code(json.out()));
        assertEquals("", json.err());
        TestHost text = new TestHost(answering());
        assertEquals(64, text.run(arguments.split(" ")));
        assertEquals("", text.out());
        assertEquals(1, text.err().lines().count(), text.err());
    }

    @Test
    void keepsControlCharactersOfArgumentsFromTheTerminal() {
        TestHost host = new TestHost(answering());
        assertEquals(64, host.run("usage", "--provider", "x\u001b]0;title\u0007\u009b2J"));
        assertFalse(host.err().chars().anyMatch(c -> Character.isISOControl(c) && c != '\n'), host.err());
    }

    @Test
    @Timeout(20)
    void isolatesProvidersFromEachOther() throws IOException {
        UsageProvider broken = provider("b-broken", request -> {
            throw new NoClassDefFoundError("gone");
        });
        UsageProvider undeclared = provider("b-checked", request -> {
            ApplicationTest.<RuntimeException>throwUndeclared(new IOException("gone"));
            return SNAPSHOT;
        });
        UsageProvider deep = provider("b-deep", request -> {
            throw new StackOverflowError();
        });
        UsageProvider asserting = provider("b-false", request -> {
            throw new AssertionError("never");
        });
        UsageProvider confused = provider("c-confused", request -> SNAPSHOT);
        UsageProvider empty = provider("d-empty", request -> null);
        UsageProvider stuck = provider("e-stuck", request -> {
            while (true) {
                // An implementation that swallows interrupts and never comes back.
                Thread.onSpinWait();
            }
        });
        TestHost host = new TestHost(
                stuck,
                empty,
                confused,
                asserting,
                deep,
                undeclared,
                broken,
                answering(),
                failing("z", UsageException.Reason.NOT_INSTALLED));
        assertEquals(1, host.run("usage", "--json", "--timeout", "0.5"));
        List<UsageReport> reports = read(host);
        assertEquals(
                List.of("b-broken", "b-checked", "b-deep", "b-false", "c-confused", "d-empty", "e-stuck", "kiro", "z"),
                reports.stream().map(UsageReport::providerId).toList());
        assertEquals(
                List.of(1, 1, 1, 1, 1, 1, 4, 0, 2),
                reports.stream().map(report -> ExitCode.of(report.result())).toList());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwUndeclared(Throwable checked) throws T {
        throw (T) checked;
    }

    @Test
    void asksForADescriptorOnlyOnce() {
        AtomicBoolean asked = new AtomicBoolean();
        UsageProvider provider = new UsageProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                if (asked.getAndSet(true)) {
                    throw new IllegalStateException("asked again");
                }
                return ProviderDescriptor.builder("kiro", "Kiro").build();
            }

            @Override
            public UsageSnapshot fetch(FetchRequest request) {
                return SNAPSHOT;
            }
        };
        TestHost host = new TestHost(provider);
        assertEquals(0, host.run("usage"), host.err());
        assertEquals(0, host.run("providers"), host.err());
    }

    @Test
    void breaksDownInOneSentence() throws IOException {
        ProviderSource broken = () -> {
            throw new IllegalStateException("gone with per\u001b[1mson@example.com");
        };
        TestHost text = new TestHost(broken);
        TestHost json = new TestHost(broken);
        assertEquals(1, text.run("usage"));
        assertEquals("", text.out());
        assertEquals(1, text.err().lines().count(), text.err());
        assertFalse(text.err().contains("son@"), text.err());
        assertEquals(1, json.run("usage", "--json"));
        UsageReport report = read(json).get(0);
        assertEquals(UsageReport.FailureKind.RUNTIME, report.failureKind().orElseThrow());
        assertEquals("", json.err());
    }

    @Test
    void failsWhenNobodyReadsTheAnswer() {
        assertEquals(1, new TestHost(answering()).readerGone().run("usage"));
        assertEquals(1, new TestHost(answering()).readerGone().run("usage", "--json"));
        FakeUsageProvider provider = answering();
        TestHost watching = new TestHost(provider).pauses(5).readerGone();
        assertEquals(1, watching.run("usage", "--watch", "30"));
        assertEquals(1, provider.requests().size());
    }

    @ParameterizedTest
    @CsvSource({"usage --json, auto", "usage --json --source cli, cli", "usage --json --web, web"})
    void namesInAFailureHowTheClientWantedToAsk(String arguments, String source) {
        TestHost host = new TestHost(failing("kiro", UsageException.Reason.TIMED_OUT));
        assertEquals(4, host.run(arguments.split(" ")));
        assertTrue(host.out().contains("\"source\":\"" + source + "\""), host.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage --format JSON --wrong", "usage --format=Json --wrong", "usage --wrong --json-only"})
    void complainsInJsonHoweverItWasAskedFor(String arguments) throws IOException {
        TestHost host = new TestHost(answering());
        assertEquals(64, host.run(arguments.split(" ")));
        assertEquals(
                UsageReport.FailureKind.ARGS, read(host).get(0).failureKind().orElseThrow());
        assertEquals("", host.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"diagnose --json", "diagnose --format json --redact"})
    void diagnosesInRowsForPrograms(String arguments) {
        TestHost host = new TestHost(answering());
        assertEquals(0, host.run(arguments.split(" ")), host.err());
        assertEquals(1, host.out().lines().count(), host.out());
        assertTrue(host.out().startsWith("[{\"name\":\"CodexBar\",\"value\":\""), host.out());
        assertTrue(host.out().contains("{\"provider\":\"kiro\",\"name\":\"Took\",\"value\":\""), host.out());
        assertFalse(host.out().contains("person@"), host.out());
    }

    @Test
    void diagnosesWithoutTheNameOfThePerson() {
        TestHost host = new TestHost(provider("asked", request -> {
                    throw new IllegalStateException(
                            "/srv/sam/x, /home/samuel/x, /mnt/data/sam: s\u001b[1mam@example.com");
                }))
                .environment("HOME", "/srv/sam/")
                .environment("USER", "sam");
        assertEquals(1, host.run("diagnose"));
        assertTrue(host.out().contains("~/x, /home/***/x, /mnt/data/***: ***@***"), host.out());
    }

    private interface Fetch {
        UsageSnapshot of(FetchRequest request) throws UsageException, InterruptedException;
    }

    private static UsageProvider provider(String id, Fetch fetch) {
        return new UsageProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                return ProviderDescriptor.builder(id, id).build();
            }

            @Override
            public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
                return fetch.of(request);
            }
        };
    }

    @Test
    void handsTheTimeLimitToTheProvider() {
        FakeUsageProvider provider = answering();
        new TestHost(provider).run("usage", "--timeout", "2.5");
        assertEquals(List.of(FetchRequest.of(Duration.ofMillis(2500))), provider.requests());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usage --provider kiro",
                "usage -p KIRO",
                "kiro",
                "Kiro --no-color",
                "usage kiro",
                "kiro-cli",
                "usage --provider kiro,kiro-cli"
            })
    void findsAProviderHoweverItIsCalled(String line) {
        UsageProvider kiro = new UsageProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                return ProviderDescriptor.builder("kiro", "Kiro")
                        .cliName("kiro-cli")
                        .build();
            }

            @Override
            public UsageSnapshot fetch(FetchRequest request) {
                return SNAPSHOT;
            }
        };
        FakeUsageProvider other = new FakeUsageProvider("other");
        TestHost host = new TestHost(other, kiro);
        assertEquals(0, host.run(line.split(" ")), host.err());
        assertEquals(
                1, host.out().lines().filter(text -> text.startsWith("Kiro")).count(), host.out());
        assertEquals(List.of(), other.requests());
    }

    @Test
    void asksSeveralProviders() throws IOException {
        UsageSnapshot second = UsageSnapshot.builder("b", TestHost.NOW)
                .primary("Credits", RateWindow.of(1))
                .build();
        TestHost host =
                new TestHost(new FakeUsageProvider("a"), new FakeUsageProvider("b").thenAnswers(second), answering());
        assertEquals(0, host.run("usage", "-p", "kiro, b", "--json"));
        assertEquals(
                List.of("b", "kiro"),
                read(host).stream().map(UsageReport::providerId).toList());
    }

    @Test
    void suggestsTheProviderOrCommandThatWasMeant() {
        TestHost provider = new TestHost(answering());
        assertEquals(64, provider.run("kirro"));
        assertEquals(
                "codexbar: There is no provider and no command \"kirro\". Did you mean kiro? Providers: kiro.\n",
                provider.err());
        TestHost command = new TestHost(answering());
        assertEquals(64, command.run("diagnos"));
        assertTrue(command.err().contains("Did you mean diagnose?"), command.err());
    }

    private static UsageSnapshot personal() {
        return SNAPSHOT.toBuilder()
                .plan("PRO")
                .identity(AccountIdentity.builder()
                        .accountEmail("person@example.com")
                        .accountOrganization("Example Ltd")
                        .loginMethod("Builder ID")
                        .build())
                .detail(UsageDetail.of("Owner", "person@example.com"))
                .build();
    }

    private static TestHost asking(UsageSnapshot snapshot) {
        return new TestHost(new FakeUsageProvider("kiro").thenAnswers(snapshot));
    }

    @Test
    void namesTheAddressOnTerminalsOnlyUnlessAsked() {
        UsageSnapshot snapshot = personal().toBuilder().details(List.of()).build();
        TestHost pipe = asking(snapshot);
        pipe.run("usage");
        assertFalse(pipe.out().contains("person@"), pipe.out());
        assertTrue(pipe.out().contains("Builder ID"), pipe.out());
        TestHost asked = asking(snapshot);
        asked.run("usage", "--show-identity");
        assertTrue(asked.out().contains("person@example.com"), asked.out());
        TestHost terminal = asking(snapshot).terminal(80, true);
        terminal.run("usage");
        assertTrue(terminal.out().contains("person@example.com"), terminal.out());
    }

    @Test
    void hidesTheIdentityEverywhere() {
        for (String line :
                List.of("usage --hide-identity", "usage --json --hide-identity", "--hide-identity --show-identity")) {
            TestHost host = asking(personal()).terminal(80, true);
            assertEquals(0, host.run(line.split(" ")), host.err());
            assertFalse(host.out().contains("person"), host.out());
            assertFalse(host.out().contains("Example"), host.out());
            assertTrue(host.out().contains("25"), host.out());
        }
        for (String line : List.of("diagnose --hide-identity", "guard kiro --hide-identity")) {
            TestHost host = asking(personal()).terminal(80, true);
            assertEquals(0, host.run(line.split(" ")), host.err());
            assertFalse(host.out().contains("person@"), host.out());
        }
        TestHost variable = asking(personal()).terminal(80, true).environment("CODEXBAR_HIDE_IDENTITY", "1");
        variable.run();
        assertFalse(variable.out().contains("person"), variable.out());
        TestHost off = asking(personal()).terminal(80, true).environment("CODEXBAR_HIDE_IDENTITY", "0");
        off.run();
        assertTrue(off.out().contains("person"), off.out());
    }

    @Test
    void mentionsToolsThatAreNotInstalledInOneLine() throws IOException {
        UsageProvider[] all = {
            answering(),
            failing("codex", UsageException.Reason.NOT_INSTALLED),
            failing("other", UsageException.Reason.NOT_INSTALLED)
        };
        TestHost text = new TestHost(all);
        assertEquals(0, text.run());
        assertTrue(text.out().endsWith("Not installed: codex, other\n"), text.out());
        assertEquals("", text.err());
        TestHost json = new TestHost(all);
        assertEquals(0, json.run("--json"));
        assertEquals(3, read(json).size());
        TestHost named = new TestHost(all);
        assertEquals(2, named.run("usage", "-p", "kiro,codex"));
        assertTrue(named.err().contains("codex: There is no answer."), named.err());
        TestHost none = new TestHost(failing("codex", UsageException.Reason.NOT_INSTALLED));
        assertEquals(2, none.run());
    }

    @Test
    void letsTheInstalledToolsDecideWhereNoneAnswers() throws IOException {
        UsageProvider[] all = {
            failing("claude", UsageException.Reason.NOT_INSTALLED),
            failing("copilot", UsageException.Reason.NOT_LOGGED_IN)
        };
        TestHost text = new TestHost(all);
        assertEquals(1, text.run());
        assertEquals("", text.out());
        assertEquals("copilot: There is no answer.\n  Do something.\nNot installed: claude\n", text.err());
        TestHost json = new TestHost(all);
        assertEquals(1, json.run("--json"));
        assertEquals(2, read(json).size());
        TestHost named = new TestHost(all);
        assertEquals(2, named.run("usage", "-p", "claude,copilot"));
        assertEquals("", named.out());
    }

    @Test
    void failsForOtherReasonsThanAToolThatIsNotInstalled() {
        TestHost host = new TestHost(
                answering(),
                failing("codex", UsageException.Reason.NOT_INSTALLED),
                failing("other", UsageException.Reason.TIMED_OUT));
        assertEquals(4, host.run());
    }

    @Test
    void asksOnlyWhoWasNamed() {
        FakeUsageProvider other = new FakeUsageProvider("other");
        TestHost host = new TestHost(other, answering());
        assertEquals(0, host.run("usage", "--provider", "kiro"));
        assertEquals(List.of(), other.requests());
    }

    @Test
    void watchesUntilInterrupted() {
        FakeUsageProvider provider = answering();
        TestHost host = new TestHost(provider).pauses(2);
        assertEquals(130, host.run("usage", "--watch", "90"));
        assertEquals(3, provider.requests().size());
        assertEquals(List.of(Duration.ofSeconds(90), Duration.ofSeconds(90), Duration.ofSeconds(90)), host.pauses());
        assertFalse(host.out().contains("\u001b"), "no escape sequences into a pipe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage --watch 0.001", "watch --json --interval 1"})
    void leavesAMinuteBetweenFetchesInAPipeToo(String line) {
        TestHost host = new TestHost(answering()).pauses(0);
        assertEquals(130, host.run(line.split(" ")));
        assertEquals(List.of(Duration.ofSeconds(60)), host.pauses());
    }

    @Test
    void keepsTheMinimumIntervalOfAProvider() {
        FakeUsageProvider slow = new FakeUsageProvider(ProviderDescriptor.builder("slow", "Slow")
                .minimumInterval(Duration.ofMinutes(5))
                .build());
        TestHost host = new TestHost(answering(), slow).pauses(0);
        assertEquals(130, host.run("usage", "--watch", "90"));
        assertEquals(List.of(Duration.ofMinutes(5)), host.pauses());
    }

    @Test
    void colorsOnlyWhereSomebodyLooks() {
        TestHost pipe = new TestHost(answering());
        pipe.run("usage");
        assertFalse(pipe.out().contains("\u001b"));
        TestHost terminal = new TestHost(answering()).terminal(80, true);
        terminal.run("usage");
        assertTrue(terminal.out().contains("\u001b[32m"));
        TestHost flag = new TestHost(answering()).terminal(80, true);
        flag.run("usage", "--no-color");
        assertEquals(pipe.out(), flag.out());
        TestHost variable = new TestHost(answering()).terminal(80, true).environment("NO_COLOR", "1");
        variable.run("usage");
        assertEquals(pipe.out(), variable.out());
        TestHost empty = new TestHost(answering()).terminal(80, true).environment("NO_COLOR", "");
        empty.run("usage");
        assertEquals(terminal.out(), empty.out());
        TestHost forced = new TestHost(answering()).environment("CLICOLOR_FORCE", "1");
        forced.run("usage");
        assertEquals(terminal.out(), forced.out());
        TestHost dumb = new TestHost(answering()).terminal(80, true).environment("TERM", "dumb");
        dumb.run("usage");
        assertEquals(pipe.out(), dumb.out());
    }

    @Test
    void listsProviders() {
        TestHost text = new TestHost(answering());
        assertEquals(0, text.run("providers"));
        assertTrue(text.out().startsWith("kiro  "), text.out());
        TestHost json = new TestHost(answering());
        assertEquals(0, json.run("config", "providers", "--format", "json"));
        PublishedContract.providers().accepts(json.out());
        TestHost same = new TestHost(answering());
        assertEquals(0, same.run("providers", "--json"));
        assertEquals(json.out(), same.out());
    }

    @Test
    void helpsAndTellsItsVersion() {
        TestHost help = new TestHost();
        assertEquals(0, help.run("--help"));
        assertTrue(help.out().contains("diagnose"), help.out());
        TestHost usage = new TestHost();
        assertEquals(0, usage.run("usage", "--help"));
        assertTrue(usage.out().contains("--watch"), usage.out());
        TestHost version = new TestHost();
        assertEquals(0, version.run("--version"));
        assertTrue(
                version.out().matches("CodexBar 0\\.54\\.1 \\(CodexBar for Java [0-9]+\\.[0-9]+\\.[0-9]+\\)\n"),
                version.out());
    }

    @Test
    void refusesToAskWithoutAnyProvider() {
        TestHost host = new TestHost();
        assertEquals(64, host.run("usage"));
        assertEquals("codexbar: There is no provider.\n", host.err());
    }

    @Test
    void shortensTheHomeFolderInTextAndInJson(@TempDir Path home) throws IOException {
        Path config = Files.writeString(home.resolve("config.json"), "{");
        TestHost json = atHome(home).environment("CODEXBAR_CONFIG", config.toString());
        assertEquals(1, json.run("usage", "--json"));
        String message = read(json).get(0).failure().orElseThrow().getMessage();
        assertTrue(message.startsWith("~/config.json "), message);
        TestHost text = atHome(home).environment("CODEXBAR_CONFIG", config.toString());
        assertEquals(1, text.run("usage"));
        assertEquals("codexbar: " + message + "\n", text.err());
    }

    private static TestHost atHome(Path home) {
        return new TestHost(answering()).environment("HOME", home.toString());
    }
}
