package dev.codexbar.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Prints on standard output, after a contract suite, which rules were skipped and why: a skipped rule proves nothing,
 * and build tools print no more than how many there are. The suites of this package register it by themselves; it is
 * public for JUnit, which makes it.
 *
 * <p>The configuration parameter {@value #PARAMETER} of JUnit turns it off with the value {@value #SILENT}, for example
 * in {@code junit-platform.properties}.
 *
 * @since 0.1.0
 */
public final class SkippedRules implements BeforeAllCallback, AfterAllCallback, TestWatcher {

    /** The name of the configuration parameter. */
    public static final String PARAMETER = "codexbar.contract.skipped";

    /** The value that turns the list off. */
    public static final String SILENT = "silent";

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SkippedRules.class);

    /** What JUnit writes in front of the message of an assumption. */
    private static final String ASSUMPTION = "Assumption failed: ";

    private static final Pattern NUMBER = Pattern.compile("^\\[rule (\\d{1,9})]");

    /** For JUnit. */
    public SkippedRules() {}

    /** The outcomes of one suite; its tests may run in parallel. */
    private static final class Outcomes {

        private final AtomicInteger rules = new AtomicInteger();
        private final List<String> skipped = new ArrayList<>();

        synchronized void skip(String rule) {
            skipped.add(rule);
        }

        synchronized List<String> skipped() {
            return skipped.stream()
                    .sorted(Comparator.comparingInt(SkippedRules::number))
                    .toList();
        }
    }

    @Override
    public void beforeAll(ExtensionContext suite) {
        suite.getStore(NAMESPACE).put(Outcomes.class, new Outcomes());
    }

    @Override
    public void testSuccessful(ExtensionContext test) {
        outcomes(test).rules.incrementAndGet();
    }

    @Override
    public void testFailed(ExtensionContext test, @Nullable Throwable cause) {
        outcomes(test).rules.incrementAndGet();
    }

    @Override
    public void testAborted(ExtensionContext test, @Nullable Throwable cause) {
        String reason = cause == null ? "" : Objects.requireNonNullElse(cause.getMessage(), "");
        skip(test, reason.startsWith(ASSUMPTION) ? reason.substring(ASSUMPTION.length()) : reason);
    }

    @Override
    public void testDisabled(ExtensionContext test, Optional<String> reason) {
        skip(test, reason.orElse("disabled"));
    }

    private static int number(String rule) {
        Matcher number = NUMBER.matcher(rule);
        return number.find() ? Integer.parseInt(number.group(1)) : Integer.MAX_VALUE;
    }

    private static void skip(ExtensionContext test, String reason) {
        outcomes(test).rules.incrementAndGet();
        outcomes(test).skip(test.getDisplayName() + ": " + reason);
    }

    /** Of the suite: the store of the test itself is closed by now. */
    private static Outcomes outcomes(ExtensionContext test) {
        return test.getParent().orElseThrow().getStore(NAMESPACE).get(Outcomes.class, Outcomes.class);
    }

    @Override
    public void afterAll(ExtensionContext suite) {
        Outcomes outcomes = suite.getStore(NAMESPACE).get(Outcomes.class, Outcomes.class);
        List<String> skipped = outcomes.skipped();
        boolean isSilent = suite.getConfigurationParameter(PARAMETER)
                .filter(SILENT::equalsIgnoreCase)
                .isPresent();
        if (!skipped.isEmpty() && !isSilent) {
            // At once, so that nothing of other tests gets between the lines.
            System.out.println(suite.getDisplayName() + " skipped " + skipped.size() + " of " + outcomes.rules
                    + " rules:\n  " + String.join("\n  ", skipped));
        }
    }
}
