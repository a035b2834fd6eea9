package dev.codexbar.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {

    @TempDir
    Path folder;

    @Test
    void knowsItselfInAHeader() {
        AccessToken token = AccessToken.of("s3cret");

        assertTrue(token.matches("Bearer s3cret"));
        assertTrue(token.matches("bEARER  s3cret "));
        assertFalse(token.matches("Bearer s3cret2"));
        assertFalse(token.matches("Bearer "));
        assertFalse(token.matches("Basic s3cret"));
        assertFalse(token.matches("s3cret"));
        assertEquals("AccessToken[…]", token.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "ü", "a\n"})
    void refusesWhatIsNoTokenWithoutQuotingIt(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> AccessToken.of(text))
                .getMessage();
        assertTrue(message.startsWith("the token must be"), message);
    }

    @Test
    void mintsAnotherTokenEachTime() {
        assertNotEquals(AccessToken.mint().secret(), AccessToken.mint().secret());
        assertEquals(32, AccessToken.mint().secret().length());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
    void createsAFileThatOnlyItsOwnerReadsAndReadsItAgain() throws IOException {
        Path file = folder.resolve("new/token");

        String secret = AccessToken.fromFile(file).secret();

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(secret, AccessToken.fromFile(file).secret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
    void refusesAFileThatOthersMayUse(String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "s3cret\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        String message = assertThrows(IOException.class, () -> AccessToken.fromFile(file))
                .getMessage();

        assertTrue(message.contains("chmod 600"), message);
        assertFalse(message.contains("s3cret"), message);
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Path file = folder.resolve("token");
        AccessToken.fromFile(file);
        Files.writeString(file, "\n");

        String message = assertThrows(IOException.class, () -> AccessToken.fromFile(file))
                .getMessage();

        assertTrue(message.contains("holds no token"), message);
    }
}
