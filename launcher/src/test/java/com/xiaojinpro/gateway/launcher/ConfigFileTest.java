package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.launcher.node.LoadedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private static final String SECRET_FILE = Texts.ECHO.replace("app-key-0123456789", "file:secrets/key");

    @TempDir
    private Path directory;

    @Test
    void aSecretFileIsRelativeToTheConfiguration() throws IOException {
        Files.createDirectory(directory.resolve("secrets"));
        Files.writeString(directory.resolve("secrets/key"), "from-the-file\n");
        LoadedConfig loaded = ready(write(SECRET_FILE));
        assertThat(loaded.config().auth().keys().get(0).value()).isEqualTo(new Secret("from-the-file"));
        assertThat(loaded.providers()).containsOnlyKeys("echo");
    }

    @Test
    void aFileThatIsMissingIsOneLine() {
        ConfigFile file = new ConfigFile(directory.resolve("gone.toml"), Map.of());
        assertThat(file.load())
                .isEqualTo(new ConfigSource.Loading.Broken(
                        directory.resolve("gone.toml") + ": cannot be read: there is no such file"));
    }

    @Test
    void aFileThatIsNoTextIsOneLine() throws IOException {
        Path path = directory.resolve("xjp.toml");
        Files.write(path, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(new ConfigFile(path, Map.of()).load())
                .isEqualTo(new ConfigSource.Loading.Broken(path + ": cannot be read: it is not UTF-8 text"));
    }

    @Test
    void anUnknownProviderTypeIsNamedWithTheTypesThereAre() throws IOException {
        ConfigSource.Loading loading = write(Texts.ECHO.replace("\"echo\"\n[models", "\"ecko\"\n[models"))
                .load();
        assertThat(((ConfigSource.Loading.Broken) loading).problems())
                .endsWith("xjp.toml:5:1: providers.echo.type: there is no provider type 'ecko';"
                        + " did you mean 'echo'?");
    }

    @Test
    void aChangedSecretFileIsAChange() throws IOException {
        Files.createDirectory(directory.resolve("secrets"));
        Path secret = directory.resolve("secrets/key");
        Files.writeString(secret, "first-secret");
        ConfigFile file = write(SECRET_FILE);
        ready(file);
        assertThat(file.content()).isEqualTo(file.loaded());
        Files.writeString(secret, "second-secret");
        assertThat(file.content()).isNotEqualTo(file.loaded());
        assertThat(file.content().toString()).doesNotContain("secret");
    }

    private ConfigFile write(String text) throws IOException {
        Path path = directory.resolve("xjp.toml");
        Files.writeString(path, text);
        return new ConfigFile(path, Map.of());
    }

    private static LoadedConfig ready(ConfigFile file) {
        return ((ConfigSource.Loading.Ready) file.load()).loaded();
    }
}
