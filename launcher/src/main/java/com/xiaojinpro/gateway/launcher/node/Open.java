package com.xiaojinpro.gateway.launcher.node;

import io.vertx.core.json.JsonObject;

/**
 * What is open on a lane, or on a node; all zero when nothing runs, or something leaks.
 *
 * @param calls of clients
 * @param streams halves of streams on the bus
 * @param exchanges with providers
 */
public record Open(int calls, int streams, int exchanges) {
    static final Open NOTHING = new Open(0, 0, 0);

    JsonObject json() {
        return new JsonObject().put("calls", calls).put("streams", streams).put("exchanges", exchanges);
    }

    Open plus(Open other) {
        return new Open(calls + other.calls, streams + other.streams, exchanges + other.exchanges);
    }
}
