package com.xiaojinpro.gateway.launcher.node;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Sends calls with an idempotency key. */
final class KeyedClient {
    static final String REPLAY = "x-xjp-idempotent-replay";
    static final String STATE = "x-xjp-idempotency";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private KeyedClient() {}

    static HttpResponse<String> post(int port, String path, String apiKey, String key, String body) {
        return send(port, path, apiKey, key, body).join();
    }

    static HttpResponse<String> chat(int port, String key, String body) {
        return post(port, "/v1/chat/completions", TestGateway.KEY, key, body);
    }

    static CompletableFuture<HttpResponse<String>> sendChat(int port, String key, String body) {
        return send(port, "/v1/chat/completions", TestGateway.KEY, key, body);
    }

    static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static CompletableFuture<HttpResponse<String>> send(
            int port, String path, String apiKey, String key, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(60))
                .header("authorization", "Bearer " + apiKey)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("idempotency-key", key);
        }
        return CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
