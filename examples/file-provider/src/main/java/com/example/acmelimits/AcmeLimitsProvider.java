package com.example.acmelimits;

import dev.codexbar.core.*;
import dev.codexbar.core.UsageException.Reason;
import dev.codexbar.core.process.*;
import java.io.IOException;
import java.nio.file.*;
import java.time.*;
import java.util.*;
import java.util.regex.*;

/** Reads the file that Acme writes while it is in use; if that is missing or too old, runs {@code acme limits}. */
public final class AcmeLimitsProvider implements UsageProvider {

    private static final ProviderDescriptor DESCRIPTOR = ProviderDescriptor.builder("acme-limits", "Acme")
            .windowTitle(NamedRateWindow.PRIMARY, "Session")
            .windowTitle(NamedRateWindow.SECONDARY, "Weekly")
            .minimumInterval(Duration.ofMinutes(1))
            .build();

    /** {@code session 37.5 % until 2026-11-26T15:00:00Z}; the file and the program say it in the same words. */
    private static final Pattern LIMIT = Pattern.compile(
            "(?m)^(session|week) (\\d{1,6}(?:\\.\\d{1,4})?) % until (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)$");

    private static final Duration OLDEST_FILE = Duration.ofMinutes(10);

    private final Path file;
    private final String executable;
    private final ProcessRunner runner;
    private final Clock clock;

    public AcmeLimitsProvider() {
        this(
                Path.of(System.getProperty("user.home"), ".acme", "limits"),
                "acme",
                ProcessRunners.pipes(),
                Clock.systemUTC());
    }

    AcmeLimitsProvider(Path file, String executable, ProcessRunner runner, Clock clock) {
        this.file = file;
        this.executable = executable;
        this.runner = runner;
        this.clock = clock;
    }

    @Override
    public ProviderDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public UsageSnapshot fetch(FetchRequest request) throws UsageException, InterruptedException {
        Instant now = clock.instant();
        String missing = "The file is missing, too old or unreadable.";
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            var windows = windows(Files.readString(file), now);
            if (!windows.isEmpty() && written.isAfter(now.minus(OLDEST_FILE))) {
                // The snapshot is as old as the file: a host that shows its age must not take it for new.
                return snapshot(windows, written.isBefore(now) ? written : now).strategy("file").build();
            }
        } catch (IOException e) {
            // There is no file, or it is no text: the program knows more.
        }
        var attempt = FetchAttempt.incomplete("file", missing, Duration.between(now, clock.instant()));
        var windows = windows(ask(request.timeLimit().orElse(Duration.ofSeconds(10))), clock.instant());
        if (windows.isEmpty()) {
            throw new UsageException(Reason.UNREADABLE, "acme told no limits.", "Run `acme limits` yourself.");
        }
        return snapshot(windows, clock.instant()).strategy("cli").attempts(List.of(attempt)).build();
    }

    private String ask(Duration limit) throws UsageException, InterruptedException {
        try {
            var result = runner.run(ProcessRequest.builder(executable, "limits").timeLimit(limit).build());
            if (result.ending() == ProcessResult.Ending.TIMED_OUT) {
                throw new UsageException(Reason.TIMED_OUT, "acme did not answer in time.", "Try again later.");
            }
            return result.text();
        } catch (ProcessStartException e) {
            var reason = e.reason() == ProcessStartException.Reason.NOT_FOUND ? Reason.NOT_INSTALLED : Reason.FAILED;
            throw new UsageException(reason, "acme cannot be started.", "Install acme.");
        } catch (IOException e) {
            throw new UsageException(Reason.FAILED, "acme cannot be run.", "Run `acme limits` yourself.");
        }
    }

    private static Map<String, RateWindow> windows(String text, Instant now) {
        Map<String, RateWindow> windows = new HashMap<>();
        for (Matcher limit = LIMIT.matcher(text); limit.find(); ) {
            try {
                Instant reset = Instant.parse(limit.group(3));
                if (reset.isAfter(now)) { // what was counted before a reset says nothing after it
                    var period = limit.group(1).equals("session") ? Duration.ofHours(5) : Duration.ofDays(7);
                    windows.put(limit.group(1), RateWindow.builder(Double.parseDouble(limit.group(2)))
                            .resetsAt(reset)
                            .period(period) // with it, hosts can tell the pace
                            .build());
                }
            } catch (DateTimeException e) {
                // A date that does not exist: unknown is absent.
            }
        }
        return windows;
    }

    private static UsageSnapshot.Builder snapshot(Map<String, RateWindow> windows, Instant updatedAt) {
        return UsageSnapshot.builder(DESCRIPTOR.id(), updatedAt)
                .primary("Session", windows.get("session"))
                .secondary("Weekly", windows.get("week"));
    }
}
