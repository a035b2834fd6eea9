package dev.codexbar.pty;

import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("isAvailable")
class Pty4jTest extends TerminalPromises {

    Pty4jTest() {
        super(new Pty4jSpawner());
    }

    /** pty4j would end a JVM that leads a session, so the spawner refuses to; see {@link OtherJvmTest}. */
    static boolean isAvailable() {
        return !Pty4jSpawner.isSessionAtRisk();
    }
}
