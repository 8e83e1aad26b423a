package com.xiaojinpro.gateway.accounts.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** A small file that only its owner can read. Its methods block. */
final class PrivateFile {
    private final Path file;

    PrivateFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /**
     * Makes it with a line of text; whoever sees the file sees it whole.
     *
     * @throws java.nio.file.FileAlreadyExistsException where it is there
     */
    void create(String line) throws IOException {
        Path directory = file.getParent();
        if (directory == null) {
            throw new IOException(file + " is no file");
        }
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            restrict(directory, "rwx------");
        }
        // A temporary file is its owner's alone from birth.
        Path written = Files.createTempFile(directory, String.valueOf(file.getFileName()), ".new");
        try {
            restrict(written, "rw-------");
            Files.writeString(written, line + "\n");
            Files.createLink(file, written);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** Makes it, in place of one that may be there. */
    void replace(String line) throws IOException {
        Files.deleteIfExists(file);
        create(line);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private static void restrict(Path path, String permissions) throws IOException {
        if (Files.getFileAttributeView(path, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }
}
