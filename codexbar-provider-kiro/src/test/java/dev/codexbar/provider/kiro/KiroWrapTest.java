package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.terminal.CharacterWidth;
import dev.codexbar.core.terminal.TerminalText;
import dev.codexbar.provider.kiro.report.Bonus;
import dev.codexbar.provider.kiro.report.Breakdown;
import dev.codexbar.provider.kiro.report.KiroAnswer;
import dev.codexbar.provider.kiro.report.KiroUsage;
import dev.codexbar.provider.kiro.report.KiroUsageParser;
import dev.codexbar.provider.kiro.report.OtherPacks;
import dev.codexbar.provider.kiro.report.Overage;
import dev.codexbar.provider.kiro.report.Pack;
import dev.codexbar.test.LongForm;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reads every transcript, and random reports, as they look when they are copied off a screen that is too narrow: each
 * number is the one of the whole text, or it is unknown.
 */
class KiroWrapTest {

    private static final int NARROWEST = 20;
    private static final int WIDEST = 120;

    /** A build tries every third width of a text, and for the next text those beside them. */
    private static final int STEP = LongForm.times(3, 1);

    /** How many of the wrapped texts must give all numbers of the whole. */
    private static final double MOSTLY = 0.9;

    private static final int RANDOM_REPORTS = 25;

    private static final LocalDate TODAY = LocalDate.of(2026, 7, 16);

    /** How the pieces of broken lines come out of a screen, a chat or a mail. */
    enum Style {
        PLAIN(0, 0, false),
        COLUMNS(0, 0, false),
        KEEPING_BLANKS(0, 0, false),
        PADDED(0, 0, false),
        CRLF(0, 0, false),
        INDENTED(2, 2, false),
        INDENTED_MORE(4, 4, false),
        INDENTED_CRLF(4, 4, false),
        HANGING(0, 2, false),
        HANGING_MORE(0, 4, false),
        HANGING_WITHIN_THE_WIDTH(0, 2, true),
        HANGING_MORE_WITHIN_THE_WIDTH(0, 4, true);

        private final int first;
        private final int others;
        private final boolean within;

        Style(int first, int others, boolean within) {
            this.first = first;
            this.others = others;
            this.within = within;
        }

        String wrap(String text, int width) {
            String lineEnd = this == CRLF || this == INDENTED_CRLF ? "\r\n" : "\n";
            StringBuilder wrapped = new StringBuilder();
            for (String line : text.split("\n", -1)) {
                String rest = line;
                int indent = first;
                do {
                    int end = end(rest, within ? width - indent : width);
                    String piece = rest.substring(0, end);
                    rest = rest.substring(end);
                    if (this == PADDED) {
                        piece += " ".repeat(Math.max(0, width - piece.length()));
                    } else if (this != KEEPING_BLANKS) {
                        piece = piece.stripTrailing();
                    }
                    wrapped.append(wrapped.isEmpty() ? "" : lineEnd);
                    wrapped.append(piece.isEmpty() ? "" : " ".repeat(indent)).append(piece);
                    indent = others;
                } while (!rest.isEmpty());
            }
            return wrapped.toString();
        }

        private int end(String text, int width) {
            int end = 0;
            int used = 0;
            while (end < text.length()) {
                int next = text.codePointAt(end);
                used += this == COLUMNS ? CharacterWidth.of(next) : 1;
                if (used > width && end > 0) {
                    break;
                }
                end += Character.charCount(next);
            }
            return end;
        }
    }

    @Tag("thorough")
    @ParameterizedTest
    @EnumSource
    void tellsNoWrongNumberOfTranscripts(Style style) {
        Map<String, String> texts = new LinkedHashMap<>();
        KiroTranscriptTest.usages().forEach(transcript -> texts.put(transcript.toString(), text(transcript)));
        assertNoWrongNumber(style, texts);
    }

    @Tag("thorough")
    @ParameterizedTest
    @EnumSource
    void tellsNoWrongNumberOfAnyReport(Style style) {
        Random random = new Random(20261126);
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < RANDOM_REPORTS; i++) {
            texts.put("report " + i, RandomReport.of(random));
        }
        assertNoWrongNumber(style, texts);
    }

    private static void assertNoWrongNumber(Style style, Map<String, String> texts) {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        int wraps = 0;
        int equal = 0;
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Map<String, String> whole = numbers(KiroUsageParser.parse(text.getValue()));
            for (int width = NARROWEST + ++tried % STEP; width <= WIDEST; width += STEP) {
                Map<String, String> read = numbers(KiroUsageParser.parse(style.wrap(text.getValue(), width)));
                wraps++;
                equal += read.equals(whole) ? 1 : 0;
                if (!whole.entrySet().containsAll(read.entrySet())) {
                    read.entrySet().removeAll(whole.entrySet());
                    wrong.add(text.getKey() + " at " + width + ": " + read);
                }
            }
        }
        assertEquals(List.of(), wrong);
        // Unknown is allowed, but not instead of reading.
        assertTrue(equal > MOSTLY * wraps, equal + " of " + wraps + " are read like the whole");
    }

    private static String text(KiroTranscriptTest.Case transcript) {
        String printed = new String(transcript.bytes(), StandardCharsets.UTF_8);
        boolean overwritten = transcript.toString().contains("carriage-returns-only");
        return TerminalText.of((overwritten ? printed.replace('\r', '\n') : printed).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns every number that a person would be told, by what it is. */
    private static Map<String, String> numbers(KiroAnswer answer) {
        Map<String, String> numbers = new LinkedHashMap<>();
        if (!(answer instanceof KiroUsage usage)) {
            return numbers;
        }
        usage.reset().flatMap(date -> date.toDate(TODAY)).ifPresent(day -> numbers.put("reset", day.toString()));
        for (int i = 0; i < usage.breakdowns().size(); i++) {
            add(numbers, "breakdown " + i, usage.breakdowns().get(i));
        }
        for (int i = 0; i < usage.bonuses().size(); i++) {
            Bonus bonus = usage.bonuses().get(i);
            String name = "bonus " + i;
            numbers.put(name, bonus.used() + "/" + bonus.total());
            bonus.expiresInDays().ifPresent(days -> numbers.put(name + " days", Integer.toString(days)));
        }
        if (!usage.bonuses().isEmpty()) {
            numbers.put(
                    "all bonuses",
                    usage.bonuses().stream().mapToDouble(Bonus::used).sum() + "/"
                            + usage.bonuses().stream().mapToDouble(Bonus::total).sum());
        }
        Optional<Pack> active = usage.addOnCredits().flatMap(credits -> credits.active());
        active.ifPresent(pack -> numbers.put("pack", pack.used() + "/" + pack.total()));
        active.flatMap(Pack::expires)
                .flatMap(date -> date.toDate(TODAY))
                .ifPresent(day -> numbers.put("end of pack", day.toString()));
        Optional<OtherPacks> others = usage.addOnCredits().flatMap(credits -> credits.others());
        others.ifPresent(packs -> numbers.put("other packs", packs.toString()));
        return numbers;
    }

    private static void add(Map<String, String> numbers, String name, Breakdown breakdown) {
        add(numbers, name + " used", breakdown.used());
        add(numbers, name + " limit", breakdown.limit());
        add(numbers, name + " shown", breakdown.percentShown());
        add(numbers, name + " percent", breakdown.usedPercent());
        breakdown.overage().ifPresent(overage -> add(numbers, name, overage));
    }

    private static void add(Map<String, String> numbers, String name, Overage overage) {
        add(numbers, name + " rate", overage.rate());
        add(numbers, name + " credits", overage.creditsUsed());
        add(numbers, name + " cost", overage.estimatedCost());
    }

    private static void add(Map<String, String> numbers, String name, OptionalDouble value) {
        value.ifPresent(number -> numbers.put(name, Double.toString(number)));
    }
}
