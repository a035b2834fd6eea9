package dev.codexbar.provider.kiro.report;

/**
 * The packs of add-on credits that wait for their turn, together.
 *
 * @param used the credits used, from 0 up
 * @param total the credits bought, from 0 up
 * @param count the number of packs, from 0 up
 * @since 0.1.0
 */
public record OtherPacks(double used, double total, int count) {

    /**
     * Checks the parts.
     *
     * @param used the credits used, from 0 up
     * @param total the credits bought, from 0 up
     * @param count the number of packs, from 0 up
     * @throws IllegalArgumentException if a number is negative, infinite or not a number
     */
    public OtherPacks {
        Credits.checked(used, "used");
        Credits.checked(total, "total");
        Credits.checked(count, "count");
    }

    /** Returns these packs and others together. */
    OtherPacks plus(OtherPacks more) {
        // The sum of two huge counts must not turn negative.
        long sum = (long) count + more.count;
        return new OtherPacks(used + more.used, total + more.total, (int) Math.min(Integer.MAX_VALUE, sum));
    }
}
