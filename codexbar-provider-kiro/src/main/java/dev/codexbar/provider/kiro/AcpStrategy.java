package dev.codexbar.provider.kiro;

import dev.codexbar.core.process.ProcessResult;
import dev.codexbar.provider.kiro.report.KiroAcpReader;
import dev.codexbar.provider.kiro.report.KiroAnswer;
import dev.codexbar.provider.kiro.report.KiroProblem;
import dev.codexbar.provider.kiro.report.KiroUsage;
import dev.codexbar.provider.kiro.report.KiroUsageParser;
import java.time.Duration;
import java.util.stream.Collectors;

/** Asks through the Agent Client Protocol. */
final class AcpStrategy implements UsageStrategy {

    /** Ends a session in order; an agent that keeps renewing its login does not exit at the end of its input. */
    private static final Duration GRACE = Duration.ofMillis(500);

    @Override
    public KiroUsage ask(KiroCli cli, KiroCommands.Command command, Duration limit)
            throws KiroFailure, InterruptedException {
        AcpExchange exchange = new AcpExchange(command);
        ProcessResult result = cli.run(
                command.arguments(),
                limit,
                (request, directory) -> request.dialogue(exchange.in(directory)).closeInputFirst(GRACE));
        boolean sentMessages = exchange.close();
        if (exchange.result().isPresent()) {
            KiroAnswer answer = KiroAcpReader.usage(exchange.result().get());
            if (answer instanceof KiroProblem problem) {
                throw KiroFailures.of(problem);
            }
            return (KiroUsage) answer;
        }
        if (exchange.error().isPresent()) {
            throw KiroFailures.of(exchange.error().get(), command);
        }
        if (exchange.isUnreadable()) {
            throw KiroFailures.of(KiroProblem.of(KiroProblem.Kind.UNREADABLE));
        }
        // What the program printed beside the protocol may say why it exited.
        KiroProblem printed = KiroFailures.problemIn(KiroUsageParser.parse(withoutMessages(result.text())));
        throw KiroFailures.ofSilentAgent(printed, result, limit, command, sentMessages);
    }

    private static String withoutMessages(String text) {
        return text.lines().filter(line -> !line.startsWith("{")).collect(Collectors.joining("\n"));
    }
}
