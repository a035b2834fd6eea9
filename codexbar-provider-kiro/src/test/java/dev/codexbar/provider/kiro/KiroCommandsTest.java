package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.provider.kiro.KiroCommands.Command;
import dev.codexbar.provider.kiro.KiroCommands.Generation;
import dev.codexbar.provider.kiro.KiroCommands.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KiroCommandsTest {

    @ParameterizedTest
    @CsvSource({
        "1.20.0, CLASSIC",
        "1.24.9, CLASSIC",
        "1.25.0, CLASSIC_WITH_ACP",
        "2.3.9, CLASSIC_WITH_ACP",
        "2.4.0, ENGINE_FLAGS",
        "2.20.9, ENGINE_FLAGS",
        "2.21.0, ENGINE_V3",
        "2.28.0, ENGINE_V3",
        "3.0.0, ENGINE_V3",
        "3.0.99, ENGINE_V3",
        "3.1.0, NEWER",
        "4.0.0, NEWER",
    })
    void sortsVersionsIntoGenerations(String version, Generation generation) {
        assertEquals(
                generation,
                Generation.of(KiroVersion.read("kiro-cli " + version).orElseThrow()));
    }

    /** A step reads: strategy, command, and behind a slash what must have been refused before. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CLASSIC          | PTY PLAIN
            CLASSIC_WITH_ACP | PTY PLAIN; ACP ACP
            ENGINE_FLAGS     | PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI; PTY PLAIN/AGENT_ENGINE; ACP ACP
            ENGINE_V3        | PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI; ACP ACP
            NEWER            | ACP ACP
            UNREADABLE       | PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI; ACP ACP; PTY PLAIN/ACP+AGENT_ENGINE
            MUTE             | PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI; ACP ACP; PTY PLAIN/ACP+AGENT_ENGINE; PTY PLAIN/ACP_WORDLESSLY+ENGINE_WORDLESSLY
            SILENT           | PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI; ACP ACP
            """)
    void asksEachGenerationInItsOwnWay(Generation generation, String steps) {
        assertEquals(steps, shown(KiroCommands.steps(generation, List.of())));
    }

    @Test
    void asksAnUnknownGenerationInATerminalOnlyIfTheUserChoseIt() {
        assertEquals(
                "ACP ACP; PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI",
                shown(KiroCommands.steps(Generation.NEWER, List.of(KiroStrategy.PTY, KiroStrategy.ACP))));
        assertEquals(
                "PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI",
                shown(KiroCommands.steps(Generation.NEWER, List.of(KiroStrategy.PTY))));
    }

    @Test
    void usesPipesOnlyIfTheUserChoseThem() {
        for (Generation generation : Generation.values()) {
            assertFalse(shown(KiroCommands.steps(generation, List.of())).contains("PIPES"));
        }
        assertEquals(
                "PIPES ENGINE_AND_LOOK; PIPES ENGINE/LEGACY_UI",
                shown(KiroCommands.steps(Generation.ENGINE_V3, List.of(KiroStrategy.PIPES))));
    }

    @Test
    void doesNotAskThroughAcpBeforeItExisted() {
        assertEquals(List.of(), KiroCommands.steps(Generation.CLASSIC, List.of(KiroStrategy.ACP)));
    }

    /** Whatever the program refuses, and whatever the user chose. */
    @ParameterizedTest
    @EnumSource(Generation.class)
    void runsThePlainCommandOnlyWhereItCannotReachTheModel(Generation generation) {
        Set<Feature> saidSo = EnumSet.of(Feature.AGENT_ENGINE, Feature.ACP);
        Set<Feature> mute = EnumSet.of(Feature.ENGINE_WORDLESSLY, Feature.ACP_WORDLESSLY);
        boolean seen = false;
        for (Set<Feature> refused : allSubsets()) {
            boolean safe = switch (generation) {
                case CLASSIC, CLASSIC_WITH_ACP -> true;
                case ENGINE_FLAGS -> refused.contains(Feature.AGENT_ENGINE);
                case UNREADABLE -> refused.containsAll(saidSo);
                case MUTE -> refused.containsAll(saidSo) || refused.containsAll(mute);
                case ENGINE_V3, NEWER, SILENT -> false;
            };
            for (List<KiroStrategy> ways : List.of(
                    List.<KiroStrategy>of(),
                    List.of(KiroStrategy.PTY),
                    List.of(KiroStrategy.PTY, KiroStrategy.ACP),
                    List.of(KiroStrategy.PIPES, KiroStrategy.ACP, KiroStrategy.PTY))) {
                for (Step step : KiroCommands.steps(generation, ways)) {
                    boolean plain = step.command() == Command.PLAIN;
                    assertTrue(!plain || !step.isDue(refused) || safe, () -> step + " after " + refused);
                    seen |= plain;
                }
            }
        }
        assertEquals(seen, KiroCommands.mayAskPlainly(generation));
    }

    private static List<Set<Feature>> allSubsets() {
        Feature[] all = Feature.values();
        List<Set<Feature>> subsets = new ArrayList<>();
        for (int bits = 0; bits < 1 << all.length; bits++) {
            Set<Feature> subset = EnumSet.noneOf(Feature.class);
            for (int i = 0; i < all.length; i++) {
                if ((bits & (1 << i)) != 0) {
                    subset.add(all[i]);
                }
            }
            subsets.add(subset);
        }
        return subsets;
    }

    @Test
    void takesOnlyTheProgramsOwnLineForARefusal() {
        Set<Feature> engine = Command.ENGINE.needs();
        assertEquals(Feature.ENGINE_V1, Feature.of("I see: unexpected argument '--agent-engine' found", engine));
        assertEquals(Feature.ENGINE_V1, Feature.of("error: unexpected argument '--agent-engines' found", engine));
        assertTrue(Feature.ofAcp(exited(2, "error: unrecognized subcommand 'acp'\n\nUsage: kiro-cli\n")));
        assertFalse(Feature.ofAcp(exited(0, "error: unrecognized subcommand 'acp'\n")));
        assertFalse(Feature.ofAcp(exited(2, "error: unrecognized subcommand 'mcp'\n")));
        assertFalse(Feature.ofAcp(exited(1, "error: database is locked\n")));
    }

    @Test
    void takesOnlyWhatEndedWithoutAnyOutputForWordless() {
        for (int exit : new int[] {0, 1, 2, 125}) {
            assertTrue(Feature.isWordless(exited(exit, "")));
        }
        assertFalse(Feature.isWordless(exited(126, "")));
        assertFalse(Feature.isWordless(exited(137, "")));
        assertFalse(Feature.isWordless(exited(1, "\u001b[?25h")));
        assertFalse(Feature.isWordless(exited(1, "\n")));
        assertFalse(Feature.isWordless(
                ProcessResult.builder(ProcessResult.Ending.TIMED_OUT).build()));
    }

    private static ProcessResult exited(int code, String error) {
        return ProcessResult.builder(ProcessResult.Ending.EXITED)
                .exitCode(code)
                .standardError(error.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    @Test
    void dropsTheLookBeforeTheEngine() {
        Set<Feature> both = Command.ENGINE_AND_LOOK.needs();
        assertEquals(Feature.LEGACY_UI, Feature.of("error: unexpected argument '--legacy-ui' found", both));
        assertEquals(Feature.LEGACY_UI, Feature.of("Conflicting options: --agent-engine and --legacy-ui", both));
        assertEquals(Feature.AGENT_ENGINE, Feature.of("error: unexpected argument '--agent-engine' found", both));
        assertEquals(
                Feature.ENGINE_V1,
                Feature.of("error: invalid value 'v1' for '--agent-engine <E>'", Command.ENGINE.needs()));
    }

    @Test
    void namesTheEngineWheneverItNamesTheLook() {
        for (Command command : Command.values()) {
            assertTrue(!command.arguments().contains("--legacy-ui")
                    || command.arguments().containsAll(List.of("--agent-engine", "v1")));
        }
    }

    private static String shown(List<Step> steps) {
        return steps.stream()
                .map(step -> step.strategy() + " " + step.command()
                        + (step.after().isEmpty()
                                ? ""
                                : "/"
                                        + step.after().stream()
                                                .map(Enum::name)
                                                .sorted()
                                                .collect(Collectors.joining("+"))))
                .collect(Collectors.joining("; "));
    }
}
