package com.xiaojinpro.gateway.accounts.admin;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;

/** Faults as the management port tells them. */
final class AdminErrors {
    private AdminErrors() {}

    static void send(RoutingContext context, Fault fault) {
        if (context.response().ended()) {
            return;
        }
        String code = fault.code() == null ? fault.kind().name().toLowerCase(Locale.ROOT) : fault.code();
        JsonObject error = new JsonObject().put("code", code).put("message", fault.message());
        if (fault.param() != null) {
            error.put("param", fault.param());
        }
        if (fault.kind() == FaultKind.AUTHENTICATION) {
            context.response().putHeader("www-authenticate", "Bearer");
        }
        Duration wait = fault.retryAfter();
        if (wait != null) {
            context.response().putHeader("retry-after", Long.toString(Math.max(1, wait.toSeconds())));
        }
        context.response()
                .setStatusCode(fault.kind().status())
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(new JsonObject().put("error", error).encode() + "\n");
    }
}
