package com.xiaojinpro.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a server that sends 8 MiB as fast as they are taken. */
class UpstreamClientTest {
    private static final int KIB = 1024;
    private static final int CHUNKS = 8 * KIB;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void aPausedAnswerTakesNoMoreThanOneReadFromItsSocket() throws Exception {
        int port = await(vertx.createHttpServer()
                        .requestHandler(UpstreamClientTest::flood)
                        .listen(0, "127.0.0.1"))
                .actualPort();
        HttpClient client = UpstreamClient.create(vertx);
        Promise<Integer> held = Promise.promise();
        vertx.runOnContext(v -> client.request(HttpMethod.POST, port, "127.0.0.1", "/")
                .compose(HttpClientRequest::send)
                .onComplete(answer -> pause(answer, held), held::fail));
        // What is left of the read that brought the head, up to seven chunks that Vert.x takes for too few, and one
        // read.
        assertThat(await(held.future())).isBetween(1, 72 * KIB);
    }

    private static void flood(HttpServerRequest request) {
        Buffer chunk = Buffer.buffer(new byte[KIB]);
        request.response().setChunked(true);
        for (int i = 0; i < CHUNKS; i++) {
            request.response().write(chunk);
        }
        request.response().end();
    }

    /** Tells how many bytes the connection read after the answer was paused. */
    private static void pause(HttpClientResponse answer, Promise<Integer> held) {
        answer.exceptionHandler(closedWithTheTest -> {});
        answer.pause();
        ConnectionBase connection = (ConnectionBase) answer.request().connection();
        connection.channelHandlerContext().pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            private int bytes;

            @Override
            public void channelRead(ChannelHandlerContext context, Object read) {
                bytes += ((ByteBuf) read).readableBytes();
                context.fireChannelRead(read);
            }

            @Override
            public void channelReadComplete(ChannelHandlerContext context) {
                context.fireChannelReadComplete();
                if (!context.channel().config().isAutoRead()) {
                    held.complete(bytes);
                }
            }
        });
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
