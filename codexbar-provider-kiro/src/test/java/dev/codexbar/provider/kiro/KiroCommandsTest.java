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
import org.junit.jupiter.params.provider.ValueSource;

class KiroCommandsTest {

    @ParameterizedTest
    @CsvSource({
        "1.20.0, CLASSIC",
        "1.24.9, CLASSIC",
        "1.25.0, CLASSIC_WITH_ACP",
        "2.3.9, CLASSIC_WITH_ACP",
        "2.4.0, ENGINE_FLAGS",
        "2.19.9, ENGINE_FLAGS",
        "2.20.0, ENGINE_V3",
        "2.29.9, ENGINE_V3",
        "2.30.0, ACP_FIRST",
        "2.37.1, ACP_FIRST",
        "3.0.0, ACP_FIRST",
        "3.2.99, ACP_FIRST",
        "3.3.0, NEWER",
        "4.0.0, NEWER",
    })
    void sortsVersionsIntoGenerations(String version, Generation generation) {
        assertEquals(
                generation,
                Generation.of(KiroVersion.read("kiro-cli " + version).orElseThrow()));
    }

    /**
     * A step reads: strategy, command, behind a slash the features that must be missing, behind a backslash those that
     * must not.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CLASSIC          | PTY PLAIN
            CLASSIC_WITH_ACP | PTY PLAIN; ACP ACP
            ENGINE_FLAGS     | PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI; PTY PLAIN/AGENT_ENGINE; ACP ACP_V2; ACP ACP_V3/ACP_ENGINE_V2; ACP ACP/ACP_ENGINE_V2+ACP_ENGINE_V3
            ENGINE_V3        | PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI; ACP ACP_V3; ACP ACP_V2; ACP ACP/ACP_ENGINE_V2+ACP_ENGINE_V3
            ACP_FIRST        | ACP ACP_V3; ACP ACP_V2; ACP ACP/ACP_ENGINE_V2+ACP_ENGINE_V3; PTY ENGINE_AND_LOOK/ACP_ENGINE_V2+ACP_ENGINE_V3; PTY ENGINE/ACP_ENGINE_V2+ACP_ENGINE_V3+LEGACY_UI
            NEWER            | ACP ACP_V3; ACP ACP_V2; ACP ACP/ACP_ENGINE_V2+ACP_ENGINE_V3
            UNREADABLE       | PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI; ACP ACP_V3; ACP ACP_V2; ACP ACP/ACP_ENGINE_V2+ACP_ENGINE_V3; PTY PLAIN/ACP+AGENT_ENGINE
            MUTE             | PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI; ACP ACP_V3; ACP ACP_V2\\ACP_WORDLESSLY; ACP ACP/ACP_ENGINE_V2+ACP_ENGINE_V3\\ACP_WORDLESSLY; PTY PLAIN/ACP+AGENT_ENGINE; PTY PLAIN/ACP_WORDLESSLY+ENGINE_WORDLESSLY
            SILENT           | PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI; ACP ACP_V3; ACP ACP_V2; ACP ACP/ACP_ENGINE_V2+ACP_ENGINE_V3
            """)
    void asksEachGenerationInItsOwnWay(Generation generation, String steps) {
        assertEquals(steps, shown(KiroCommands.steps(generation, List.of())));
    }

    @Test
    void asksAnUnknownGenerationInATerminalOnlyIfTheUserChoseIt() {
        assertEquals(
                "ACP ACP_V3; ACP ACP_V2; ACP ACP/ACP_ENGINE_V2+ACP_ENGINE_V3; PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI",
                shown(KiroCommands.steps(Generation.NEWER, List.of(KiroStrategy.PTY, KiroStrategy.ACP))));
        assertEquals(
                "PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI",
                shown(KiroCommands.steps(Generation.NEWER, List.of(KiroStrategy.PTY))));
    }

    @Test
    void keepsTheOrderThatTheUserChoseForAKnownGeneration() {
        assertTrue(shown(KiroCommands.steps(Generation.ACP_FIRST, List.of(KiroStrategy.PTY, KiroStrategy.ACP)))
                .startsWith("PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI; ACP ACP_V3"));
    }

    /** Engine v3 of a terminal would send the question to the model; any other engine, and ACP, are free. */
    @Test
    void namesEngineV1InATerminalAndEngineV3OnlyWithItsOwnSignIn() {
        for (Command command : Command.values()) {
            List<String> arguments = command.arguments();
            int engine = arguments.indexOf("--agent-engine");
            switch (arguments.get(0)) {
                case "chat" ->
                    assertTrue(
                            command == Command.PLAIN
                                    ? engine < 0
                                    : arguments.get(engine + 1).equals("v1"),
                            () -> "" + arguments);
                default ->
                    assertEquals(
                            command == Command.ACP_V3,
                            String.join(" ", arguments).endsWith("v3 --auth-method cli"),
                            () -> "" + arguments);
            }
        }
    }

    @Test
    void missesWhatDependsOnAMissingFeature() {
        for (Command command : List.of(Command.ACP_V3, Command.ACP_V2, Command.ACP)) {
            Step step = new Step(KiroStrategy.ACP, command, Set.of());
            assertFalse(step.isDue(Feature.ACP.withDependents()));
            assertEquals(command == Command.ACP, step.isDue(Feature.ACP_AGENT_ENGINE.withDependents()));
        }
        // Either way both engines are known to be refused, as the terminal of the newest versions requires.
        Set<Feature> both = EnumSet.of(Feature.ACP_ENGINE_V3, Feature.ACP_ENGINE_V2);
        assertTrue(Feature.ACP.withDependents().containsAll(both));
        assertTrue(Feature.ACP_AGENT_ENGINE.withDependents().containsAll(both));
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
                case ENGINE_V3, ACP_FIRST, NEWER, SILENT -> false;
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

    /** A program is mute throughout only if nothing that it was asked made it print anything. */
    @Test
    void asksAMuteProgramNothingThatCouldBreakItsSilence() {
        Set<Feature> silent = EnumSet.of(Feature.ENGINE_WORDLESSLY);
        silent.addAll(Feature.ACP_WORDLESSLY.withDependents());
        assertEquals(
                "PTY PLAIN/ACP_WORDLESSLY+ENGINE_WORDLESSLY",
                shown(KiroCommands.steps(Generation.MUTE, List.of()).stream()
                        .filter(step -> step.isDue(silent))
                        .toList()));
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
        assertEquals(Feature.ENGINE_V1, Feature.ofChat("I see: unexpected argument '--agent-engine' found", engine));
        assertEquals(Feature.ENGINE_V1, Feature.ofChat("error: unexpected argument '--agent-engines' found", engine));
        assertTrue(Feature.isAcpUnknown(exited(2, "error: unrecognized subcommand 'acp'\n\nUsage: kiro-cli\n")));
        assertFalse(Feature.isAcpUnknown(exited(0, "error: unrecognized subcommand 'acp'\n")));
        assertFalse(Feature.isAcpUnknown(exited(2, "error: unrecognized subcommand 'mcp'\n")));
        assertFalse(Feature.isAcpUnknown(exited(1, "error: database is locked\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error: unexpected argument '--auth-method' found",
                "error: invalid value 'v3' for '--agent-engine <ENGINE>'",
                "--auth-method is only supported with --agent-engine=v3",
                "error: the following arguments are not supported with --agent-engine=v3: --auth-method",
                "The v3 engine is currently not supported on this system.",
                "Error: V3 is currently not supported for your system",
            })
    void knowsHowAcpRefusesAnEngine(String words) {
        assertTrue(Feature.isAcpEngineRefused(exited(1, words + "\n")));
        assertFalse(Feature.isAcpEngineFlagUnknown(exited(1, words + "\n")));
        assertFalse(Feature.isAcpEngineRefused(exited(1, "I read: " + words + "\n")));
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
        assertEquals(Feature.LEGACY_UI, Feature.ofChat("error: unexpected argument '--legacy-ui' found", both));
        assertEquals(Feature.LEGACY_UI, Feature.ofChat("Conflicting options: --agent-engine and --legacy-ui", both));
        assertEquals(Feature.AGENT_ENGINE, Feature.ofChat("error: unexpected argument '--agent-engine' found", both));
        assertEquals(
                Feature.ENGINE_V1,
                Feature.ofChat("error: invalid value 'v1' for '--agent-engine <E>'", Command.ENGINE.needs()));
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
                .map(step ->
                        step.strategy() + " " + step.command() + shown("/", step.after()) + shown("\\", step.unless()))
                .collect(Collectors.joining("; "));
    }

    private static String shown(String mark, Set<Feature> features) {
        return features.isEmpty()
                ? ""
                : mark + features.stream().map(Enum::name).sorted().collect(Collectors.joining("+"));
    }
}
