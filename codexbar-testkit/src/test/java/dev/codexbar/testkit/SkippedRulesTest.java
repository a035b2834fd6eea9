package dev.codexbar.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SkippedRulesTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private PrintStream before;

    @BeforeEach
    void catchOutput() {
        before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void releaseOutput() {
        System.setOut(before);
    }

    @ExtendWith(SkippedRules.class)
    abstract static class Suite {

        @Test
        @DisplayName("[rule 2] has another")
        final void another() {
            assumeTrue(hasAnother(), "hasAnother() says no");
        }

        @Test
        @DisplayName("[rule 10] has a tenth")
        final void tenth() {
            assumeTrue(hasAnother(), "hasAnother() says no, too");
        }

        @Test
        @DisplayName("[rule 1] has one")
        final void one() {}

        boolean hasAnother() {
            return true;
        }
    }

    static final class Incomplete extends Suite {

        @Override
        boolean hasAnother() {
            return false;
        }

        @Test
        @Disabled("a sample of a skipped test")
        void ofItsOwn() {}
    }

    static final class Complete extends Suite {}

    private List<String> printed(Class<?> suite, Map<String, String> parameters) {
        LauncherConfig bare = LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .build();
        LauncherFactory.create(bare)
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(suite))
                        .configurationParameters(parameters)
                        .build());
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void namesEachSkippedRuleWithTheReasonInTheOrderOfTheNumbers() {
        assertEquals(
                List.of(
                        "SkippedRulesTest$Incomplete skipped 3 of 4 rules:",
                        "  [rule 2] has another: hasAnother() says no",
                        "  [rule 10] has a tenth: hasAnother() says no, too",
                        "  ofItsOwn(): a sample of a skipped test"),
                printed(Incomplete.class, Map.of()));
    }

    @Test
    void printsNothingWhereNoRuleIsSkipped() {
        assertEquals(List.of(), printed(Complete.class, Map.of()));
    }

    @Test
    void isSilentOnDemand() {
        assertEquals(List.of(), printed(Incomplete.class, Map.of(SkippedRules.PARAMETER, SkippedRules.SILENT)));
    }

    @Test
    void isRegisteredByEachSuite() {
        for (Class<?> suite :
                List.of(UsageProviderContract.class, ProcessRunnerContract.class, UsageMonitorContract.class)) {
            assertEquals(
                    List.of(SkippedRules.class),
                    List.of(suite.getAnnotation(ExtendWith.class).value()),
                    suite.getName());
        }
    }
}
