package dev.codexbar.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.FetchRequest;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageCost;
import dev.codexbar.core.UsageDetail;
import dev.codexbar.core.UsageException;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.UsageProvider;
import dev.codexbar.test.ContractRun;
import dev.codexbar.testkit.ScriptedProvider.Behaviour;
import dev.codexbar.transcript.JavaCommand;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Each rule of {@link UsageProviderContract} catches the provider that breaks it. */
@Timeout(60)
class UsageProviderContractTest {

    private static final int RULES = 14;

    /** What the suite under test hands over. A field, because JUnit makes the suite. */
    private static Situations situations = new Situations();

    /** Processes that a faulty provider leaves behind. */
    private final List<Process> children = Collections.synchronizedList(new ArrayList<>());

    private final List<AutoCloseable> open = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void forgetTheTestBefore() {
        situations = new Situations();
    }

    @AfterEach
    void cleanUp() throws Exception {
        children.forEach(Process::destroyForcibly);
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    @Test
    void testsEachRule() {
        ContractRun.assertEachRuleIsTested(UsageProviderContract.class, UsageProviderContractTest.class);
    }

    @Test
    void acceptsAProviderThatKeepsEveryRule() {
        hangs(ScriptedProvider::hang);

        ContractRun run = ContractRun.of(Suite.class);

        assertEquals(Map.of(), run.failures());
        assertEquals(Map.of(), run.skipped());
        assertEquals(RULES, run.passed().size());
    }

    /** The only fault that runs against the whole suite; the others run against their rule, to save time. */
    @Test
    void aFaultBreaksItsOwnRuleAndNoOther() {
        works(request -> ScriptedProvider.answer("other").build());

        ContractRun.of(Suite.class).assertBreaksOnly(4, "another id");
    }

    @Test
    void skipsWhatIsNotHandedOverAndSaysWhat() {
        ContractRun run = ContractRun.of(RequiredMethodOnly.class);

        assertEquals(Map.of(), run.failures());
        assertEquals(List.of(1, 2, 5, 6, 7, 8, 9, 11), List.copyOf(run.skipped().keySet()));
        assertTrue(run.skipped().get(1).contains("isService()"), run.skipped().get(1));
        assertTrue(
                run.skipped().get(5).contains("providerThatHangs()"),
                run.skipped().get(5));
        assertTrue(
                run.skipped().get(7).contains("providersThatFail()"),
                run.skipped().get(7));
        assertTrue(
                run.skipped().get(8).contains("providerThatIsNotInstalled()"),
                run.skipped().get(8));
        assertTrue(
                run.skipped().get(9).contains("providerWithUnknownUsage()"),
                run.skipped().get(9));
    }

    @Test
    void rule1CatchesAProviderThatIsNotDeclared() {
        situations.working = ProvidersWithAFault.Undeclared::new;

        breaks(
                1,
                "Add a line with this name to META-INF/services/dev.codexbar.core.UsageProvider",
                "ProvidersWithAFault$Undeclared");
    }

    @Test
    void rule1CatchesAnIdThatIsTaken() {
        situations.working = ProvidersWithAFault.TakesAnId::new;

        breaks(1, "its id \"counting\" is taken by", "Counting");
    }

    @Test
    void rule2CatchesAThreadOfTheConstructor() {
        situations.working = ProvidersWithAFault.StartsAThread::new;

        breaks(2, "impatient-refresher", "Start it in fetch()");
    }

    @Test
    void rule2CatchesAThreadOfTheFirstConstruction() {
        situations.working = ProvidersWithAFault.StartsAThreadOnce::new;

        breaks(2, "refresher-of-all", "the first one starts", "in fetch()");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void rule2CatchesALibraryOfTheFirstConstruction() {
        situations.working = ProvidersWithAFault.LoadsALibrary::new;

        breaks(2, "the first one loads", ".so", "Load it in fetch()");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void rule2CatchesAFileOfTheFirstConstruction() {
        situations.working = ProvidersWithAFault.OpensAFileOnce::new;

        breaks(2, "the first one starts or opens", "pom.xml", "close it");
    }

    @Test
    void rule2LeavesAProviderThatCannotBeMadeToRule1() {
        situations.working = () -> new ScriptedProvider() {};

        ContractRun run = ContractRun.of(Suite.class, 2);

        assertTrue(run.skipped().get(2).contains("rule 1 fails"), run.skipped()::toString);
    }

    @Test
    void rule2CatchesASlowConstructor() {
        situations.working = () -> {
            try {
                return new ProvidersWithAFault.TakesTime();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };

        breaks(2, "takes 0.", "move the work into fetch()");
    }

    @Test
    void rule3CatchesADescriptorThatChanges() {
        situations.working = ProvidersWithAFault.Counting::new;

        breaks(3, "differs from call to call", "Return a constant");
    }

    @Test
    void rule3CatchesAPageThatNoBrowserOpens() {
        situations.working = () -> new ScriptedProvider() {
            @Override
            public ProviderDescriptor descriptor() {
                return ProviderDescriptor.builder("scripted", "scripted")
                        .dashboardUri(URI.create("example.org/usage"))
                        .build();
            }
        };
        situations.isService = false;

        breaks(3, "example.org/usage", "https://");
    }

    @Test
    void rule4CatchesAnotherId() {
        works(request -> ScriptedProvider.answer("other").build());

        breaks(4, "another id", "UsageSnapshot.builder(descriptor().id()");
    }

    @Test
    void rule5CatchesATimeLimitThatIsIgnored() {
        hangs(request -> ScriptedProvider.hang(FetchRequest.of(Duration.ofMinutes(1))));

        breaks(5, "is late", "has not come back", "what is left of request.timeLimit()");
    }

    @Test
    void rule5CatchesAnotherReason() {
        hangs(request -> {
            try {
                return ScriptedProvider.hang(request);
            } catch (UsageException e) {
                throw new UsageException(Reason.FAILED, "Something failed.", "Try again.");
            }
        });

        breaks(5, "Throw UsageException with Reason.TIMED_OUT");
    }

    @Test
    void rule6CatchesASwallowedInterrupt() {
        hangs(request -> {
            long end = System.nanoTime() + request.timeLimit().orElseThrow().toNanos();
            CountDownLatch never = new CountDownLatch(1);
            while (end - System.nanoTime() > 0) {
                try {
                    never.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException swallowed) {
                    // This is the fault.
                }
            }
            throw new UsageException(Reason.TIMED_OUT, "The tool did not answer in time.", "Try again.");
        });

        breaks(6, "did not end the fetch", "never catch it to go on waiting", "fetch");
    }

    @Test
    void rule6CatchesAnInterruptThatBecomesAFailure() {
        hangs(request -> {
            try {
                return ScriptedProvider.hang(request);
            } catch (InterruptedException e) {
                throw new UsageException(Reason.FAILED, "Something failed.", "Try again.");
            }
        });

        breaks(6, "throws InterruptedException", "Do not turn the interrupt into");
    }

    @Test
    void rule6CatchesAChildThatOutlivesTheInterrupt() {
        hangs(request -> {
            Process child = startChild();
            try {
                return ScriptedProvider.hang(request);
            } catch (UsageException e) {
                child.destroyForcibly();
                throw e;
            }
        });

        breaks(6, "after an interrupt there is left: process ", "finally");
    }

    @Test
    void rule7CatchesAnotherException() {
        fails(request -> {
            throw new IllegalStateException("no configuration");
        });

        breaks(7, "java.lang.IllegalStateException", "throw UsageException");
    }

    @Test
    void rule7CatchesAFailureWithoutANextStep() {
        fails(request -> {
            throw UsageException.builder(Reason.UNAVAILABLE, "The service is down.")
                    .build();
        });

        breaks(7, "The service is down.", "has no next step", "nextStep(");
    }

    @Test
    void rule8CatchesAnotherReason() {
        situations.notInstalled = new ScriptedProvider(request -> {
            throw new UsageException(Reason.FAILED, "error=2, No such file.", "Try again.");
        });

        breaks(8, "FAILED", "Reason.NOT_INSTALLED");
    }

    @Test
    void rule9CatchesZeroForUnknown() {
        situations.unknown = new ScriptedProvider(request -> ScriptedProvider.answer()
                .windows(List.of())
                .primary("Credits", RateWindow.of(0))
                .build());

        breaks(9, "usedPercent=0.0", "unknown is absent, never 0");
    }

    @Test
    void rule9CatchesACrash() {
        unknown(request -> {
            throw new NullPointerException("usage");
        });

        breaks(9, "NullPointerException", "or throw UsageException");
    }

    @Test
    void rule9CatchesNothing() {
        unknown(request -> null);

        breaks(9, "it returned null", "Return a snapshot");
    }

    @Test
    void rule9CatchesAFetchThatDoesNotComeBack() {
        situations.patience = Duration.ofMillis(100);
        situations.slack = Duration.ofMillis(100);
        unknown(request -> ScriptedProvider.hang(FetchRequest.of(Duration.ofMinutes(1))));

        breaks(9, "it has not come back", "or throw UsageException");
    }

    @Test
    void rule9AcceptsAFailure() {
        unknown(request -> {
            throw new UsageException(Reason.UNREADABLE, "The tool does not tell the usage.", "Ask your company.");
        });

        assertEquals(Map.of(), ContractRun.of(Suite.class, 9).failures());
    }

    @Test
    void rules7And11LookAtUnknownUsageToo() {
        unknown(request -> {
            throw UsageException.builder(Reason.UNREADABLE, "No usage of Ada Lovelace is told.")
                    .build();
        });
        situations.privateTexts = List.of("Ada Lovelace");

        breaks(7, "has no next step");
        breaks(11, "Ada Lovelace");
    }

    @Test
    void rule10CatchesIdentityInASnapshot() {
        // The values of the library mask what looks like identity, but no plain names.
        situations.privateTexts = List.of("Ada Lovelace");
        works(request -> ScriptedProvider.answer().plan("Plan of Ada Lovelace").build());

        breaks(10, "toString() of the snapshot holds \"Ada Lovelace\"", "IdentityMask.mask");
    }

    @Test
    void rule10CatchesIdentityInAProvider() {
        situations.privateTexts = List.of("Ada Lovelace");
        situations.working = () -> new ScriptedProvider() {
            @Override
            public String toString() {
                return "provider of Ada Lovelace";
            }
        };
        situations.isService = false;

        breaks(10, "toString() of the provider holds \"Ada Lovelace\"");
    }

    @Test
    void rule11CatchesTheEmailAddressInACause() {
        fails(request -> {
            throw UsageException.builder(Reason.UNREADABLE, "The answer cannot be read.")
                    .nextStep("Update the tool.")
                    .cause(new IOException("unexpected line: signed in as " + ScriptedProvider.EMAIL))
                    .build();
        });

        breaks(11, "a cause of the failure (IOException) holds identity", "IdentityMask.mask");
    }

    @Test
    void rule11CatchesWhatTheAuthorSaysIsPrivate() {
        situations.privateTexts = List.of("Lovelace & Co");
        fails(request -> {
            throw new UsageException(Reason.FAILED, "Lovelace & Co has no plan.", "Buy one.");
        });

        breaks(11, "the message of the failure (UsageException) holds");
    }

    @Test
    void rule12CatchesStateThatFetchesShare() {
        AtomicInteger atOnce = new AtomicInteger();
        works(request -> {
            int before = atOnce.incrementAndGet();
            try {
                TimeUnit.MILLISECONDS.sleep(50);
                return ScriptedProvider.answer().plan("plan " + before).build();
            } finally {
                atOnce.decrementAndGet();
            }
        });

        breaks(12, "differs from a fetch alone", "in local variables");
    }

    @Test
    void rules12And14AcceptResetsThatMoveOn() {
        AtomicInteger fetches = new AtomicInteger();
        works(request -> {
            Instant now = Instant.EPOCH.plusSeconds(60L * fetches.getAndIncrement());
            return ScriptedProvider.answer("scripted", now)
                    .windows(List.of())
                    .primary(
                            "Credits",
                            RateWindow.builder(25)
                                    .resetsAt(now.plusSeconds(7200 + fetches.get() % 3))
                                    .build())
                    .cost(UsageCost.builder(1, "USD")
                            .resetsAt(Instant.EPOCH.plusSeconds(9000))
                            .build())
                    .build();
        });

        for (int rule : List.of(12, 14)) {
            assertEquals(Map.of(), ContractRun.of(Suite.class, rule).failures());
        }
    }

    @Test
    void rule12CatchesResetsThatDisagree() {
        AtomicInteger fetches = new AtomicInteger();
        works(request -> ScriptedProvider.answer()
                .windows(List.of())
                .primary(
                        "Credits",
                        RateWindow.builder(25)
                                .resetsAt(Instant.EPOCH.plusSeconds(4L * fetches.getAndIncrement()))
                                .build())
                .build());

        breaks(12, "differs from a fetch alone");
    }

    @Test
    void rule14CatchesTheDefaultTimeZone() {
        works(request -> ScriptedProvider.answer()
                .windows(List.of())
                .primary(
                        "Credits",
                        RateWindow.builder(25)
                                .resetsAt(LocalDate.of(2026, 12, 1)
                                        .atStartOfDay(ZoneId.systemDefault())
                                        .toInstant())
                                .build())
                .build());

        breaks(14, "a time zone 14 hours ahead", "dates in UTC");
    }

    @Test
    void rule13CatchesAThread() {
        CountDownLatch end = new CountDownLatch(1);
        open.add(end::countDown);
        works(request -> {
            Thread thread = new Thread(() -> awaitQuietly(end), "leaked-reader");
            thread.setDaemon(true);
            thread.start();
            return ScriptedProvider.answer().build();
        });

        breaks(13, "thread \"leaked-reader\" at ", "finally");
    }

    @Test
    void rule13CatchesAChild() {
        works(request -> {
            startChild();
            return ScriptedProvider.answer().build();
        });

        breaks(13, "there is left: process ", "finally");
    }

    @Test
    void rule13CatchesATemporaryFile() {
        works(request -> {
            try {
                Path file = Files.createTempFile("codexbar-contract", ".tmp");
                open.add(() -> Files.deleteIfExists(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return ScriptedProvider.answer().build();
        });

        breaks(13, "codexbar-contract", ".tmp");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void rule13CatchesADescriptor() {
        works(request -> {
            try {
                InputStream stream = new FileInputStream("/dev/null");
                open.add(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return ScriptedProvider.answer().build();
        });

        breaks(13, "more descriptors than before");
    }

    @Test
    void rule14CatchesTheDefaultLocale() {
        works(request -> ScriptedProvider.answer()
                .detail(UsageDetail.of("Overage", String.format("%.1f", 1.5)))
                .build());

        breaks(14, "in the locale", "Locale.ROOT");
    }

    private static void works(Behaviour behaviour) {
        situations.working = () -> new ScriptedProvider(behaviour);
    }

    private static void hangs(Behaviour behaviour) {
        situations.hanging = Optional.of(new ScriptedProvider(behaviour));
    }

    private static void fails(Behaviour behaviour) {
        situations.failing = new ScriptedProvider(behaviour);
    }

    private static void unknown(Behaviour behaviour) {
        situations.unknown = new ScriptedProvider(behaviour);
    }

    /** Asserts that a rule fails and that its message helps. */
    private static void breaks(int rule, String... words) {
        // A fault that leaves something behind does so for good.
        situations.leftoverPatience = Duration.ofMillis(100);
        ContractRun.of(Suite.class, rule).assertBreaksOnly(rule, words);
    }

    private Process startChild() {
        try {
            // A JVM for each fetch would take long.
            List<String> command =
                    JavaCommand.IS_WINDOWS ? JavaCommand.of(ContractChild.class, "hold") : List.of("sleep", "60");
            Process child = new ProcessBuilder(command).start();
            children.add(child);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Good providers, of which a test replaces one. */
    private static final class Situations {

        private Supplier<UsageProvider> working = ScriptedProvider::new;
        /** Empty where the fault is elsewhere, to save the time of hanging. */
        private Optional<UsageProvider> hanging = Optional.empty();

        private boolean isService = true;
        private Duration patience = Duration.ofSeconds(30);
        private Duration slack = Duration.ofSeconds(5);
        private Duration leftoverPatience = Duration.ofSeconds(2);
        private List<String> privateTexts = List.of();

        private UsageProvider notInstalled = new ScriptedProvider(request -> {
            throw new UsageException(Reason.NOT_INSTALLED, "The tool is not installed.", "Install it.");
        });

        private UsageProvider unknown = new ScriptedProvider(request -> ScriptedProvider.answer()
                .windows(List.of())
                .identity(AccountIdentity.unknown())
                .build());

        private UsageProvider failing = new ScriptedProvider(request -> {
            throw new UsageException(
                    Reason.NOT_LOGGED_IN, "Nobody but " + ScriptedProvider.EMAIL + " may sign in.", "Sign in.");
        });
    }

    static class Suite extends UsageProviderContract {

        @Override
        protected UsageProvider provider() {
            return situations.working.get();
        }

        @Override
        protected Optional<UsageProvider> providerThatIsNotInstalled() {
            return Optional.of(situations.notInstalled);
        }

        @Override
        protected Optional<UsageProvider> providerThatHangs() {
            return situations.hanging;
        }

        @Override
        protected Optional<UsageProvider> providerWithUnknownUsage() {
            return Optional.of(situations.unknown);
        }

        @Override
        protected List<UsageProvider> providersThatFail() {
            return List.of(situations.failing);
        }

        @Override
        protected boolean isService() {
            return situations.isService;
        }

        @Override
        Duration patience() {
            return situations.patience;
        }

        @Override
        Duration slack() {
            return situations.slack;
        }

        @Override
        Duration leftoverPatience() {
            return situations.leftoverPatience;
        }

        @Override
        protected List<String> privateTexts() {
            return situations.privateTexts;
        }
    }

    static class RequiredMethodOnly extends UsageProviderContract {

        @Override
        protected UsageProvider provider() {
            return new ScriptedProvider();
        }

        @Override
        protected boolean isService() {
            return false;
        }
    }
}
