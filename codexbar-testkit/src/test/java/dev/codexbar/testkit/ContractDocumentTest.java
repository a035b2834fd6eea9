package dev.codexbar.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexbar.test.ContractRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/CONTRACT.md} and the suites say the same. */
class ContractDocumentTest {

    private static final Pattern RULE = Pattern.compile("(?m)^(\\d+)\\. \\*\\*(.+?)\\.\\*\\*");

    @ParameterizedTest
    @ValueSource(classes = {UsageProviderContract.class, ProcessRunnerContract.class, UsageMonitorContract.class})
    void theDocumentHasTheRulesOfTheSuite(Class<?> suite) throws IOException {
        assertEquals(rulesOf(suite), rulesInDocument(suite));
    }

    @ParameterizedTest
    @ValueSource(classes = {UsageProviderContract.class, ProcessRunnerContract.class, UsageMonitorContract.class})
    void theRulesAreNumberedWithoutGaps(Class<?> suite) {
        List<Integer> numbers = List.copyOf(rulesOf(suite).keySet());

        assertEquals(Stream.iterate(1, n -> n + 1).limit(numbers.size()).toList(), numbers);
    }

    private static Map<Integer, String> rulesOf(Class<?> suite) {
        Map<Integer, String> rules = new TreeMap<>();
        Stream.of(suite.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> method.getAnnotation(DisplayName.class).value())
                .forEach(name -> rules.put(ContractRun.numberOf(name), name.replaceFirst("^\\[rule \\d+] ", "")));
        return rules;
    }

    private static Map<Integer, String> rulesInDocument(Class<?> suite) throws IOException {
        String document = Files.readString(Path.of("..", "docs", "CONTRACT.md"));
        String mark = "<!-- rules of " + suite.getSimpleName() + " -->";
        String part = document.substring(document.indexOf(mark)).split("(?m)^## ", 2)[0];
        Map<Integer, String> rules = new TreeMap<>();
        RULE.matcher(part.replaceAll("\\n +", " "))
                .results()
                .forEach(rule -> rules.put(Integer.parseInt(rule.group(1)), rule.group(2)));
        return rules;
    }
}
