package com.example.acmecli;

import dev.codexbar.core.*;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.process.*;
import java.io.IOException;
import java.time.*;
import java.time.format.DateTimeParseException;
import java.util.regex.*;

/** Runs {@code acme usage}: {@code Plan: Pro} and {@code Used 12.50 of 50 credits, resets 2026-12-01}. */
public final class AcmeCliProvider implements UsageProvider {

    private static final ProviderDescriptor DESCRIPTOR = ProviderDescriptor.builder("acme-cli", "Acme")
            .windowTitle(NamedRateWindow.PRIMARY, "Credits")
            .cliName("acme")
            .build();

    private static final Pattern PLAN = Pattern.compile("(?m)^Plan: (\\S.*)$");
    private static final Pattern USED = Pattern.compile(
            "(?m)^Used (\\d{1,12}(?:\\.\\d{1,4})?) of (\\d{1,12}) credits, resets (\\d{4}-\\d\\d-\\d\\d)$");

    private final ProcessRunner runner;
    private final String executable;

    public AcmeCliProvider() {
        this(ProcessRunners.pipes(), "acme"); // a name is looked up on PATH
    }

    AcmeCliProvider(ProcessRunner runner, String executable) {
        this.runner = runner;
        this.executable = executable;
    }

    @Override
    public ProviderDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
        var command = ProcessRequest.builder(executable, "usage")
                .timeLimit(request.timeLimit().orElse(Duration.ofSeconds(10)))
                .build();
        try {
            return read(runner.run(command));
        } catch (ProcessStartException e) {
            var reason = e.reason() == ProcessStartException.Reason.NOT_FOUND ? Reason.NOT_INSTALLED : Reason.FAILED;
            throw new UsageException(reason, "acme cannot be started.", "Install acme.");
        } catch (DateTimeParseException e) {
            throw new UsageException(Reason.UNREADABLE, "acme's answer makes no sense.", "Update acme.");
        } catch (IOException e) {
            throw new UsageException(Reason.FAILED, "acme cannot be run.", "Run `acme usage` yourself.");
        }
    }

    private static UsageSnapshot read(ProcessResult result) throws UsageException {
        String text = result.text();
        if (result.ending() == ProcessResult.Ending.TIMED_OUT) {
            throw new UsageException(Reason.TIMED_OUT, "acme did not answer in time.", "Try again later.");
        } else if (text.contains("not signed in")) {
            throw new UsageException(Reason.NOT_LOGGED_IN, "You are not signed in.", "Run `acme login`.");
        }
        Matcher plan = PLAN.matcher(text), used = USED.matcher(text);
        if (result.exitCode().orElse(1) != 0 || !plan.find()) { // do not repeat what it printed
            throw new UsageException(Reason.UNREADABLE, "acme gave no answer.", "Run `acme usage` yourself.");
        }
        var snapshot = UsageSnapshot.builder(DESCRIPTOR.id(), Instant.now()).plan(plan.group(1));
        if (used.find() && Double.parseDouble(used.group(2)) > 0) { // unknown is absent, never 0
            double credits = Double.parseDouble(used.group(1)), limit = Double.parseDouble(used.group(2));
            snapshot.primary("Credits", RateWindow.builder(100 * credits / limit)
                    .amount(new RateWindow.Amount(credits, limit, "credits"))
                    .resetsOn(LocalDate.parse(used.group(3))) // acme states no hour
                    .build());
        }
        return snapshot.build();
    }
}
