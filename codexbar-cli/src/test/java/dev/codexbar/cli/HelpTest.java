package dev.codexbar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codexbar.core.ProviderDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HelpTest {

    @TempDir
    Path folder;

    @Test
    void namesEveryCommandVariableAndExitCode() throws CommandLineException {
        String help = Help.of(List.of(), 80);
        for (Command command : Command.values()) {
            assertTrue(help.contains("  " + command.title()), command.title());
        }
        for (LauncherCommand command : LauncherCommand.values()) {
            assertTrue(help.contains("  " + command.synopsis()), command.title());
        }
        for (EnvironmentVariable variable : EnvironmentVariable.values()) {
            assertTrue(help.contains("  " + variable.name()), variable.name());
        }
        for (ExitCode code : ExitCode.values()) {
            assertTrue(help.contains("  " + code.number() + " "), code.name());
        }
    }

    @ParameterizedTest
    @EnumSource
    void describesEveryCommandWithOptionsDefaultsAndExamples(Command command) throws CommandLineException {
        String help = Help.of(command.words(), 80);
        assertTrue(help.contains(command.summary()), help);
        assertFalse(command.examples().isEmpty());
        for (Command.Example example : command.examples()) {
            assertTrue(help.contains(example.line()), help);
        }
        for (Option option : Option.values()) {
            boolean shown =
                    command.options().contains(option) && option.description().isPresent();
            assertEquals(
                    shown,
                    help.contains(option.longName() + " ") || help.contains(option.longName() + "\n"),
                    option + " in " + help);
        }
    }

    @Test
    void saysWhatInstallingAndUninstallingDo() throws CommandLineException {
        String install = Help.of(List.of("install"), 10_000);
        assertTrue(install.contains("codexbar install [--prefix DIR]"), install);
        assertTrue(install.contains("Default: ~/.local."), install);
        String uninstall = Help.of(List.of("uninstall"), 10_000);
        assertTrue(uninstall.contains("Default: the installation that this command belongs to"), uninstall);
        assertTrue(uninstall.contains("What goes: "), uninstall);
        assertTrue(uninstall.contains("What stays: settings and the jars of further providers"), uninstall);
    }

    @Test
    void showsDefaults() throws CommandLineException {
        assertTrue(Help.of(List.of("usage"), 80).contains("Default: text."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"config enable", "config disable", "guard"})
    void promisesNoDefaultWhereAProviderMustBeNamed(String command) throws CommandLineException {
        String help = Help.of(List.of(command.split(" ")), 10_000);
        assertTrue(help.contains("The provider to "), help);
        assertFalse(help.contains("Default: all."), help);
        assertFalse(help.contains("asks every one"), help);
    }

    @Test
    void saysWhenTheAccountIsNamed() throws CommandLineException {
        assertTrue(Help.of(List.of("usage"), 10_000)
                .contains("JSON names it unless `--hide-identity`, which overrides this option."));
    }

    @Test
    void showsTheDefaultsOfStatusBars() throws CommandLineException {
        String usage = Help.of(List.of("usage"), 10_000);
        String interval = "Default: 60, and " + BarSettings.INTERVAL.toSeconds() + " for a status bar.";
        String age = "for a status bar "
                + BarSettings.maxAge(ProviderDescriptor.builder("kiro", "Kiro").build())
                        .toSeconds()
                + ", or what the provider demands";
        assertTrue(usage.contains("SECONDS is at least 60. " + interval), usage);
        assertTrue(usage.contains(age), usage);
        assertTrue(Help.of(List.of("watch"), 10_000).contains(interval));
    }

    @ParameterizedTest
    @EnumSource
    void usesTheWidthOfTheTerminal(Command command) throws CommandLineException {
        for (int columns : new int[] {60, 80, 120}) {
            for (String help : List.of(Help.of(List.of(), columns), Help.of(command.words(), columns))) {
                for (String line : help.split("\n", -1)) {
                    // Command lines to copy are never broken.
                    assertTrue(line.length() <= columns || line.startsWith("  codexbar"), columns + ": " + line);
                }
            }
        }
        assertTrue(Help.of(List.of(), 120).lines().anyMatch(line -> line.length() > 80));
    }

    @Test
    void showsAllCommandsOfAGroup() throws CommandLineException {
        assertTrue(Help.of(List.of("config"), 80).contains("codexbar config providers"));
    }

    @ParameterizedTest
    @CsvSource({"usge, Did you mean usage?", "instal, Did you mean install?", "xyzzy, Try `codexbar help`."})
    void suggestsTheCommandThatWasMeant(String word, String suggestion) {
        CommandLineException fault = assertThrows(CommandLineException.class, () -> Help.of(List.of(word), 80));
        assertTrue(fault.sentence().contains(suggestion), fault.sentence());
    }

    @Test
    void writesAManualPageThatManReadsWithoutAWarning() throws IOException, InterruptedException {
        ManPage.main(new String[] {folder.toString()});
        String page = Files.readString(folder.resolve("codexbar.1"));
        for (Command command : Command.values()) {
            assertTrue(page.contains(".SS \"" + Help.synopsis(command).replace("-", "\\-") + "\""), command.title());
        }
        for (LauncherCommand command : LauncherCommand.values()) {
            assertTrue(page.contains(command.summary()), command.title());
        }
        Output output = run(
                "man",
                "--warnings",
                "-E",
                "UTF-8",
                "-l",
                folder.resolve("codexbar.1").toString());
        assertEquals("", output.err());
        assertTrue(output.out().contains("--provider ID"), output.out());
        assertTrue(output.out().contains("codexbar usage [OPTION]... [PROVIDER]..."), output.out());
    }

    /** Each shell reads its script and completes a command, a second word, an option, a value and a provider. */
    @Test
    void completesInBash() throws IOException, InterruptedException {
        ManPage.main(new String[] {folder.toString()});
        putProvidersOnPath();
        String ask = "source " + folder.resolve("codexbar.bash") + "; ask() { COMP_WORDS=(\"$@\");"
                + " COMP_CWORD=$(($# - 1)); COMPREPLY=(); _codexbar; echo \"${COMPREPLY[*]}\"; };";
        Output output = run(
                "bash",
                "-c",
                ask + "ask codexbar us; ask codexbar config prov; ask codexbar config providers --pre;"
                        + " ask codexbar usage --prov; ask codexbar --format j; ask codexbar usage -p ki;"
                        + " ask codexbar config enable ki; ask codexbar config disable al;"
                        + " ask codexbar config disable --prov; ask codexbar ki; ask codexbar completion z;"
                        + " ask codexbar insta; ask codexbar uninstall --p; ask codexbar help unin; cd "
                        + folder + "; mkdir -p there; ask codexbar install --prefix the");
        assertEquals("", output.err());
        List<String> expected = List.of(
                "usage",
                "providers",
                "--pretty",
                "--provider",
                "json",
                "kiro",
                "kiro",
                "all",
                "--provider",
                "kiro",
                "zsh",
                "install",
                "--prefix",
                "uninstall",
                "there");
        assertEquals(expected, output.out().lines().toList());
    }

    @Test
    void completesInZsh() throws IOException, InterruptedException {
        ManPage.main(new String[] {folder.toString()});
        Output output = run(
                "zsh",
                "-f",
                "-c",
                "autoload -Uz compinit; compinit -D; source " + folder.resolve("_codexbar") + "; zsh -n "
                        + folder.resolve("_codexbar") + " && echo ${_comps[codexbar]}");
        assertEquals("", output.err());
        assertEquals("_codexbar\n", output.out());
    }

    /** Outside of a key press zsh has no completion to ask for, so that its helper prints what it is given. */
    @ParameterizedTest
    @ValueSource(strings = {"enable", "disable"})
    void completesProvidersToSwitchInZsh(String command) throws IOException, InterruptedException {
        ManPage.main(new String[] {folder.toString()});
        putProvidersOnPath();
        Output output = run(
                "zsh",
                "-f",
                "-c",
                "compdef() { : }; source " + folder.resolve("_codexbar") + "; _arguments() { print -rl -- \"$@\" };"
                        + " words=(codexbar config " + command + " ''); CURRENT=4; _codexbar");
        assertEquals("", output.err());
        assertTrue(output.out().lines().anyMatch("*:provider:(all kiro )"::equals), output.out());
    }

    @Test
    void completesInFish() throws IOException, InterruptedException {
        ManPage.main(new String[] {folder.toString()});
        putProvidersOnPath();
        String ask = "source " + folder.resolve("codexbar.fish") + ";";
        for (String line : List.of(
                "codexbar us",
                "codexbar config prov",
                "codexbar usage --pre",
                "codexbar --format j",
                "codexbar usage -p ki",
                "codexbar config enable ki",
                "codexbar config disable al",
                "codexbar insta",
                "codexbar uninstall --p",
                "codexbar help unin")) {
            ask += "complete -C '" + line + "' | cut -f1;";
        }
        Output output = run("fish", "--no-config", "-c", ask);
        assertEquals("", output.err());
        List<String> expected = List.of(
                "usage", "providers", "--pretty", "json", "kiro", "kiro", "all", "install", "--prefix", "uninstall");
        assertEquals(expected, output.out().lines().toList());
    }

    private record Output(String out, String err) {}

    /** A command of this name that lists one provider, so that completion needs no built codexbar. */
    private void putProvidersOnPath() throws IOException {
        Path command = folder.resolve("codexbar");
        Files.writeString(command, "#!/bin/sh\necho 'kiro  Kiro  asks kiro-cli'\n");
        assumeTrue(command.toFile().setExecutable(true));
    }

    /** Runs a program, and skips the test where it is not installed. */
    private Output run(String... command) throws IOException, InterruptedException {
        String path = System.getenv().getOrDefault("PATH", "");
        boolean isInstalled = List.of(path.split(":", -1)).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command[0])));
        assumeTrue(isInstalled, command[0] + " is not installed");
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("PATH", folder + ":" + path);
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("MANWIDTH", "120");
        builder.environment().put("MAN_KEEP_FORMATTING", "");
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            assertTrue(process.waitFor(50, TimeUnit.SECONDS), command[0] + " does not end");
        } finally {
            process.destroyForcibly();
        }
        return new Output(Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}
