package dev.codexbar.transcript;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A file with the name of a tool that starts a JVM: a shell script, or a batch file on Windows. */
final class Launcher {

    private final String name;
    private final List<String> command;
    private final List<String> cases = new ArrayList<>();

    Launcher(String name, List<String> command) {
        this.name = name;
        this.command = command;
    }

    /** Lets the script print a text itself if this is the first argument. Has no effect on Windows. */
    void printing(String argument, String text) {
        cases.add(quoted(argument) + ") printf '%s' " + quoted(text) + "; exit ;;");
    }

    /** Writes the file into a folder and returns its path. */
    Path write(Path folder) throws IOException {
        if (JavaCommand.IS_WINDOWS) {
            StringBuilder batch = new StringBuilder("@setlocal\r\n");
            JavaCommand.OPTION_VARIABLES.forEach(
                    variable -> batch.append("@set \"").append(variable).append("=\"\r\n"));
            batch.append("@\"").append(String.join("\" \"", command)).append("\" %*\r\n");
            return Files.writeString(folder.resolve(name + ".cmd"), batch);
        }
        StringBuilder script = new StringBuilder("#!/bin/sh\n");
        if (!cases.isEmpty()) {
            script.append("case $1 in\n").append(String.join("\n", cases)).append("\nesac\n");
        }
        script.append("unset ")
                .append(String.join(" ", JavaCommand.OPTION_VARIABLES))
                .append("\nexec");
        command.forEach(word -> script.append(' ').append(quoted(word)));
        script.append(" \"$@\"\n");
        // Written under another name first: a launcher that is being started must not change.
        Path draft = Files.writeString(folder.resolve(name + ".draft"), script, StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Files.move(draft, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
