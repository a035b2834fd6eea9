package dev.codexbar.provider.kiro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** By this a program is recognised: what was learned of it holds until the file changes. */
record ExecutableStamp(Path path, long size, FileTime modified) {

    /**
     * Returns the stamp of a program.
     *
     * @throws KiroFailure if the file cannot be looked at
     */
    static ExecutableStamp of(Path path) throws KiroFailure {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return new ExecutableStamp(path, file.size(), file.lastModifiedTime());
        } catch (IOException gone) {
            throw KiroFailures.of(gone);
        }
    }
}
