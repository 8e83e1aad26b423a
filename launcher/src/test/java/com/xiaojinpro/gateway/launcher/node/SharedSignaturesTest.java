package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.connector.FarSignatures;
import com.xiaojinpro.gateway.testing.FreePort;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signatures of tool calls in the memory of a real cluster. */
@Timeout(90)
class SharedSignaturesTest {
    private static final String CALL =
            "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"id\":\"c-1\",\"name\":\"f\","
                    + "\"args\":{}},\"thoughtSignature\":\"s3al\"}]},\"finishReason\":\"STOP\"}]}";
    private static final String ANSWER =
            "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Done\"}]},\"finishReason\":\"STOP\"}]}";

    @Test
    @DisplayName("H41: a client that loses signatures may come back to another node")
    void theSecondTurnMayComeToAnotherNode() throws Exception {
        int seed = FreePort.next();
        try (ScriptedUpstream upstream = ScriptedUpstream.start()) {
            upstream.answer(
                    request -> true,
                    request -> Script.json(request.bodyText().contains("functionResponse") ? ANSWER : CALL));
            String config = """
                [providers.google]
                type = "gemini"
                api_key = "k"
                base_url = "%s"
                [models.m]
                primary = { provider = "google", model = "gemini-3-pro" }
                """.formatted(upstream.url());
            try (TestNode first = TestNode.join("all", seed, seed, config);
                    TestNode second = TestNode.join("all", FreePort.next(), seed, config)) {
                JsonObject said = ask(first, new JsonArray());
                assertThat(said.getJsonArray("tool_calls")).hasSize(1);
                // What the client gives back has no member that OpenAI's own schema has not.
                JsonObject call = said.getJsonArray("tool_calls").getJsonObject(0);
                call.remove("extra_content");
                JsonArray turn = new JsonArray()
                        .add(new JsonObject()
                                .put("role", "assistant")
                                .putNull("content")
                                .put("tool_calls", new JsonArray().add(call)))
                        .add(new JsonObject()
                                .put("role", "tool")
                                .put("tool_call_id", call.getString("id"))
                                .put("content", "ok"));
                // It is written behind: the answer does not wait for it.
                Awaitable.until(() -> {
                    assertThat(ask(second, turn).getString("content")).isEqualTo("Done");
                    return newest(upstream).bodyText().contains("\"thoughtSignature\":\"s3al\"");
                });
            }
        }
    }

    @Test
    void aLostMemberLosesNoSignatureAndTenantsDoNotSeeEachOther() throws Exception {
        int port = FreePort.next();
        Cluster first = Cluster.join(settings(port, List.of()), "first");
        Cluster second = Cluster.join(settings(FreePort.next(), List.of("127.0.0.1:" + port)), "second");
        try {
            FarSignatures here = first.signatures();
            FarSignatures there = second.signatures();
            // Many, so that both members own some.
            for (int i = 0; i < 40; i++) {
                await(here.keep("tenant-a", "c" + i, "s" + i));
            }
            assertThat(await(there.find("tenant-a", Set.of("c0", "c39", "unknown"))))
                    .isEqualTo(Map.of("c0", "s0", "c39", "s39"));
            assertThat(await(there.find("tenant-", Set.of("ac0", "c0")))).isEmpty();
            first.leave();
            for (int i = 0; i < 40; i++) {
                assertThat(await(there.find("tenant-a", Set.of("c" + i)))).hasSize(1);
            }
            // What is too long to be shared stays where it came.
            await(there.keep("tenant-a", "long", "s".repeat(300_000)));
            assertThat(await(there.find("tenant-a", Set.of("long", "i".repeat(600)))))
                    .isEmpty();
        } finally {
            first.leave();
            second.leave();
        }
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static RecordedRequest newest(ScriptedUpstream upstream) {
        return upstream.requests().getLast();
    }

    /** The model's message after these that follow the user's. */
    private static JsonObject ask(TestNode node, JsonArray further) {
        JsonArray messages =
                new JsonArray().add(new JsonObject().put("role", "user").put("content", "go"));
        messages.addAll(further);
        JsonObject tool = new JsonObject()
                .put("type", "function")
                .put("function", new JsonObject().put("name", "f").put("parameters", new JsonObject()));
        JsonObject body =
                new JsonObject().put("model", "m").put("messages", messages).put("tools", new JsonArray().add(tool));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + node.port() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + TestGateway.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return new JsonObject(answer.body())
                    .getJsonArray("choices")
                    .getJsonObject(0)
                    .getJsonObject("message");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static GatewayConfig.Cluster settings(int port, List<String> members) {
        return new GatewayConfig.Cluster(
                true, "signatures", "127.0.0.1", port, members, 0, Duration.ofSeconds(1), Duration.ofSeconds(3));
    }
}
