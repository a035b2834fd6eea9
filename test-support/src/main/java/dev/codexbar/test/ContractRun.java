package dev.codexbar.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What a contract suite says about an implementation: the rules by their numbers, and the messages. */
public final class ContractRun {

    private static final Pattern RULE = Pattern.compile("\\[rule (\\d+)] .+");

    /** Without {@link NoSurvivors}: a faulty implementation leaves programs to the test that runs the suite. */
    private static final LauncherConfig BARE = LauncherConfig.builder()
            .enableLauncherSessionListenerAutoRegistration(false)
            .build();

    private final Map<Integer, String> failures = new TreeMap<>();
    private final Map<Integer, String> skipped = new TreeMap<>();
    private final List<Integer> passed = new ArrayList<>();

    private ContractRun() {}

    /** Runs a whole suite. */
    public static ContractRun of(Class<?> suite) {
        return of(selectClass(suite));
    }

    /** Runs one rule of a suite. */
    public static ContractRun of(Class<?> suite, int rule) {
        List<Method> methods = Stream.of(suite.getMethods())
                .filter(method -> method.isAnnotationPresent(DisplayName.class))
                .filter(method ->
                        numberOf(method.getAnnotation(DisplayName.class).value()) == rule)
                .toList();
        assertEquals(1, methods.size(), () -> "methods of rule " + rule + ": " + methods);
        return of(selectMethod(suite, methods.get(0)));
    }

    private static ContractRun of(DiscoverySelector selector) {
        ContractRun run = new ContractRun();
        LauncherFactory.create(BARE)
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selector)
                                // A suite with a fault skips rules on purpose.
                                .configurationParameter("codexbar.contract.skipped", "silent")
                                .build(),
                        run.new Listener());
        return run;
    }

    public Map<Integer, String> failures() {
        return failures;
    }

    public Map<Integer, String> skipped() {
        return skipped;
    }

    public List<Integer> passed() {
        return passed;
    }

    /** Asserts that for each rule of a suite there is a test {@code ruleNCatches…}. */
    public static void assertEachRuleIsTested(Class<?> suite, Class<?> selfTest) {
        List<Integer> rules = Stream.of(suite.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> numberOf(method.getAnnotation(DisplayName.class).value()))
                .toList();
        assertFalse(rules.isEmpty(), () -> "no rules in " + suite);
        for (int rule : rules) {
            assertTrue(
                    Stream.of(selfTest.getDeclaredMethods())
                            .filter(method -> method.isAnnotationPresent(Test.class))
                            .anyMatch(method -> method.getName().startsWith("rule" + rule + "Catches")),
                    () -> selfTest + " does not test rule " + rule);
        }
    }

    /** Asserts that one rule fails and no other, and that its message helps. */
    public void assertBreaksOnly(int rule, String... words) {
        assertEquals(List.of(rule), List.copyOf(failures.keySet()), () -> "the rules that fail: " + failures);
        String message = failures.getOrDefault(rule, "");
        for (String word : words) {
            assertTrue(message.contains(word), () -> "the message does not say \"" + word + "\": " + message);
        }
    }

    public static int numberOf(String displayName) {
        Matcher rule = RULE.matcher(displayName);
        assertTrue(rule.matches(), displayName);
        return Integer.parseInt(rule.group(1));
    }

    private final class Listener implements TestExecutionListener {

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (!test.isTest()) {
                return;
            }
            int rule = numberOf(test.getDisplayName());
            String message = result.getThrowable().map(String::valueOf).orElse("");
            switch (result.getStatus()) {
                case SUCCESSFUL -> passed.add(rule);
                case ABORTED -> skipped.put(rule, message);
                case FAILED -> failures.put(rule, message);
            }
        }
    }
}
