package com.xiaojinpro.gateway.accounts;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way to a server, which a test can cut and mend; the port is always the same. */
public final class Cable implements AutoCloseable {
    private final NetServer front;
    private final NetClient back;
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean cut;

    public Cable(Vertx vertx, int target) {
        this.target = target;
        this.back = vertx.createNetClient();
        this.front = vertx.createNetServer().connectHandler(this::connected);
        TestServer.await(front.listen(0, "127.0.0.1"));
    }

    public int port() {
        return front.actualPort();
    }

    /** Closes every connection and takes no new one. */
    public void cut() {
        cut = true;
        open.forEach(NetSocket::close);
    }

    public void mend(int newTarget) {
        target = newTarget;
        cut = false;
    }

    public int connections() {
        return open.size();
    }

    private void connected(NetSocket client) {
        if (cut) {
            client.close();
            return;
        }
        client.pause();
        back.connect(target, "127.0.0.1")
                .onComplete(
                        server -> {
                            join(client, server);
                            join(server, client);
                            client.resume();
                        },
                        failure -> client.close());
    }

    private void join(NetSocket from, NetSocket to) {
        open.add(from);
        from.handler(to::write);
        from.closeHandler(v -> {
            open.remove(from);
            to.close();
        });
        if (cut) {
            from.close();
        }
    }

    @Override
    public void close() {
        cut();
        TestServer.await(front.close());
    }
}
