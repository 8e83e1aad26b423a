package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientKeyFileTest {
    @TempDir
    private Path directory;

    @Test
    void theKeyIsTheSameAtEveryStart() throws IOException {
        String key = new ClientKeyFile(directory.resolve("data")).key();
        assertThat(key).matches("xjp-[A-Za-z0-9_-]{32}");
        assertThat(new ClientKeyFile(directory.resolve("data")).key()).isEqualTo(key);
        assertThat(new ClientKeyFile(directory.resolve("other")).key()).isNotEqualTo(key);
    }

    @Test
    void onlyTheOwnerCanReadIt() throws IOException {
        ClientKeyFile file = new ClientKeyFile(directory.resolve("data"));
        file.key();
        assertThat(permissions(file.path())).isEqualTo("rw-------");
        assertThat(permissions(directory.resolve("data"))).isEqualTo("rwx------");
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));
        file.key();
        assertThat(permissions(file.path())).isEqualTo("rw-------");
    }

    @Test
    void nothingElseIsLeftInTheDirectory() throws IOException {
        new ClientKeyFile(directory).key();
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("client-key"));
        }
    }

    @Test
    void anEmptyFileIsNoKey() throws IOException {
        Files.writeString(directory.resolve("client-key"), "\n");
        assertThatThrownBy(() -> new ClientKeyFile(directory).key())
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("client-key is empty; without it, a new key is made");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
