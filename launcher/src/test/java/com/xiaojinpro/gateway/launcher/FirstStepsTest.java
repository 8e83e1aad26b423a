package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.json.JsonCursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstStepsTest {
    @Test
    void aShellReadsTheLinesAsTheyWereMeant() throws IOException, InterruptedException {
        List<String> lines = new FirstSteps("127.0.0.1", 8080)
                .tryIt("xjp-abc_-", "kept in data/client-key")
                .lines()
                .filter(line -> line.startsWith("  curl "))
                .toList();
        assertThat(lines).hasSize(2);
        assertThat(arguments(lines.get(0)))
                .containsExactly(
                        "http://127.0.0.1:8080/v1/chat/completions",
                        "-H",
                        "Authorization: Bearer xjp-abc_-",
                        "-H",
                        "Content-Type: application/json",
                        "-d",
                        "{\"model\": \"echo\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}");
        List<String> anthropic = arguments(lines.get(1));
        assertThat(anthropic)
                .startsWith("http://127.0.0.1:8080/v1/messages", "-H", "x-api-key: xjp-abc_-")
                .contains("anthropic-version: 2023-06-01");
        JsonCursor body = JsonCursor.of(anthropic.get(anthropic.size() - 1));
        body.skip();
        body.end();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0,http://127.0.0.1:80",
        "'::',http://[::1]:80",
        "'::1',http://[::1]:80",
        "'[fe80::1]',http://[fe80::1]:80",
        "Gateway.example,http://gateway.example:80"
    })
    void anAddressOfThisMachineIsOneItCanCall(String host, String url) {
        assertThat(FirstSteps.url(host, 80)).isEqualTo(url);
    }

    /** What a POSIX shell would hand to curl. */
    private static List<String> arguments(String line) throws IOException, InterruptedException {
        String script = "curl() { for argument in \"$@\"; do printf '%s\\n' \"$argument\"; done; }\n" + line;
        Process shell =
                new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return output.lines().toList();
    }
}
