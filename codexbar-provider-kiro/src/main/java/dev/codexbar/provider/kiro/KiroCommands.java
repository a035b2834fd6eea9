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
 * shows nothing. {@code acp} never costs, because no prompt is ever sent to it.
 */
final class KiroCommands {

    private static final KiroVersion FIRST_WITH_ACP = KiroVersion.of(1, 25);
    private static final KiroVersion FIRST_WITH_ENGINE_FLAGS = KiroVersion.of(2, 4);
    private static final KiroVersion FIRST_WITH_ACP_SIGN_IN = KiroVersion.of(2, 20);
    private static final KiroVersion FIRST_WITH_DOUBTFUL_TERMINAL = KiroVersion.of(2, 30);

    /** The first version of which nothing is known. */
    private static final KiroVersion FIRST_UNKNOWN = KiroVersion.of(3, 3);

    private KiroCommands() {}

    /** What the version says about the ways to ask. */
    enum Generation {
        /** Before 1.25: the plain command is all there is. */
        CLASSIC,
        /** 1.25 to 2.3: there is ACP too, but no engine to choose. */
        CLASSIC_WITH_ACP,
        /** 2.4 to 2.19: engine v1 on demand; the plain command prints less, but is free. */
        ENGINE_FLAGS,
        /** 2.20 to 2.29: the plain command may reach the model; {@code acp} has engine v3 with a sign-in of its own. */
        ENGINE_V3,
        /** 2.30 to 3.2: whether the terminal still prints numbers is not known, so it comes last. */
        ACP_FIRST,
        /** Later than the newest known version: nothing is known about the flags of its terminal. */
        NEWER,
        /** The program printed something else than a version, so it may be any. */
        UNREADABLE,
        /** The program exited without printing anything, as no known version does. */
        MUTE,
        /** The program did not print its version in time, so it may be any. */
        SILENT;

        static Generation of(KiroVersion version) {
            if (version.isBefore(FIRST_WITH_ACP)) {
                return CLASSIC;
            }
            if (version.isBefore(FIRST_WITH_ENGINE_FLAGS)) {
                return CLASSIC_WITH_ACP;
            }
            if (version.isBefore(FIRST_WITH_ACP_SIGN_IN)) {
                return ENGINE_FLAGS;
            }
            if (version.isBefore(FIRST_WITH_DOUBTFUL_TERMINAL)) {
                return ENGINE_V3;
            }
            return version.isBefore(FIRST_UNKNOWN) ? ACP_FIRST : NEWER;
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
        /** The account through engine v3, signed in as the CLI is: no session, no token, no MCP servers. */
        ACP_V3(
                List.of("acp", "--agent-engine", "v3", "--auth-method", "cli"),
                EnumSet.of(Feature.ACP, Feature.ACP_AGENT_ENGINE, Feature.ACP_ENGINE_V3)),
        /** The usage command in a session of engine v2. */
        ACP_V2(
                List.of("acp", "--agent-engine", "v2"),
                EnumSet.of(Feature.ACP, Feature.ACP_AGENT_ENGINE, Feature.ACP_ENGINE_V2)),
        /** The usage command in a session, for versions without a choice of engines. */
        ACP(List.of("acp"), EnumSet.of(Feature.ACP));

        private final List<String> arguments;
        private final Set<Feature> needs;

        Command(List<String> arguments, EnumSet<Feature> needs) {
            this.arguments = arguments;
            this.needs = Collections.unmodifiableSet(needs);
        }

        List<String> arguments() {
            return arguments;
        }

        /** The features that this command requires. */
        Set<Feature> needs() {
            return needs;
        }
    }

    /**
     * One question, asked only once certain features are known to be missing.
     *
     * @param strategy through what it is asked
     * @param command the command line
     * @param after the features that must be missing
     * @param unless the features that must not be missing, beside those that the command needs
     */
    record Step(KiroStrategy strategy, Command command, Set<Feature> after, Set<Feature> unless) {

        Step(KiroStrategy strategy, Command command, Set<Feature> after) {
            this(strategy, command, after, Set.of());
        }

        boolean isDue(Set<Feature> missing) {
            return missing.containsAll(after)
                    && Collections.disjoint(missing, command.needs())
                    && Collections.disjoint(missing, unless);
        }

        private Step onlyAfter(Feature... features) {
            Set<Feature> all = EnumSet.noneOf(Feature.class);
            all.addAll(after);
            Collections.addAll(all, features);
            return new Step(strategy, command, all, unless);
        }

        private Step unlessMute() {
            return new Step(strategy, command, after, Set.of(Feature.ACP_WORDLESSLY));
        }
    }

    /**
     * Returns the questions in order.
     *
     * @param generation what the version says
     * @param strategies the ways that may be used, in order; empty for the usual ones
     */
    static List<Step> steps(Generation generation, List<KiroStrategy> strategies) {
        if (strategies.isEmpty()) {
            return usual(generation);
        }
        List<Step> steps = new ArrayList<>();
        for (KiroStrategy way : strategies) {
            steps.addAll(way == KiroStrategy.ACP ? acp(generation) : terminal(generation, way));
        }
        if (generation == Generation.NEWER) {
            // Chosen by the user, but still behind the way that is known to be free. The sort is stable.
            steps.sort((one, other) ->
                    Boolean.compare(one.strategy() != KiroStrategy.ACP, other.strategy() != KiroStrategy.ACP));
        }
        steps.addAll(plainForUnknown(generation, strategies));
        return List.copyOf(steps);
    }

    private static List<Step> usual(Generation generation) {
        return switch (generation) {
            case NEWER -> steps(generation, List.of(KiroStrategy.ACP));
            case ACP_FIRST -> {
                List<Step> steps = new ArrayList<>(acp(generation));
                for (Step step : terminal(generation, KiroStrategy.PTY)) {
                    steps.add(step.onlyAfter(Feature.ACP_ENGINE_V3, Feature.ACP_ENGINE_V2));
                }
                yield List.copyOf(steps);
            }
            default -> steps(generation, List.of(KiroStrategy.PTY, KiroStrategy.ACP));
        };
    }

    /** Tells whether the plain command may become due for a generation, whatever the strategies. */
    static boolean mayAskPlainly(Generation generation) {
        return steps(generation, List.of(KiroStrategy.PTY, KiroStrategy.ACP)).stream()
                .anyMatch(step -> step.command() == Command.PLAIN);
    }

    private static List<Step> acp(Generation generation) {
        Step v3 = new Step(KiroStrategy.ACP, Command.ACP_V3, Set.of());
        Step v2 = new Step(KiroStrategy.ACP, Command.ACP_V2, Set.of());
        Step any = new Step(KiroStrategy.ACP, Command.ACP, Set.of());
        // Also where the flag itself is unknown: no engine can be named then.
        Step anyOnceRefused = any.onlyAfter(Feature.ACP_ENGINE_V3, Feature.ACP_ENGINE_V2);
        return switch (generation) {
            case CLASSIC -> List.of();
            case CLASSIC_WITH_ACP -> List.of(any);
            // Before 2.19.2, engine v3 asks its client for a token, and there is none to give.
            case ENGINE_FLAGS -> List.of(v2, v3.onlyAfter(Feature.ACP_ENGINE_V2), anyOnceRefused);
            // Whether the program is mute throughout is decided by its first silence: nothing may be asked that could
            // break it.
            case MUTE -> List.of(v3, v2.unlessMute(), anyOnceRefused.unlessMute());
            case ENGINE_V3, ACP_FIRST, NEWER, UNREADABLE, SILENT -> List.of(v3, v2, anyOnceRefused);
        };
    }

    private static List<Step> terminal(Generation generation, KiroStrategy way) {
        Step plain = new Step(way, Command.PLAIN, Set.of());
        Step engineAndLook = new Step(way, Command.ENGINE_AND_LOOK, Set.of());
        Step engine = new Step(way, Command.ENGINE, Set.of(Feature.LEGACY_UI));
        return switch (generation) {
            case CLASSIC, CLASSIC_WITH_ACP -> List.of(plain);
            case ENGINE_FLAGS -> List.of(engineAndLook, engine, plain.onlyAfter(Feature.AGENT_ENGINE));
            case ENGINE_V3, ACP_FIRST, NEWER, UNREADABLE, MUTE, SILENT -> List.of(engineAndLook, engine);
        };
    }

    /** The plain command for programs that turn out to be older than every engine. */
    private static List<Step> plainForUnknown(Generation generation, List<KiroStrategy> ways) {
        List<Step> steps = new ArrayList<>();
        for (KiroStrategy way : ways) {
            Step plain = new Step(way, Command.PLAIN, Set.of());
            if (way == KiroStrategy.ACP || (generation != Generation.UNREADABLE && generation != Generation.MUTE)) {
                continue;
            }
            steps.add(plain.onlyAfter(Feature.AGENT_ENGINE, Feature.ACP));
            if (generation == Generation.MUTE) {
                steps.add(plain.onlyAfter(Feature.ENGINE_WORDLESSLY, Feature.ACP_WORDLESSLY));
            }
        }
        return steps;
    }
}
