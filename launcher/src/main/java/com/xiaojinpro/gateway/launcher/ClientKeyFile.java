package com.xiaojinpro.gateway.launcher;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The client key of a start without a configuration file: made once, kept where only its owner can read it. */
final class ClientKeyFile {
    private static final int RANDOM_BYTES = 24;

    private final Path directory;
    private final Path file;

    /**
     * @param directory made where it is missing
     */
    ClientKeyFile(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("client-key");
    }

    Path path() {
        return file;
    }

    /**
     * The key: the one that is kept, or a new one.
     *
     * @throws IOException where it can neither be read nor be kept
     */
    String key() throws IOException {
        if (!Files.exists(file)) {
            create();
        }
        restrict(file, "rw-------");
        String key = Files.readString(file).strip();
        if (key.isEmpty()) {
            throw new IOException(file + " is empty; without it, a new key is made");
        }
        return key;
    }

    /** A new random key. */
    static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return "xjp-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void create() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            restrict(directory, "rwx------");
        }
        // A temporary file is its owner's alone from birth; whoever sees the key file sees it whole.
        Path written = Files.createTempFile(directory, "client-key", ".new");
        try {
            Files.writeString(written, random() + "\n");
            Files.move(written, file);
        } catch (FileAlreadyExistsException e) {
            // Another start was faster: its key is the key.
            Files.deleteIfExists(written);
        }
    }

    private static void restrict(Path path, String permissions) throws IOException {
        if (Files.getFileAttributeView(path, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }
}
