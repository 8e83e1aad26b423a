package com.xiaojinpro.gateway.connector;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import java.util.Map;

/**
 * A credential that has to be fetched: what a provider is shown is short-lived and comes from somewhere else. One object a
 * provider, shared by all event loops; it keeps what it fetched and asks once, however many callers wait.
 */
public interface Credentials {

    /**
     * The headers that authorize a request, names in lower case. Where they are at hand the future is complete already; else it
     * completes on the caller's context. A credential that cannot be had fails it with a fault of the kind {@code
     * UPSTREAM_AUTH}, or {@code UPSTREAM_UNAVAILABLE} where whoever gives it out cannot be reached.
     *
     * @param client the caller's client, used where something has to be fetched
     */
    Future<Map<String, String>> headers(HttpClient client);

    /**
     * The provider answered a request with 401: these headers are no good any more, and the next caller gets others. Headers
     * that are not the newest are none of its business.
     */
    void refused(Map<String, String> headers);
}
