package dev.codexbar.monitor;

import dev.codexbar.core.AccountIdentity;
import dev.codexbar.core.NamedRateWindow;
import dev.codexbar.core.RateWindow;
import dev.codexbar.core.UsageSnapshot;
import java.time.Instant;

/** Snapshots as one line of words, enough for tests: provider, instant, e-mail address, and the windows. */
final class LineCodec implements SnapshotCodec {

    private static final String NONE = "-";

    @Override
    public String write(UsageSnapshot snapshot) {
        StringBuilder line = new StringBuilder(snapshot.providerId())
                .append(' ')
                .append(snapshot.updatedAt())
                .append(' ')
                .append(snapshot.identity().accountEmail().orElse(NONE));
        for (NamedRateWindow named : snapshot.windows()) {
            RateWindow window = named.window();
            line.append(' ')
                    .append(named.id())
                    .append(' ')
                    .append(window.usedPercent())
                    .append(' ');
            line.append(window.resetsAt().map(Instant::toString).orElse(NONE));
        }
        return line.toString();
    }

    @Override
    public UsageSnapshot read(String text) {
        String[] words = text.split(" ", -1);
        if (words.length < 3 || words.length % 3 != 0) {
            throw new IllegalArgumentException("not a snapshot: " + text);
        }
        UsageSnapshot.Builder snapshot = UsageSnapshot.builder(words[0], Instant.parse(words[1]));
        if (!words[2].equals(NONE)) {
            snapshot.identity(AccountIdentity.builder().accountEmail(words[2]).build());
        }
        for (int i = 3; i < words.length; i += 3) {
            RateWindow.Builder window = RateWindow.builder(Double.parseDouble(words[i + 1]));
            if (!words[i + 2].equals(NONE)) {
                window.resetsAt(Instant.parse(words[i + 2]));
            }
            snapshot.window(words[i], words[i], window.build());
        }
        return snapshot.build();
    }
}
