package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.ConfigOutcome;
import com.xiaojinpro.gateway.config.ConfigReader;
import com.xiaojinpro.gateway.connector.ConfiguredProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfDirectoryTest {
    /** What an operator must set at least: the image and the composition of several nodes need no account. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "XJP_CLIENT_KEY",
            "a-key-of-the-test",
            "XJP_METRICS_TOKEN",
            "a-token-of-the-test",
            "XJP_NODE_HOST",
            "172.28.0.11",
            "REDIS_PASSWORD",
            "redis-of-the-test");

    @ParameterizedTest
    @MethodSource("files")
    void everyConfigurationThatIsShippedIsAWholeOne(Path file) throws IOException {
        ConfigOutcome outcome = new ConfigReader(ENVIRONMENT, path -> "")
                .read(Files.readString(file), file.toString(), new ConfiguredProviders());
        if (outcome instanceof ConfigOutcome.Refused refused) {
            throw new AssertionError(refused.problems().text());
        }
        assertThat(((ConfigOutcome.Accepted) outcome).config().routes()).isNotEmpty();
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../conf"))) {
            return files.filter(file -> file.toString().endsWith(".toml")).toList();
        }
    }
}
