package dev.codexbar.transcript;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link ReplayCli} does for which command line, in memory and as a folder of files.
 *
 * <p>The file {@code script} has one word and one value on each line: {@code case} begins a case, {@code arg} names one
 * of its leading arguments, {@code play} its transcript beside the script, and the rest are settings of a replay.
 */
final class ReplayScript {

    static final String FILE = "script";

    private record Case(List<String> arguments, Replay replay) {

        boolean matches(List<String> given) {
            return given.size() >= arguments.size()
                    && given.subList(0, arguments.size()).equals(arguments);
        }
    }

    private final List<Case> cases = new ArrayList<>();

    void add(List<String> arguments, Replay replay) {
        for (String argument : arguments) {
            if (argument.indexOf('\n') >= 0 || argument.indexOf('\r') >= 0) {
                throw new IllegalArgumentException("an argument must be one line: \"" + argument + "\"");
            }
        }
        cases.add(new Case(List.copyOf(arguments), replay));
    }

    /** The case that was added last wins. */
    Optional<Replay> find(List<String> arguments) {
        for (int i = cases.size() - 1; i >= 0; i--) {
            if (cases.get(i).matches(arguments)) {
                return Optional.of(cases.get(i).replay());
            }
        }
        return Optional.empty();
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (Case one : cases) {
            lines.add("case");
            for (String argument : one.arguments()) {
                lines.add("arg " + argument);
            }
            Transcript transcript = one.replay().transcript();
            // Raw bytes where there is no timing: an asciicast holds no bytes that are not UTF-8.
            boolean isRaw = transcript.duration().isZero()
                    && transcript.events().stream().allMatch(event -> event.channel() == Transcript.Channel.OUTPUT);
            String file = number++ + (isRaw ? ".txt" : ".cast");
            transcript.write(folder.resolve(file));
            lines.add("play " + file);
            one.replay()
                    .settings()
                    .forEach((setting, value) -> lines.add(setting.name().toLowerCase(Locale.ROOT) + " " + value));
        }
        Files.write(folder.resolve(FILE), lines);
    }

    static ReplayScript read(Path file) throws IOException {
        ReplayScript script = new ReplayScript();
        if (!file.endsWith(FILE)) {
            script.add(List.of(), Replay.of(Transcript.read(file)));
            return script;
        }
        List<String> arguments = new ArrayList<>();
        Map<Replay.Setting, String> settings = new EnumMap<>(Replay.Setting.class);
        Transcript transcript = null;
        for (String line : Files.readAllLines(file)) {
            int blank = line.indexOf(' ');
            String word = blank < 0 ? line : line.substring(0, blank);
            String value = blank < 0 ? "" : line.substring(blank + 1);
            switch (word) {
                case "case" -> {
                    if (transcript != null) {
                        script.add(arguments, Replay.restore(transcript, new EnumMap<>(settings)));
                    }
                    arguments.clear();
                    settings.clear();
                }
                case "arg" -> arguments.add(value);
                case "play" -> transcript = Transcript.read(file.resolveSibling(value));
                default -> settings.put(Replay.Setting.valueOf(word.toUpperCase(Locale.ROOT)), value);
            }
        }
        if (transcript != null) {
            script.add(arguments, Replay.restore(transcript, settings));
        }
        return script;
    }
}
