package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.terminal.TerminalText;
import dev.codexbar.provider.kiro.report.Breakdown;
import dev.codexbar.provider.kiro.report.KiroAccount;
import dev.codexbar.provider.kiro.report.KiroAnswer;
import dev.codexbar.provider.kiro.report.KiroProblem;
import dev.codexbar.provider.kiro.report.KiroUsage;
import dev.codexbar.provider.kiro.report.KiroUsageParser;
import dev.codexbar.provider.kiro.report.KiroWhoami;
import dev.codexbar.transcript.Transcript;
import dev.codexbar.transcript.Transcripts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads every transcript among the test resources, and compares the answer with the file beside it.
 *
 * <p>To add a case, add {@code VERSION-STATE.txt} with the raw bytes and {@code VERSION-STATE.expected} with what
 * {@link Rendering} makes of the right answer.
 */
class KiroTranscriptTest {

    private static final String NOW = "now: ";

    // Read once: a mutation run asks for them a million times.
    private static final List<Case> USAGES = cases("transcripts/usage/");
    private static final List<Case> ACCOUNTS = cases("transcripts/whoami/");

    /** A transcript, and what it means on a day. */
    record Case(Transcript transcript, LocalDate today, List<String> expected) {

        static Case of(String folder, Transcript transcript) {
            List<String> lines = expected(folder + transcript.name() + ".expected");
            boolean dated = lines.get(0).startsWith(NOW);
            return new Case(
                    transcript,
                    dated
                            ? OffsetDateTime.parse(lines.get(0).substring(NOW.length()))
                                    .toLocalDate()
                            : LocalDate.EPOCH,
                    dated ? lines.subList(1, lines.size()) : lines);
        }

        private static List<String> expected(String path) {
            try (InputStream file = KiroTranscriptTest.class.getResourceAsStream(path)) {
                byte[] bytes = Objects.requireNonNull(file, path).readAllBytes();
                return new String(bytes, StandardCharsets.UTF_8).lines().toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<String> rendered(KiroAnswer answer) {
            boolean wantsMessage = expected.stream().anyMatch(line -> line.startsWith("message: "));
            return Rendering.of(answer, today, wantsMessage);
        }

        byte[] bytes() {
            return transcript.output();
        }

        KiroAnswer answer() {
            return KiroUsageParser.parse(transcript.text());
        }

        @Override
        public String toString() {
            return transcript.name();
        }
    }

    static List<Case> usages() {
        return USAGES;
    }

    static List<Case> accounts() {
        return ACCOUNTS;
    }

    private static List<Case> cases(String folder) {
        try {
            return Transcripts.in(KiroTranscriptTest.class, folder).stream()
                    .map(transcript -> Case.of(folder, transcript))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("usages")
    void readsUsage(Case transcript) {
        // On a screen, lines that end with a carriage return overwrite each other.
        if (!transcript.toString().contains("carriage-returns-only")) {
            assertEquals(transcript.expected(), transcript.rendered(transcript.answer()));
        }
    }

    /** Whoever has no terminal at hand passes on what the CLI printed. */
    @ParameterizedTest
    @MethodSource("usages")
    void readsDecoratedUsage(Case transcript) {
        assertEquals(transcript.expected(), transcript.rendered(KiroUsageParser.parseTerminal(transcript.bytes())));
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void readsAccount(Case transcript) {
        Optional<KiroAccount> account = KiroWhoami.parse(transcript.transcript().text());
        assertEquals(transcript.expected(), account.map(Rendering::of).orElse(List.of("unreadable")));
    }

    /** Stopping early must never change the answer. */
    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("usages")
    void isCompleteOnlyWhenNothingBetterFollows(Case transcript) {
        byte[] bytes = transcript.bytes();
        KiroAnswer whole = transcript.answer();
        // Text that a screen broke is never a stream that somebody waits on, and neither is one with two answers in it.
        boolean isStream =
                Stream.of("wrapped", "carriage-returns-only", "-then-").noneMatch(transcript.toString()::contains);
        TerminalText terminal = new TerminalText();
        for (int next = 0; next < bytes.length && isStream; next++) {
            terminal.append(bytes, next, 1);
            String soFar = terminal.toString();
            if (KiroUsageParser.isComplete(soFar)) {
                assertEquals(gist(whole), gist(KiroUsageParser.parse(soFar)), soFar);
            }
        }
        String seen = TerminalText.of(bytes);
        if (isStream && (seen.contains("Tip: to see context window usage") || seen.contains("Login now?"))) {
            assertTrue(KiroUsageParser.isComplete(seen), seen);
        }
    }

    /** The words of an error may grow; what it is may not change. */
    private static Object gist(KiroAnswer answer) {
        return answer instanceof KiroProblem problem ? problem.kind() : answer;
    }

    /** Output that breaks off tells less, but nothing wrong. */
    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("usages")
    void readsNoWrongNumbersFromCutOutput(Case transcript) {
        // Nobody can know that a line goes on, that a bar moves, or that a second report comes.
        if (!(transcript.answer() instanceof KiroUsage whole)
                || Stream.of("wrapped", "redrawn", "-then-").anyMatch(transcript.toString()::contains)) {
            return;
        }
        byte[] bytes = transcript.bytes();
        TerminalText terminal = new TerminalText();
        for (int next = 0; next < bytes.length; next++) {
            terminal.append(bytes, next, 1);
            String soFar = terminal.toString();
            if (KiroUsageParser.parse(soFar) instanceof KiroUsage part) {
                assertFalse(contradicts(part, whole), () -> transcript + soFar + "\n" + part + "\n" + whole);
            }
        }
    }

    private static boolean contradicts(KiroUsage part, KiroUsage whole) {
        for (int i = 0; i < part.breakdowns().size(); i++) {
            Breakdown some = part.breakdowns().get(i);
            Breakdown all = whole.breakdowns().get(i);
            boolean same = some.label().equals(all.label())
                    && (some.used().isEmpty() || some.used().equals(all.used()))
                    && (some.limit().isEmpty() || some.limit().equals(all.limit()))
                    && (some.percentShown().isEmpty() || some.percentShown().equals(all.percentShown()))
                    && (some.overage().isEmpty()
                            || some.overage().get().creditsUsed().isEmpty()
                            || some.overage()
                                    .get()
                                    .creditsUsed()
                                    .equals(all.overage().orElseThrow().creditsUsed()))
                    && (some.overage().isEmpty()
                            || some.overage().get().estimatedCost().isEmpty()
                            || some.overage()
                                    .get()
                                    .estimatedCost()
                                    .equals(all.overage().orElseThrow().estimatedCost()));
            if (!same) {
                return true;
            }
        }
        return part.plan().isPresent() && !part.plan().equals(whole.plan());
    }
}
