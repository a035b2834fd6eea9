package dev.codexbar.micrometer;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The values that a tag may have, first come, first served: a tool that invents a new one in every answer must not fill
 * a time series database. Not thread-safe.
 */
final class AdmittedValues {

    private final int most;
    private final Set<String> values = new HashSet<>();

    AdmittedValues(int most, Collection<String> known) {
        this.most = most;
        known.forEach(this::admit);
    }

    /** Returns whether a value may become a tag, now and later. */
    boolean admit(String value) {
        if (values.contains(value)) {
            return true;
        }
        return values.size() < most && values.add(value);
    }
}
