package com.xiaojinpro.gateway.connector;

import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.impl.ConnectionBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How connections to providers are made. */
final class UpstreamClient {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamClient.class);
    private static final int CONNECTIONS_PER_ORIGIN = 16_384;
    private static final int WAITING_REQUESTS = 1_024;
    private static final int KEEP_ALIVE_SECONDS = 60;

    private UpstreamClient() {}

    /** A client of its own for one lane; the caller closes it. */
    static HttpClient create(Vertx vertx) {
        return vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                        .setDecompressionSupported(false)
                        .setTcpNoDelay(true))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_ORIGIN).setMaxWaitQueueSize(WAITING_REQUESTS))
                .withConnectHandler(UpstreamClient::opened)
                .build();
    }

    private static void opened(HttpConnection connection) {
        // The call is told of it and records it; by itself Vert.x logs an error that names no call.
        connection.exceptionHandler(broken -> LOG.debug("A connection broke", broken));
        readOnceATurn(connection);
    }

    /**
     * Vert.x stops reading for a paused answer only where Netty's turn of reads is over, and a turn is up to 16 reads of 64
     * KiB: each client that stops reading would hold as much as 1 MiB of direct memory. So a turn is one read.
     */
    private static void readOnceATurn(HttpConnection made) {
        if (made instanceof ConnectionBase connection
                && connection.channelHandlerContext().channel().config().getRecvByteBufAllocator()
                        instanceof MaxMessagesRecvByteBufAllocator reads) {
            reads.maxMessagesPerRead(1);
        }
    }
}
