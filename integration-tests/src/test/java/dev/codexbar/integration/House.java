package dev.codexbar.integration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rooms of the house and the arrows between them, as {@code docs/ARCHITECTURE.md} draws them. */
final class House {

    private static final String ROOT = "dev.codexbar.";

    private static final String CORE = "core core.terminal";
    private static final String PROCESS = "core.process";
    private static final List<String> TOOLS = List.of("kiro", "codex", "claude", "copilot");
    private static final String PROVIDERS = "provider." + String.join(" provider.", TOOLS);

    /**
     * A package with its sub-packages, unless these are rooms themselves.
     *
     * @param name the name of the package behind {@code dev.codexbar.}
     * @param mayUse the rooms that it may depend on
     */
    record Room(String name, Set<String> mayUse) {

        String packageName() {
            return ROOT + name;
        }

        private boolean holds(String packageName) {
            return packageName.equals(packageName()) || packageName.startsWith(packageName() + ".");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Room> ROOMS = rooms();

    private House() {}

    private static List<Room> rooms() {
        List<Room> rooms = new ArrayList<>();
        rooms.add(room("core.terminal"));
        rooms.add(room("core.process", "core.terminal"));
        rooms.add(room("core", "core.terminal"));
        rooms.add(room("pty", CORE, PROCESS));
        rooms.add(room("provider.support", CORE, PROCESS));
        for (String tool : TOOLS) {
            rooms.add(room("provider." + tool + ".report", CORE, "provider.support"));
            rooms.add(room("provider." + tool, CORE, PROCESS, "provider.support", "provider." + tool + ".report"));
        }
        rooms.add(room("monitor", CORE));
        rooms.add(room("micrometer", CORE, "monitor"));
        rooms.add(room("json", CORE));
        rooms.add(room("server.page", CORE, "monitor"));
        rooms.add(room("server", CORE, "monitor", "json", "server.page"));
        rooms.add(room("spring", CORE, "micrometer", "server", "monitor", "json"));
        rooms.add(room("transcript", CORE, PROCESS));
        rooms.add(room("testkit", CORE, PROCESS, "transcript"));
        rooms.add(room("cli.text", CORE));
        rooms.add(room("cli.bar", CORE, "cli.text"));
        rooms.add(room(
                "cli",
                CORE,
                PROCESS,
                "pty",
                "server monitor micrometer json transcript",
                "cli.text cli.bar",
                PROVIDERS));
        return List.copyOf(rooms);
    }

    /** Makes a room; several rooms may stand in one text, with blanks between them. */
    private static Room room(String name, String... mayUse) {
        return new Room(name, Set.of(String.join(" ", mayUse).strip().split("\\s+")));
    }

    /** Returns the room of a package, or empty if it is outside of the house. */
    static Optional<Room> roomOf(String packageName) {
        return ROOMS.stream()
                .filter(room -> room.holds(packageName))
                .max(Comparator.comparingInt(room -> room.name().length()));
    }
}
