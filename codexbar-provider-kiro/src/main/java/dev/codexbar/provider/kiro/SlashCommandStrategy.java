package dev.codexbar.provider.kiro;

import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.core.terminal.TerminalSize;
import dev.codexbar.provider.kiro.report.KiroAnswer;
import dev.codexbar.provider.kiro.report.KiroProblem;
import dev.codexbar.provider.kiro.report.KiroUsage;
import dev.codexbar.provider.kiro.report.KiroUsageParser;
import java.time.Duration;

/** Asks with the slash command {@code /usage}, in a terminal as a person would, or with pipes. */
final class SlashCommandStrategy implements UsageStrategy {

    private final boolean inTerminal;

    SlashCommandStrategy(boolean inTerminal) {
        this.inTerminal = inTerminal;
    }

    @Override
    public KiroUsage ask(KiroCli cli, KiroCommands.Command command, Duration limit)
            throws KiroFailure, InterruptedException {
        ProcessResult result = cli.run(command.arguments(), limit, (request, directory) -> {
            // Some builds keep running after the report, and a login menu waits for ever.
            request.stopWhen(KiroUsageParser::isComplete);
            if (inTerminal) {
                request.terminal(TerminalSize.DEFAULT);
            }
        });
        KiroAnswer answer = KiroUsageParser.parse(result.text());
        if (answer instanceof KiroProblem problem) {
            throw KiroFailures.of(problem, result, limit, command);
        }
        return (KiroUsage) answer;
    }
}
