package dev.codexbar.provider.kiro.report;

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
    private boolean open;
    private boolean forSale;
    private @Nullable Pack active;
    private @Nullable OtherPacks others;

    /** Reads the next line; {@code cut} if it may have lost its end. */
    boolean read(String text, boolean cut) {
        if (text.equals(TITLE)) {
            begun = true;
            open = true;
            return true;
        }
        if (text.startsWith(FOR_SALE)) {
            begun = true;
            open = true;
            forSale = true;
            return true;
        }
        return open && readPack(new LineScanner(text), cut);
    }

    /** Takes note of a line that is something else: the first digits of what follows may stand on it. */
    void skip() {
        open = false;
    }

    /** Returns whether a line is about packs and has its end. */
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
                .ifPresent(count -> addOthers(new OtherPacks(used.getAsDouble(), total.getAsDouble(), count)));
        return true;
    }

    private void addPack(double used, double total, LineScanner tail, boolean cut) {
        tail.dropStart(",");
        if (active == null) {
            boolean dated = tail.dropStart("expires") && (!cut || PrintedDates.isWhole(tail.rest()));
            active = new Pack(used, total, dated ? date(tail.rest()) : Optional.empty());
        } else {
            addOthers(new OtherPacks(used, total, 1));
        }
    }

    private static Optional<PrintedDate> date(String text) {
        return Optional.ofNullable(FreeText.name(text)).map(PrintedDate::new);
    }

    private void addOthers(OtherPacks packs) {
        others = others == null ? packs : others.plus(packs);
    }

    /** Returns what was read, or {@code null} if there was nothing to read. */
    @Nullable
    AddOnCredits credits() {
        return begun ? new AddOnCredits(forSale, Optional.ofNullable(active), Optional.ofNullable(others)) : null;
    }
}
