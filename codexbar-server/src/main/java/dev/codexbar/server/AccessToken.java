package dev.codexbar.server;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;

/**
 * The secret that clients send as {@code Authorization: Bearer …}. Immutable; {@link #toString()} does not show it.
 *
 * @since 0.1.0
 */
public final class AccessToken {

    private static final int MINTED_BYTES = 24;

    /** The secure generator of Linux and macOS. */
    private static final String KERNEL_RANDOM = "/dev/urandom";

    private static final int MOST_CHARACTERS = 1024;
    private static final String SCHEME = "bearer ";

    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final String secret;

    private AccessToken(String secret) {
        this.secret = secret;
    }

    /**
     * Returns a given token.
     *
     * @param secret 1 to 1024 visible ASCII characters
     * @return the token
     * @throws IllegalArgumentException if the text has another shape; the message does not quote it
     */
    public static AccessToken of(String secret) {
        boolean visible = secret.chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (secret.isEmpty() || secret.length() > MOST_CHARACTERS || !visible) {
            throw new IllegalArgumentException(
                    "the token must be 1 to " + MOST_CHARACTERS + " visible ASCII characters, without blanks");
        }
        return new AccessToken(secret);
    }

    /**
     * Returns a new random token.
     *
     * @return a token of 192 random bits
     */
    public static AccessToken mint() {
        return new AccessToken(Base64.getUrlEncoder().withoutPadding().encodeToString(random()));
    }

    private static byte[] random() {
        // On Windows, this is a file on the current drive, which any user may be able to create.
        if (File.separatorChar == '/') {
            // SecureRandom takes its bytes from there, too, but first it loads all providers of security: the start of
            // a server would take a fifteenth longer.
            try (InputStream kernel = new FileInputStream(KERNEL_RANDOM)) {
                byte[] random = kernel.readNBytes(MINTED_BYTES);
                if (random.length == MINTED_BYTES) {
                    return random;
                }
            } catch (IOException none) {
                // As in a container without devices.
            }
        }
        byte[] random = new byte[MINTED_BYTES];
        new SecureRandom().nextBytes(random);
        return random;
    }

    /**
     * Reads a token from a file, which is created with a new token and the permissions {@code rw-------} if it does not
     * exist.
     *
     * @param file the file; its first line counts
     * @return the token
     * @throws IOException if the file cannot be read or created, if others than its owner may read or write it, or if
     *     its first line is no token; the message says what to do
     */
    public static AccessToken fromFile(Path file) throws IOException {
        if (Files.notExists(file)) {
            create(file);
        }
        if (isPosix(file)) {
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw new IOException(
                        "others may use the token file " + file + "; run `chmod 600` on it, and replace the token");
            }
        }
        String line = Files.readString(file, StandardCharsets.US_ASCII)
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        try {
            return of(line);
        } catch (IllegalArgumentException noToken) {
            throw new IOException("the token file " + file + " holds no token; " + noToken.getMessage(), noToken);
        }
    }

    private static void create(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
        Files.createDirectories(folder);
        // With the permissions at creation: between a creation and a chmod others could open the file.
        FileAttribute<?>[] attributes = isPosix(folder)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        try (SeekableByteChannel channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            channel.write(StandardCharsets.US_ASCII.encode(mint().secret + "\n"));
        } catch (FileAlreadyExistsException createdMeanwhile) {
            // Another process has made it: its token is read.
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * Tells whether an {@code Authorization} header holds this token. Takes as long for a wrong token as for the right
     * one.
     *
     * @param authorization the value of the header
     * @return whether it does
     */
    public boolean matches(String authorization) {
        boolean bearer = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String offered = bearer ? authorization.substring(SCHEME.length()).strip() : "";
        return MessageDigest.isEqual(sha256(secret), sha256(offered)) && bearer;
    }

    /**
     * Returns the secret itself, for the person who starts the server.
     *
     * @return the token
     */
    public String secret() {
        return secret;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JVM has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "AccessToken[…]";
    }
}
