package dev.codexbar.provider.kiro;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which ways to ask are safe for which version, and in which order.
 *
 * <p>The slash command {@code /usage} costs nothing as long as engine v1 or v2 reads it; engine v3 sends it to the
 * model, which costs credits. From version 2.21 on, v3 may be the default. So the plain command is only for programs
 * that are known to be older, or that have shown it by knowing neither {@code --agent-engine} nor {@code acp}: either
 * by saying so of both, or by being mute throughout, which no version is that knows an engine. An error in other words
 * shows nothing.
 */
final class KiroCommands {

    /** The newest generation whose behaviour is known. Anything newer is asked through ACP, which never costs. */
    static final KiroVersion NEWEST_KNOWN = KiroVersion.of(3, 0);

    private static final KiroVersion FIRST_WITH_ACP = KiroVersion.of(1, 25);
    private static final KiroVersion FIRST_WITH_ENGINE_FLAGS = KiroVersion.of(2, 4);
    private static final KiroVersion FIRST_WITH_ENGINE_V3 = KiroVersion.of(2, 21);

    private KiroCommands() {}

    /** What the version tells about the ways to ask. */
    enum Generation {
        /** Before 1.25: the plain command is all there is. */
        CLASSIC,
        /** 1.25 to 2.3: there is ACP too, but no engine to choose. */
        CLASSIC_WITH_ACP,
        /** 2.4 to 2.20: engine v1 on demand; the plain command prints less, but is free. */
        ENGINE_FLAGS,
        /** 2.21 to 3.0: the plain command may reach the model. */
        ENGINE_V3,
        /** Later than the newest known: nothing is known about its flags. */
        NEWER,
        /** The program answered in no known way, so it may be any. */
        UNREADABLE,
        /** The program ended without printing anything, as no version is known to do. */
        MUTE,
        /** The program did not tell its version in time, so it may be any. */
        SILENT;

        static Generation of(KiroVersion version) {
            if (version.isBefore(FIRST_WITH_ACP)) {
                return CLASSIC;
            }
            if (version.isBefore(FIRST_WITH_ENGINE_FLAGS)) {
                return CLASSIC_WITH_ACP;
            }
            if (version.isBefore(FIRST_WITH_ENGINE_V3)) {
                return ENGINE_FLAGS;
            }
            boolean known = version.isBefore(KiroVersion.of(NEWEST_KNOWN.major(), NEWEST_KNOWN.minor() + 1));
            return known ? ENGINE_V3 : NEWER;
        }
    }

    /** A command line that asks for the usage. */
    @SuppressWarnings("ImmutableEnumChecker") // Both collections are unmodifiable.
    enum Command {
        /** Engine v1 with the classic look: the one that prints numbers. */
        ENGINE_AND_LOOK(
                List.of("chat", "--no-interactive", "--agent-engine", "v1", "--legacy-ui", "/usage"),
                EnumSet.of(Feature.AGENT_ENGINE, Feature.ENGINE_WORDLESSLY, Feature.ENGINE_V1, Feature.LEGACY_UI)),
        /** The same for versions that refuse the look. */
        ENGINE(
                List.of("chat", "--no-interactive", "--agent-engine", "v1", "/usage"),
                EnumSet.of(Feature.AGENT_ENGINE, Feature.ENGINE_WORDLESSLY, Feature.ENGINE_V1)),
        /** The specified command. */
        PLAIN(List.of("chat", "--no-interactive", "/usage"), EnumSet.noneOf(Feature.class)),
        /** The Agent Client Protocol. */
        ACP(List.of("acp"), EnumSet.of(Feature.ACP, Feature.ACP_WORDLESSLY));

        private final List<String> arguments;
        private final Set<Feature> needs;

        Command(List<String> arguments, EnumSet<Feature> needs) {
            this.arguments = arguments;
            this.needs = Collections.unmodifiableSet(needs);
        }

        List<String> arguments() {
            return arguments;
        }

        /** What the program must know for this command. */
        Set<Feature> needs() {
            return needs;
        }
    }

    /**
     * One question, asked only once certain other ways have been refused.
     *
     * @param strategy through what it is asked
     * @param command the command line
     * @param after what must have been refused before
     */
    record Step(KiroStrategy strategy, Command command, Set<Feature> after) {

        boolean isDue(Set<Feature> refused) {
            return refused.containsAll(after) && Collections.disjoint(refused, command.needs());
        }
    }

    /**
     * Returns the questions in order.
     *
     * @param generation what the version tells
     * @param strategies the ways that may be used, in order; empty for the usual ones
     */
    static List<Step> steps(Generation generation, List<KiroStrategy> strategies) {
        List<KiroStrategy> ways = strategies.isEmpty() ? usual(generation) : strategies;
        List<Step> steps = new ArrayList<>();
        for (KiroStrategy way : ways) {
            steps.addAll(way == KiroStrategy.ACP ? protocol(generation) : terminal(generation, way));
        }
        if (generation == Generation.NEWER) {
            // Chosen by the user, but still behind the way that is known to be free. The sort is stable.
            steps.sort((one, other) ->
                    Boolean.compare(one.strategy() != KiroStrategy.ACP, other.strategy() != KiroStrategy.ACP));
        }
        if (generation == Generation.UNREADABLE || generation == Generation.MUTE) {
            for (KiroStrategy way : ways) {
                if (way != KiroStrategy.ACP) {
                    steps.add(plain(way, Feature.AGENT_ENGINE, Feature.ACP));
                    if (generation == Generation.MUTE) {
                        steps.add(plain(way, Feature.ENGINE_WORDLESSLY, Feature.ACP_WORDLESSLY));
                    }
                }
            }
        }
        return List.copyOf(steps);
    }

    /** Tells whether the plain command may become due for a generation, whatever the strategies. */
    static boolean mayAskPlainly(Generation generation) {
        return steps(generation, List.of(KiroStrategy.PTY, KiroStrategy.ACP)).stream()
                .anyMatch(step -> step.command() == Command.PLAIN);
    }

    private static Step plain(KiroStrategy way, Feature engine, Feature acp) {
        return new Step(way, Command.PLAIN, Set.of(engine, acp));
    }

    private static List<KiroStrategy> usual(Generation generation) {
        return generation == Generation.NEWER ? List.of(KiroStrategy.ACP) : List.of(KiroStrategy.PTY, KiroStrategy.ACP);
    }

    private static List<Step> protocol(Generation generation) {
        return generation == Generation.CLASSIC
                ? List.of()
                : List.of(new Step(KiroStrategy.ACP, Command.ACP, Set.of()));
    }

    private static List<Step> terminal(Generation generation, KiroStrategy way) {
        Step plain = new Step(way, Command.PLAIN, Set.of());
        Step engineAndLook = new Step(way, Command.ENGINE_AND_LOOK, Set.of());
        Step engine = new Step(way, Command.ENGINE, Set.of(Feature.LEGACY_UI));
        Step plainOnceRefused = new Step(way, Command.PLAIN, Set.of(Feature.AGENT_ENGINE));
        return switch (generation) {
            case CLASSIC, CLASSIC_WITH_ACP -> List.of(plain);
            case ENGINE_FLAGS -> List.of(engineAndLook, engine, plainOnceRefused);
            case ENGINE_V3, NEWER, UNREADABLE, MUTE, SILENT -> List.of(engineAndLook, engine);
        };
    }
}
