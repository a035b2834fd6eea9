package dev.codexbar.pty;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("isAvailable")
class SetsidTest extends TerminalPromises {

    SetsidTest() {
        super(new SetsidSpawner());
    }

    static boolean isAvailable() {
        return SetsidSpawner.isAvailable();
    }

    @Test
    void leavesNothingOfItsPreparationInTheProgram() throws Exception {
        // The descriptors of the program are the terminal's three, and the one by which they are listed.
        List<String> descriptors =
                run(request("ls", "/proc/self/fd")).text().lines().toList();

        assertFalse(descriptors.size() > 4, descriptors::toString);
    }
}
