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
            // Where links lead, because some installers give all files the same time and only change a link.
            Path target = path.toRealPath();
            BasicFileAttributes file = Files.readAttributes(target, BasicFileAttributes.class);
            return new ExecutableStamp(target, file.size(), file.lastModifiedTime());
        } catch (IOException gone) {
            throw KiroFailures.of(gone);
        }
    }
}
