package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.accounts.admin.AdminApi;
import com.xiaojinpro.gateway.accounts.admin.ManagementAccess;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The port operators connect to: liveness, readiness, metrics, and what the node is doing. It is of its own, so that it is
 * never reachable where clients are unless an operator says so.
 */
final class Management {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final int COUNTING_SECONDS = 1;

    private final HttpServer server;

    private Management(HttpServer server) {
        this.server = server;
    }

    /**
     * Who may do what.
     *
     * @param access to what the node says of itself
     * @param admin the admin API; null where there is no database to administer
     */
    record Guard(ManagementAccess access, @Nullable AdminApi admin) {}

    /** Starts to listen. Only liveness and readiness are told to everybody. */
    static Future<Management> listen(
            Vertx vertx,
            String host,
            int port,
            PrometheusMeterRegistry registry,
            Supplier<NodeStatus> status,
            Supplier<Future<Open>> open,
            Guard guard) {
        Router router = Router.router(vertx);
        router.get("/livez").handler(context -> text(context, OK, "ok"));
        router.get("/readyz").handler(context -> readiness(context, status.get()));
        router.get("/metrics")
                .handler(guard.access()::check)
                .handler(context -> context.response()
                        .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(registry.scrape()));
        router.get("/status")
                .handler(guard.access()::check)
                .handler(context -> status(context, status.get(), open.get()));
        AdminApi admin = guard.admin();
        if (admin != null) {
            admin.mount(router);
        }
        return vertx.createHttpServer(new HttpServerOptions().setHost(host).setPort(port))
                .requestHandler(router)
                .listen()
                .map(Management::new);
    }

    int port() {
        return server.actualPort();
    }

    Future<Void> close() {
        return server.close();
    }

    /** Ready is what can take calls: a store that is down degrades the node, it does not take it out of the balance. */
    private static void readiness(RoutingContext context, NodeStatus status) {
        text(context, status.ready() ? OK : UNAVAILABLE, status.ready() ? "ready" : "draining");
    }

    /** What is open is counted on every event loop; where one of them is held up, the rest is told without it. */
    private static void status(RoutingContext context, NodeStatus status, Future<Open> open) {
        open.timeout(COUNTING_SECONDS, TimeUnit.SECONDS).onComplete(counted -> {
            JsonObject json = status.json();
            if (counted.succeeded()) {
                json.put("open", counted.result().json());
            }
            context.response().putHeader("content-type", "application/json").end(json.encodePrettily() + "\n");
        });
    }

    private static void text(RoutingContext context, int status, String text) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "text/plain")
                .end(text + "\n");
    }
}
