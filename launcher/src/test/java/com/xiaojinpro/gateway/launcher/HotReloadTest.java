package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.launcher.node.Awaitable;
import com.xiaojinpro.gateway.launcher.node.LogLines;
import com.xiaojinpro.gateway.launcher.node.SseClient;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that changes under a running node, from the bytes on the disk to the answers of clients. */
@Timeout(90)
class HotReloadTest {
    private static final String KEY = "app-key-0123456789";

    @TempDir
    private Path directory;

    private Path file;
    private ScriptedUpstream before;
    private ScriptedUpstream after;

    @BeforeEach
    void start() {
        file = directory.resolve("xjp.toml");
        before = ScriptedUpstream.start();
        after = ScriptedUpstream.start();
    }

    @AfterEach
    void stop() {
        before.close();
        after.close();
    }

    @Test
    void aChangeServesNewCallsWhileRunningOnesEndOnTheOldOne() throws Exception {
        Gate gate = new Gate();
        before.on("m", OpenAiScript.chat("m").text("old").pause(gate).text("-end").finish("stop").stream());
        after.on("m", OpenAiScript.words("m", "new").stream());
        write(before, "first");
        try (CommandRun run = CommandRun.of("run", "--config", file.toString())) {
            String since = run.status().getString("config_active_since");
            try (SseClient running = chat(run, "first")) {
                running.awaitText("old");
                assertThat(chat(run, "second").readAll()).startsWith("HTTP/1.1 404");
                write(after, "second");
                Awaitable.until(() -> run.models(KEY).contains("\"second\""));
                assertThat(run.models(KEY)).doesNotContain("\"first\"");
                assertThat(chat(run, "second").readAll()).contains("new", "[DONE]");
                assertThat(chat(run, "first").readAll()).startsWith("HTTP/1.1 404");
                gate.open();
                assertThat(running.readAll()).contains("old", "-end", "[DONE]").doesNotContain("\"error\"");
            }
            assertThat(run.status().getString("config_active_since")).isGreaterThan(since);
            assertThat(before.requestsFor("m")).isEqualTo(1);
            assertThat(after.requestsFor("m")).isEqualTo(1);
        }
    }

    @Test
    void aBrokenFileIsRefusedWithItsReasonAndForgottenOnceItIsRight() throws Exception {
        before.on("m", OpenAiScript.words("m", "old").stream());
        after.on("m", OpenAiScript.words("m", "new").stream());
        write(before, "first");
        try (LogLines log = new LogLines(ConfigWatcher.class.getName());
                CommandRun run = CommandRun.of("run", "--config", file.toString())) {
            Files.writeString(file, Files.readString(file) + "[models.second]\nprimary = { provider = \"nobody\" }\n");
            Awaitable.until(() -> run.status().containsKey("config_refused"));
            JsonObject refused = run.status().getJsonObject("config_refused");
            assertThat(refused.getString("reason")).contains(file.toString(), "nobody");
            assertThat(refused.getInstant("at")).isNotNull();
            assertThat(run.status().getBoolean("ready")).isTrue();
            assertThat(log.all())
                    .singleElement()
                    .asString()
                    .startsWith("WARN The changed configuration is not in use:\n")
                    .contains(refused.getString("reason"));
            assertThat(chat(run, "first").readAll()).contains("old", "[DONE]");
            write(after, "second");
            Awaitable.until(() -> !run.status().containsKey("config_refused"));
            assertThat(chat(run, "second").readAll()).contains("new", "[DONE]");
            assertThat(log.all()).last().asString().isEqualTo("INFO The changed configuration is in use");
        }
    }

    private static SseClient chat(CommandRun run, String model) throws IOException {
        return SseClient.post(run.port(), "/v1/chat/completions", KEY, SseClient.chat(model, true));
    }

    private void write(ScriptedUpstream upstream, String model) throws IOException {
        Files.writeString(file, """
                [server]
                port = 0
                [management]
                port = 0
                metrics_token = "token-of-the-tests"
                [[auth.keys]]
                name = "app"
                key = "%s"
                [providers.up]
                type = "openai-compatible"
                base_url = "%s/v1"
                [models.%s]
                primary = { provider = "up", model = "m" }
                """.formatted(KEY, upstream.url(), model));
    }
}
