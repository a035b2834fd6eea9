package dev.codexbar.provider.kiro;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of {@code kiro-cli}. */
record KiroVersion(int major, int minor, int patch) implements Comparable<KiroVersion> {

    // Anchored at the program's own name: a number in a warning must not pass for a version, because the version
    // decides which command is safe.
    private static final Pattern OWN_LINE =
            Pattern.compile("(?im)^\\h*+kiro[- ]cli(?:-chat)?+\\h++(?:version\\h++)?+v?+"
                    + "(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?+(?:[-+][\\w.+-]{1,64}+)?+(?!\\S)");

    static KiroVersion of(int major, int minor) {
        return new KiroVersion(major, minor, 0);
    }

    /** Reads what {@code kiro-cli --version} printed, such as {@code kiro-cli 2.11.0}. */
    static Optional<KiroVersion> read(String text) {
        Matcher line = OWN_LINE.matcher(text);
        KiroVersion highest = null;
        while (line.find()) {
            String patch = line.group(3);
            KiroVersion version = new KiroVersion(
                    Integer.parseInt(line.group(1)),
                    Integer.parseInt(line.group(2)),
                    patch == null ? 0 : Integer.parseInt(patch));
            // Of several the highest, because newer versions are asked with more care.
            highest = highest == null || version.compareTo(highest) > 0 ? version : highest;
        }
        return Optional.ofNullable(highest);
    }

    boolean isBefore(KiroVersion other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(KiroVersion other) {
        // Start-up: no Comparator, whose lambdas are serializable, which no class-data archive holds.
        if (major != other.major) {
            return Integer.compare(major, other.major);
        }
        return minor != other.minor ? Integer.compare(minor, other.minor) : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
