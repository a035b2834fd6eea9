package dev.codexbar.provider.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Identifies one state of a file: what was learned about a program holds until its fingerprint changes.
 *
 * @param path the file itself, with links resolved
 * @param size its size in bytes
 * @param modified when it was last modified
 * @since 0.1.0
 */
public record FileFingerprint(Path path, long size, FileTime modified) {

    /**
     * Returns the fingerprint of a file.
     *
     * @param path the file, or a link to it
     * @return its present fingerprint
     * @throws IOException if the file does not exist or its attributes cannot be read
     */
    public static FileFingerprint of(Path path) throws IOException {
        // Links are resolved, because some installers give all files the same time and only change a link.
        Path target = path.toRealPath();
        BasicFileAttributes file = Files.readAttributes(target, BasicFileAttributes.class);
        return new FileFingerprint(target, file.size(), file.lastModifiedTime());
    }
}
