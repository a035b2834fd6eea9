package dev.codexbar.provider.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {

    /** How long a runner may need to end a program that ignores the polite signals. */
    private static final Duration ENDING = Duration.ofMillis(350);

    @ParameterizedTest
    @ValueSource(ints = {700, 1000, 2000, 10_000})
    void leavesTimeToEndAProgram(int limit) {
        Duration program = Deadline.after(Duration.ofMillis(limit)).forProgram();
        assertTrue(program.plus(ENDING).toMillis() < limit, () -> "" + program);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 300, 600})
    void isLateByLessThanAnEndingIfTheTimeIsShort(int limit) {
        Duration program = Deadline.after(Duration.ofMillis(limit)).forProgram();
        assertTrue(program.toNanos() <= Duration.ofMillis(limit).toNanos() / 3, () -> "" + program);
    }

    @Test
    void isNotMovedByALimitThatIsLonger() {
        Deadline deadline = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE));
        assertEquals(Duration.ofSeconds(3), deadline.forProgram(Duration.ofSeconds(3)));
        assertEquals(Duration.ZERO, Deadline.after(Duration.ZERO).forProgram());
    }
}
