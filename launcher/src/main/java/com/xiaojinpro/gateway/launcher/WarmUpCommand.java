package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.launcher.node.ReloadStatus;
import com.xiaojinpro.gateway.launcher.node.Roles;
import com.xiaojinpro.gateway.launcher.node.RunningNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/**
 * {@code xjp warm-up}: starts the built-in configuration on free ports, makes a call of each client protocol and stops.
 * The {@code xjp} script runs it once after a build, so that the JVM records which classes a start needs.
 */
@Command(name = "warm-up", hidden = true, description = "Starts, makes one call of each protocol, and stops.")
final class WarmUpCommand implements Callable<Integer> {
    private static final long LONGEST_SECONDS = 60;

    private final Surroundings surroundings;

    WarmUpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        String key = ClientKeyFile.random();
        ConfigSource.Loading loading = new EmbeddedConfig(java.util.Map.of(), key).load();
        if (!(loading instanceof ConfigSource.Loading.Ready ready)) {
            return surroundings.failed("the built-in configuration has problems: " + loading);
        }
        ReloadStatus status = new ReloadStatus(Instant.now(), null);
        try {
            surroundings
                    .starter()
                    .start(ready.loaded().withPorts(0, 0), Roles.ALL, () -> status)
                    .compose(node -> calls(node, key).eventually(node::stop))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LONGEST_SECONDS, TimeUnit.SECONDS);
            return 0;
        } catch (ExecutionException | TimeoutException e) {
            return surroundings.failed("the warm-up failed: " + e);
        }
    }

    private static Future<Void> calls(RunningNode node, String key) {
        HttpClientAgent client = node.vertx().createHttpClient();
        String question = "\"messages\": [{\"role\": \"user\", \"content\": \"warm up\"}]}";
        String openai = "{\"model\": \"echo\", \"stream\": true, " + question;
        String anthropic = "{\"model\": \"echo\", \"stream\": true, \"max_tokens\": 9, " + question;
        return call(client, node.ingressPort(), "/v1/chat/completions", key, openai)
                .compose(done -> call(client, node.ingressPort(), "/v1/messages", key, anthropic))
                .eventually(client::close);
    }

    private static Future<Void> call(HttpClient client, int port, String path, String key, String body) {
        RequestOptions request = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMethod(HttpMethod.POST)
                .setURI(path)
                .putHeader("content-type", "application/json")
                .putHeader("authorization", "Bearer " + key)
                .putHeader("anthropic-version", "2023-06-01");
        return client.request(request)
                .compose((HttpClientRequest sending) -> sending.send(body))
                .compose(response -> response.statusCode() == 200
                        ? response.end()
                        : Future.failedFuture(path + " answered " + response.statusCode()));
    }
}
