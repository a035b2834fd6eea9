package dev.codexbar.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexbar.core.UsageException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsageExceptionTest {

    @Test
    void saysWhyAndWhatNext() {
        UsageException exception =
                new UsageException(Reason.NOT_LOGGED_IN, "You are not signed in.", "Run `kiro-cli login`.");
        assertEquals(Reason.NOT_LOGGED_IN, exception.reason());
        assertEquals("You are not signed in.", exception.getMessage());
        assertEquals(Optional.of("Run `kiro-cli login`."), exception.nextStep());
        assertEquals(Optional.empty(), exception.retryAfter());
        assertEquals(List.of(), exception.attempts());
        assertNull(exception.getCause());
    }

    @Test
    void carriesWhatIsKnown() {
        List<FetchAttempt> attempts = new ArrayList<>();
        attempts.add(FetchAttempt.failed("acp", Reason.TIMED_OUT, "Too late.", Duration.ofSeconds(2)));
        IOException cause = new IOException("broken");
        UsageException exception = UsageException.builder(Reason.RATE_LIMITED, "Slow down.")
                .retryAfter(Duration.ofMinutes(1))
                .cause(cause)
                .attempts(attempts)
                .build();
        attempts.clear();
        assertEquals(Optional.empty(), exception.nextStep());
        assertEquals(Optional.of(Duration.ofMinutes(1)), exception.retryAfter());
        assertSame(cause, exception.getCause());
        assertEquals("acp", exception.attempts().get(0).strategy());
        assertThrows(
                UnsupportedOperationException.class, () -> exception.attempts().clear());
    }

    @Test
    void cleansWhatAToolPrinted() {
        String printed = "\033]0;title\007\033[1;31merror:\033[0m it\tbroke\r\n  for \u202ejane@example.com\u0000 ";
        UsageException exception = new UsageException(Reason.FAILED, printed, printed);
        assertEquals("error: it broke for ***@***", exception.getMessage());
        assertEquals(Optional.of("error: it broke for ***@***"), exception.nextStep());
    }

    @Test
    void masksWhatASequenceWouldHide() {
        String hidden = "jane\033[0m@\033[1mexample.com and jo\u200be@example.org";
        assertEquals("***@*** and ***@***", message(hidden));
    }

    @Test
    void staysShortAndWholeWhateverItIsTold() {
        String message = message("x".repeat(980) + " person.with.a.long.name@example.com " + "y".repeat(5_000_000));
        assertTrue(message.length() <= 1000, message);
        assertFalse(message.contains("person"), "cut after it was masked");
        assertTrue(message.endsWith("…"), message);
    }

    @Test
    void saysSomethingEvenIfThereIsNothingToSee() {
        assertEquals("(nothing printable)", message("\033[2J\u0007"));
    }

    @Test
    void refusesBlankTexts() {
        assertThrows(IllegalArgumentException.class, () -> UsageException.builder(Reason.FAILED, " "));
        assertThrows(IllegalArgumentException.class, () -> new UsageException(Reason.FAILED, "x", "\n"));
        assertThrows(
                IllegalArgumentException.class,
                () -> UsageException.builder(Reason.FAILED, "x").retryAfter(Duration.ZERO));
        assertThrows(NullPointerException.class, () -> UsageException.builder(null, "x"));
    }

    @Test
    void survivesSerialisation() throws IOException, ClassNotFoundException {
        UsageException exception = UsageException.builder(Reason.UNAVAILABLE, "No answer.")
                .nextStep("Wait.")
                .retryAfter(Duration.ofSeconds(5))
                .attempts(List.of(FetchAttempt.incomplete("acp", "x", Duration.ZERO)))
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(exception);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            UsageException copy = (UsageException) in.readObject();
            assertEquals(exception.reason(), copy.reason());
            assertEquals(exception.getMessage(), copy.getMessage());
            assertEquals(exception.nextStep(), copy.nextStep());
            assertEquals(exception.retryAfter(), copy.retryAfter());
            assertEquals(List.of(), copy.attempts());
        }
    }

    private static String message(String text) {
        return UsageException.builder(Reason.FAILED, text).build().getMessage();
    }
}
