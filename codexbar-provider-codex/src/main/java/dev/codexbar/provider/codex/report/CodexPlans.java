package dev.codexbar.provider.codex.report;

import java.util.Locale;
import java.util.Map;

/** The names under which plans are sold. */
final class CodexPlans {

    /** Those that are more than their own words. */
    private static final Map<String, String> NAMES = Map.of("prolite", "Pro 5x", "pro", "Pro 20x");

    private CodexPlans() {}

    /**
     * Returns the name of a plan.
     *
     * @param plan the plan as the service calls it, not blank; an unknown one becomes its own words, capitalised
     */
    static String name(String plan) {
        String known = NAMES.get(plan);
        if (known != null) {
            return known;
        }
        StringBuilder name = new StringBuilder();
        for (String word : plan.split("[_\\s]+", -1)) {
            if (!word.isEmpty()) {
                name.append(name.isEmpty() ? "" : " ")
                        .append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(word.substring(1));
            }
        }
        return name.isEmpty() ? plan : name.toString();
    }
}
