package dev.codexbar.server;

import java.lang.System.Logger;

/** The logger of the server, found when there is something to log: the look for one takes as long as a start. */
final class ServerLog {

    static final Logger LOGGER = System.getLogger("dev.codexbar.server");

    private ServerLog() {}
}
