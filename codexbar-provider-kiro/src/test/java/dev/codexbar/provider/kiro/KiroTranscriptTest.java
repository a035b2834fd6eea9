package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.terminal.TerminalSize;
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
import java.nio.file.Files;
import java.nio.file.Path;
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
 * <p>How to add a case is told in {@code transcripts/README.md} beside them. With the system property
 * {@code codexbar.update}, the files are written instead of compared.
 */
class KiroTranscriptTest {

    private static final String NOW = "now: ";

    // Read once: a mutation run asks for them a million times.
    private static final List<Case> USAGES = cases("transcripts/usage/");
    private static final List<Case> ACCOUNTS = cases("transcripts/whoami/");

    /** With it, what is read becomes what is expected. */
    private static final boolean UPDATE = System.getProperty("codexbar.update") != null;

    /** The clock of a case that is new. */
    private static final String USUAL_NOW = NOW + "2026-07-16T12:00:00Z";

    /** A transcript, and what it means on a day. */
    record Case(String folder, Transcript transcript, List<String> clock, List<String> expected) {

        static Case of(String folder, Transcript transcript) {
            List<String> lines = expected(folder + transcript.name() + ".expected");
            int dated = !lines.isEmpty() && lines.get(0).startsWith(NOW) ? 1 : 0;
            return new Case(folder, transcript, lines.subList(0, dated), lines.subList(dated, lines.size()));
        }

        private static List<String> expected(String path) {
            try (InputStream file = KiroTranscriptTest.class.getResourceAsStream(path)) {
                if (file == null && UPDATE) {
                    return path.contains("/usage/") ? List.of(USUAL_NOW) : List.of();
                }
                byte[] bytes = Objects.requireNonNull(file, path).readAllBytes();
                return new String(bytes, StandardCharsets.UTF_8).lines().toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Compares what was read with what is expected, or makes it so. */
        void assertReadAs(List<String> lines) throws IOException {
            if (!UPDATE) {
                assertEquals(expected, lines);
                return;
            }
            Path sources = Path.of("src", "test", "resources", "dev", "codexbar", "provider", "kiro");
            Path file = sources.resolve(folder + transcript.name() + ".expected");
            List<String> all = Stream.concat(clock.stream(), lines.stream()).toList();
            Files.writeString(file, String.join("\n", all) + "\n");
        }

        LocalDate today() {
            return clock.isEmpty()
                    ? LocalDate.EPOCH
                    : OffsetDateTime.parse(clock.get(0).substring(NOW.length())).toLocalDate();
        }

        List<String> rendered(KiroAnswer answer) {
            boolean wantsMessage = expected.stream().anyMatch(line -> line.startsWith("message: "));
            return Rendering.of(answer, today(), wantsMessage);
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
    void readsUsage(Case transcript) throws IOException {
        transcript.assertReadAs(transcript.rendered(KiroUsageParser.parseTerminal(transcript.bytes())));
    }

    /** A terminal that wraps its long lines joins them again. */
    @ParameterizedTest
    @MethodSource("usages")
    void readsTheSameInATerminalOfTheUsualSize(Case transcript) {
        TerminalText terminal = new TerminalText(TerminalSize.DEFAULT);
        terminal.append(transcript.bytes(), 0, transcript.bytes().length);
        assertEquals(transcript.answer(), KiroUsageParser.parse(terminal.toString()));
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void readsAccount(Case transcript) throws IOException {
        Optional<KiroAccount> account = KiroWhoami.parse(transcript.transcript().text());
        transcript.assertReadAs(account.map(Rendering::of).orElse(List.of("unreadable")));
    }

    /** Stopping early must never change the answer. */
    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("usages")
    void isCompleteOnlyWhenNothingBetterFollows(Case transcript) {
        byte[] bytes = transcript.bytes();
        KiroAnswer whole = transcript.answer();
        // Text that a screen broke, or with two answers in it, is no output of a running program.
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
        // It cannot be known that a line goes on, that a bar moves, or that a second report comes.
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
