package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.junit5.VertxExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class WarmUpCommandTest {
    private final StringWriter err = new StringWriter();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    @Test
    void itEndsThoughTheNodeTakesItsEventLoopsWithIt() {
        Vertx own = Vertx.vertx();
        FakeNode node = server(own, 200);
        node.onStop = own::close;
        assertThat(warmUp(node)).isZero();
    }

    @Test
    void eachProtocolIsCalledOnceAndTheNodeStopped(Vertx vertx) {
        FakeNode node = server(vertx, 200);
        assertThat(warmUp(node)).isZero();
        assertThat(calls).containsExactly("/v1/chat/completions", "/v1/messages");
        assertThat(node.stops).isEqualTo(1);
        assertThat(node.configs.get(0).config().server().port()).isZero();
        assertThat(node.configs.get(0).config().management().port()).isZero();
    }

    @Test
    void aCallThatFailsIsAFailureAndTheNodeIsStoppedAllTheSame(Vertx vertx) {
        FakeNode node = server(vertx, 500);
        assertThat(warmUp(node)).isEqualTo(1);
        assertThat(err.toString()).contains("/v1/chat/completions answered 500");
        assertThat(node.stops).isEqualTo(1);
    }

    /** A node whose ingress answers every call with a status; it takes only the key of its configuration. */
    private FakeNode server(Vertx vertx, int status) {
        FakeNode node = new FakeNode(vertx);
        node.started = vertx.createHttpServer()
                .requestHandler(request -> answer(node, request, status))
                .listen(0, "127.0.0.1")
                .map(server -> {
                    node.ingressPort = server.actualPort();
                    return node;
                });
        return node;
    }

    private void answer(FakeNode node, HttpServerRequest request, int status) {
        calls.add(request.path());
        String key = node.configs.get(0).config().auth().keys().get(0).value().reveal();
        boolean known = ("Bearer " + key).equals(request.getHeader("authorization"));
        request.response().setStatusCode(known ? status : 401).end("data: [DONE]\n\n");
    }

    private int warmUp(FakeNode node) {
        PrintWriter writer = new PrintWriter(err, true);
        Surroundings surroundings = new Surroundings(Map.of(), writer, writer, node, stop -> {});
        return Main.execute(surroundings, "warm-up");
    }
}
