// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A text file that only its owner may read, written as a whole or not at all. Not for two writers at once. */
record PrivateFile(Path path) {

    private static final String OWNER_ONLY = "rw-------";

    boolean exists() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns the lines; none if there is no such file. */
    List<String> lines() throws IOException {
        return exists() ? Files.readAllLines(path) : List.of();
    }

    /** Changes whenever the file does. */
    String stamp() {
        try {
            var attributes = Files.readAttributes(path, "lastModifiedTime,size,fileKey");
            return attributes.toString();
        } catch (IOException e) {
            return "none";
        }
    }

    void write(List<String> lines) throws IOException {
        var posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        var attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
                }
                : new FileAttribute<?>[0];
        var part = Files.createTempFile(path.getParent(), path.getFileName() + "-", ".part", attributes);
        try {
            Files.write(part, lines);
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}
