package dev.codexbar.cli;

import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.json.UsageJson;
import dev.codexbar.json.UsageJsonException;
import dev.codexbar.json.UsageReport;
import dev.codexbar.monitor.SnapshotCodec;
import java.util.List;

/** Snapshots in the user's store, as a published document of one report each. */
final class JsonSnapshotCodec implements SnapshotCodec {

    @Override
    public String write(UsageSnapshot snapshot) {
        return UsageJson.compact().write(List.of(UsageReport.of(UsageResult.of(snapshot))));
    }

    @Override
    public UsageSnapshot read(String text) {
        try {
            List<UsageReport> reports = UsageJson.read(text);
            if (reports.size() == 1) {
                return reports.get(0).snapshot().orElseThrow(() -> new IllegalArgumentException("not a snapshot"));
            }
        } catch (UsageJsonException unreadable) {
            throw new IllegalArgumentException("not a snapshot", unreadable);
        }
        throw new IllegalArgumentException("not one snapshot");
    }
}
