package dev.codexbar.provider.kiro.report;

import dev.codexbar.provider.kiro.report.KiroUsage.AddOnCredits;
import dev.codexbar.provider.kiro.report.KiroUsage.OtherPacks;
import dev.codexbar.provider.kiro.report.KiroUsage.Pack;
import dev.codexbar.provider.kiro.report.KiroUsage.PrintedDate;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads the lines below {@code Additional credits}. */
final class AddOnReader {

    static final String TITLE = "Additional credits";
    static final String FOR_SALE = "Add-on credits available for purchase";

    private static final String EXPIRES = " used, expires ";

    private boolean begun;
    private boolean forSale;
    private @Nullable Pack active;
    private @Nullable OtherPacks others;

    /** Reads the next line; {@code cut} tells that it may have lost its end. */
    boolean read(String text, boolean cut) {
        if (text.equals(TITLE)) {
            begun = true;
            return true;
        }
        if (text.startsWith(FOR_SALE)) {
            begun = true;
            forSale = true;
            return true;
        }
        return begun && readPack(new LineScanner(text), cut);
    }

    /** Tells whether a line is about packs and has its end. */
    static boolean isWholePack(String text) {
        int expiry = text.lastIndexOf(EXPIRES);
        boolean ended = expiry < 0
                ? text.endsWith(" packs")
                : PrintedDates.read(text.substring(expiry + EXPIRES.length()), LocalDate.EPOCH)
                        .isPresent();
        return ended && new AddOnReader().readPack(new LineScanner(text), false);
    }

    /** {@code U of T used, expires DATE} or {@code U of T credits across N packs}. */
    private boolean readPack(LineScanner phrase, boolean cut) {
        OptionalDouble used = phrase.numberAtStart();
        if (used.isEmpty() || !phrase.dropStart("of")) {
            return false;
        }
        OptionalDouble total = phrase.numberAtStart();
        if (total.isEmpty()) {
            return false;
        }
        if (phrase.dropStart("used")) {
            addPack(used.getAsDouble(), total.getAsDouble(), phrase, cut);
            return true;
        }
        if (!phrase.dropStart("credits across") || !(phrase.dropEnd("packs") || phrase.dropEnd("pack"))) {
            return false;
        }
        phrase.wholeNumberAtEnd()
                .ifPresent(count -> addOthers(OtherPacks.of(used.getAsDouble(), total.getAsDouble(), count)));
        return true;
    }

    private void addPack(double used, double total, LineScanner tail, boolean cut) {
        tail.dropStart(",");
        if (active == null) {
            boolean dated = tail.dropStart("expires") && (!cut || PrintedDates.isWhole(tail.rest()));
            active = Pack.of(used, total, dated ? date(tail.rest()) : Optional.empty());
        } else {
            addOthers(OtherPacks.of(used, total, 1));
        }
    }

    private static Optional<PrintedDate> date(String text) {
        return Optional.ofNullable(PlainText.name(text)).map(PrintedDate::new);
    }

    private void addOthers(OtherPacks packs) {
        others = others == null
                ? packs
                : OtherPacks.of(
                        others.used() + packs.used(),
                        others.total() + packs.total(),
                        // The sum of two huge counts must not turn negative.
                        (int) Math.min(Integer.MAX_VALUE, (long) others.count() + packs.count()));
    }

    /** Returns what was read, or {@code null} if there was nothing to read. */
    @Nullable
    AddOnCredits credits() {
        return begun ? AddOnCredits.of(forSale, Optional.ofNullable(active), Optional.ofNullable(others)) : null;
    }
}
