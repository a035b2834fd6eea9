package dev.codexbar.cli;

import java.util.Collection;
import java.util.Locale;

/** Finds the name that was probably meant. */
final class Suggestion {

    private Suggestion() {}

    /** Returns a sentence that starts with a blank, or an empty text if no name is near. */
    static String of(String typed, Collection<String> names) {
        String nearest = "";
        // A third of the letters may be wrong: more, and the suggestion is a guess.
        int most = Math.max(1, typed.replace("-", "").length() / 3);
        int smallest = most + 1;
        for (String name : names) {
            int distance = distance(typed.toLowerCase(Locale.ROOT), name);
            boolean begins = typed.length() > 3 && name.startsWith(typed.toLowerCase(Locale.ROOT));
            if (begins) {
                distance = Math.min(distance, 1);
            }
            if (distance < smallest) {
                smallest = distance;
                nearest = name;
            }
        }
        return nearest.isEmpty() ? "" : " Did you mean " + nearest + "?";
    }

    /** How many letters differ, are missing, are too many or swapped with their neighbour. */
    static int distance(String one, String other) {
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    row[j] = Math.min(row[j], 1 + beforeLast[j - 2]);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[other.length()];
    }
}
