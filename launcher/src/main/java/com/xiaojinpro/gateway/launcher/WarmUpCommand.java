package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.launcher.node.NodeStarter;
import com.xiaojinpro.gateway.launcher.node.Roles;
import com.xiaojinpro.gateway.launcher.node.RunningNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code xjp warm-up}: runs the built-in configuration on free ports with a database of its own, makes a call of each client
 * protocol and stops. The {@code xjp} script runs it once after a build, so that the JVM records which classes a start needs.
 */
@Command(hidden = true, description = "Runs a node, makes one call of each protocol, and stops.")
final class WarmUpCommand implements Callable<Integer> {
    /** Where there is no private database for this platform, the start is recorded without it. */
    private static final Duration DATABASE = Duration.ofSeconds(30);

    private final Surroundings surroundings;

    WarmUpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Path data = Files.createTempDirectory("xjp-warm-up");
        // The private database may have to run as somebody else, who then has to get through.
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
        try {
            return call(data);
        } finally {
            try (Stream<Path> left = Files.walk(data)) {
                left.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    private int call(Path data) throws InterruptedException {
        String key = UUID.randomUUID().toString();
        ConfigSource.Loading loading = EmbeddedConfig.withDatabase(Map.of(EmbeddedConfig.CLIENT_KEY, key))
                .load();
        if (!(loading instanceof ConfigSource.Loading.Ready ready)) {
            return surroundings.failed("the built-in configuration has problems: " + loading);
        }
        NodeStarter starter = (loaded, roles, reloads) -> surroundings
                .starter()
                .start(loaded, roles, reloads)
                .compose(node -> database(node)
                        .compose(open -> calls(node, key))
                        .map(node)
                        .recover(failure -> node.stop().transform(stopped -> Future.failedFuture(failure))));
        Signals stopAtOnce = stop -> {
            surroundings.signals().onStop(stop);
            stop.run();
        };
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Surroundings rehearsal =
                new Surroundings(surroundings.environment(), nowhere, surroundings.err(), starter, stopAtOnce);
        return new NodeRun(rehearsal, new NodeOptions(Roles.ALL, null))
                .run(
                        ready.loaded().withPorts(0, 0).withDataDirectory(data),
                        null,
                        steps -> steps.tryIt(key, "nowhere"));
    }

    private static Future<Void> database(RunningNode node) {
        return node.welcome()
                .timeout(DATABASE.toSeconds(), TimeUnit.SECONDS)
                .<Void>mapEmpty()
                .otherwiseEmpty();
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
