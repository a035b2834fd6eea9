package dev.codexbar.provider.kiro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.provider.kiro.KiroPlan.Command;
import dev.codexbar.provider.kiro.KiroPlan.Generation;
import dev.codexbar.provider.kiro.KiroPlan.Step;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KiroPlanTest {

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
            UNREADABLE       | PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI; ACP ACP; PTY PLAIN/ACP+AGENT_ENGINE; PTY PLAIN/ACP+ENGINE_WORDLESSLY
            SILENT           | PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI; ACP ACP
            """)
    void asksEachGenerationInItsOwnWay(Generation generation, String steps) {
        assertEquals(steps, shown(KiroPlan.steps(generation, List.of())));
    }

    @Test
    void asksAnUnknownGenerationInATerminalOnlyIfTheUserChoseIt() {
        assertEquals(
                "ACP ACP; PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI",
                shown(KiroPlan.steps(Generation.NEWER, List.of(KiroStrategy.PTY, KiroStrategy.ACP))));
        assertEquals(
                "PTY ENGINE_AND_LOOK; PTY ENGINE/LEGACY_UI",
                shown(KiroPlan.steps(Generation.NEWER, List.of(KiroStrategy.PTY))));
    }

    @Test
    void usesPipesOnlyIfTheUserChoseThem() {
        for (Generation generation : Generation.values()) {
            assertFalse(shown(KiroPlan.steps(generation, List.of())).contains("PIPES"));
        }
        assertEquals(
                "PIPES ENGINE_AND_LOOK; PIPES ENGINE/LEGACY_UI",
                shown(KiroPlan.steps(Generation.ENGINE_V3, List.of(KiroStrategy.PIPES))));
    }

    @Test
    void doesNotAskThroughAcpBeforeItExisted() {
        assertEquals(List.of(), KiroPlan.steps(Generation.CLASSIC, List.of(KiroStrategy.ACP)));
    }

    /** Whatever the program refuses, and whatever the user chose. */
    @ParameterizedTest
    @EnumSource(
            value = Generation.class,
            names = {"ENGINE_V3", "NEWER", "SILENT"})
    void neverRunsThePlainCommandWhereItMayReachTheModel(Generation generation) {
        for (List<KiroStrategy> ways : List.of(
                List.<KiroStrategy>of(),
                List.of(KiroStrategy.PTY),
                List.of(KiroStrategy.PIPES, KiroStrategy.ACP, KiroStrategy.PTY))) {
            for (Step step : KiroPlan.steps(generation, ways)) {
                assertFalse(step.command() == Command.PLAIN, step::toString);
            }
        }
    }

    @Test
    void runsThePlainCommandOnAnUnreadableVersionOnlyOnceItHasShownThatItIsOld() {
        Step plain = KiroPlan.steps(Generation.UNREADABLE, List.of()).stream()
                .filter(step -> step.command() == Command.PLAIN)
                .findFirst()
                .orElseThrow();
        assertTrue(plain.isDue(EnumSet.of(Refusal.AGENT_ENGINE, Refusal.ACP)));
        assertFalse(plain.isDue(EnumSet.of(Refusal.AGENT_ENGINE)));
        assertFalse(plain.isDue(EnumSet.of(Refusal.ACP)));
        assertFalse(plain.isDue(EnumSet.of(Refusal.ENGINE_V1, Refusal.LEGACY_UI, Refusal.ACP)));
    }

    @Test
    void dropsTheLookBeforeTheEngine() {
        Set<Refusal> both = Command.ENGINE_AND_LOOK.needs();
        assertEquals(Refusal.LEGACY_UI, Refusal.of("error: unexpected argument '--legacy-ui' found", both));
        assertEquals(Refusal.LEGACY_UI, Refusal.of("Conflicting options: --agent-engine and --legacy-ui", both));
        assertEquals(Refusal.AGENT_ENGINE, Refusal.of("error: unexpected argument '--agent-engine' found", both));
        assertEquals(
                Refusal.ENGINE_V1,
                Refusal.of("error: invalid value 'v1' for '--agent-engine <E>'", Command.ENGINE.needs()));
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
