package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.launcher.node.Awaitable;
import com.xiaojinpro.gateway.launcher.node.GatewayNode;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command that runs a real node in this JVM until the test sends the signal to stop; seen as its owner sees it. */
final class CommandRun implements AutoCloseable {
    private static final Pattern CLIENTS = Pattern.compile("takes calls on http://127\\.0\\.0\\.1:([0-9]+)");
    private static final Pattern OPERATORS = Pattern.compile("Management +http://127\\.0\\.0\\.1:([0-9]+)");
    /** What the configuration of a test has, whose status it wants to see. */
    static final String METRICS_TOKEN = "token-of-the-tests";

    private static final long PATIENCE_SECONDS = 60;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Runnable> signal = new CompletableFuture<>();
    private final CompletableFuture<Integer> exitCode;
    private final HttpClient client = HttpClient.newHttpClient();

    private CommandRun(ToIntFunction<Surroundings> command) {
        Surroundings surroundings = new Surroundings(
                Map.of(), new PrintWriter(out, true), new PrintWriter(err, true), GatewayNode::start, signal::complete);
        exitCode = CompletableFuture.supplyAsync(() -> command.applyAsInt(surroundings), task -> {
            Thread.ofPlatform().name("main-of-the-test").start(task);
        });
        Awaitable.until(() -> out.toString().contains("SDK base URL") || exitCode.isDone());
    }

    /** A whole command line. */
    static CommandRun of(String... arguments) {
        return new CommandRun(surroundings -> Main.execute(surroundings, arguments));
    }

    /** Something that runs a node without one. */
    static CommandRun of(ToIntFunction<Surroundings> command) {
        return new CommandRun(command);
    }

    int port() {
        return number(CLIENTS);
    }

    String output() {
        return out.toString();
    }

    String errors() {
        return err.toString();
    }

    JsonObject status() {
        return new JsonObject(get("http://127.0.0.1:" + number(OPERATORS) + "/status", METRICS_TOKEN));
    }

    /** The names of the models a key may use. */
    String models(String key) {
        return get("http://127.0.0.1:" + port() + "/v1/models", key);
    }

    /** The signal to stop, and the exit code that follows. */
    int stop() {
        signal.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join().run();
        return exitCode.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        if (!exitCode.isDone()) {
            stop();
        }
    }

    private String get(String url, String key) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .header("authorization", "Bearer " + key)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private int number(Pattern pattern) {
        Matcher found = pattern.matcher(out.toString());
        if (!found.find()) {
            throw new AssertionError("it does not listen: " + out + err);
        }
        return Integer.parseInt(found.group(1));
    }
}
