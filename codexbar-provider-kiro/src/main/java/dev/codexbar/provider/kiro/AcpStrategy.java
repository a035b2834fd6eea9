package dev.codexbar.provider.kiro;

import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.provider.kiro.report.KiroAcpReader;
import dev.codexbar.provider.kiro.report.KiroAnswer;
import dev.codexbar.provider.kiro.report.KiroProblem;
import dev.codexbar.provider.kiro.report.KiroUsage;
import dev.codexbar.provider.kiro.report.KiroUsageParser;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks through the Agent Client Protocol. */
final class AcpStrategy implements UsageStrategy {

    @Override
    public KiroUsage ask(KiroCli cli, KiroCommands.Command command, Duration limit)
            throws KiroFailure, InterruptedException {
        AcpDialogue dialogue = new AcpDialogue();
        ProcessResult result = cli.run(command.arguments(), limit, (request, directory) -> {
            dialogue.openIn(directory);
            request.dialogue(dialogue);
        });
        Optional<KiroAnswer> told = dialogue.result()
                .map(KiroAcpReader::usage)
                .or(() -> dialogue.fault().map(KiroAcpReader::problem));
        if (told.isEmpty()) {
            // What the program printed beside the protocol may say why it ended.
            KiroProblem printed = KiroFailures.problemIn(KiroUsageParser.parse(besideMessages(result.text())));
            throw KiroFailures.ofSilentAgent(printed, result, limit, dialogue.spoke());
        }
        if (told.get() instanceof KiroProblem problem) {
            throw KiroFailures.of(problem);
        }
        return (KiroUsage) told.get();
    }

    private static String besideMessages(String text) {
        return text.lines().filter(line -> !line.startsWith("{")).collect(Collectors.joining("\n"));
    }
}
