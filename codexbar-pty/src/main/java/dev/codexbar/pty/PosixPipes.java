package dev.codexbar.pty;

import dev.codexbar.core.process.SpawnedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A program with pipes that {@link PosixPipeSpawner} started. */
final class PosixPipes implements SpawnedProcess {

    private final PosixChild child;
    private final OutputStream input;
    private final InputStream output;
    private final InputStream error;

    PosixPipes(PosixChild child, OutputStream input, InputStream output, InputStream error) {
        this.child = child;
        this.input = input;
        this.output = output;
        this.error = error;
    }

    @Override
    public long pid() {
        return child.pid();
    }

    @Override
    public boolean leadsGroup() {
        return true;
    }

    @Override
    public InputStream output() {
        return output;
    }

    @Override
    public Optional<InputStream> error() {
        return Optional.of(error);
    }

    @Override
    public OutputStream input() {
        return input;
    }

    @Override
    public int waitFor() throws InterruptedException {
        return child.waitFor();
    }

    @Override
    public void kill() {
        child.kill();
    }

    @Override
    public void close() throws IOException {
        child.close();
        try (output) {
            error.close();
        }
    }
}
