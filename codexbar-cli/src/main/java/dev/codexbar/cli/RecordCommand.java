package dev.codexbar.cli;

/** {@code codexbar record}. */
final class RecordCommand {

    private final Host host;
    private final Settings settings;

    RecordCommand(Host host, Settings settings) {
        this.host = host;
        this.settings = settings;
    }

    int run() {
        host.err().println("recording " + settings.out());
        return Application.FAILURE;
    }
}
