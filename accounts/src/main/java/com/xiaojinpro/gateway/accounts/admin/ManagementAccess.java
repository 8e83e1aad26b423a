package com.xiaojinpro.gateway.accounts.admin;

import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.accounts.keys.Directory;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may read what a node says of itself: whoever has the metrics token of the configuration, which needs no database, or an
 * admin token. Runs on the event loop of the management port.
 */
public final class ManagementAccess {
    private final @Nullable Secret metricsToken;
    private final Supplier<@Nullable Directory> directory;

    /**
     * @param directory null until the database was reached, and where there is none
     */
    public ManagementAccess(@Nullable Secret metricsToken, Supplier<@Nullable Directory> directory) {
        this.metricsToken = metricsToken;
        this.directory = directory;
    }

    /** Lets a request go on, or answers it with 401, or with 503 where it cannot be told. */
    public void check(RoutingContext context) {
        String token = Bearer.of(context.request());
        Secret metrics = metricsToken;
        if (token != null && metrics != null && same(metrics.reveal(), token)) {
            context.next();
            return;
        }
        Directory known = directory.get();
        if (token == null || known == null) {
            AdminErrors.send(context, refused());
            return;
        }
        context.request().pause();
        known.admins().find(token).onComplete(found -> {
            context.request().resume();
            if (found.failed()) {
                AdminErrors.send(context, Database.fault(found.cause()).fault());
            } else if (found.result() == null) {
                AdminErrors.send(context, refused());
            } else {
                context.next();
            }
        });
    }

    private static Fault refused() {
        return Fault.of(
                FaultKind.AUTHENTICATION,
                "Send management.metrics_token or an admin token as 'Authorization: Bearer TOKEN'.");
    }

    private static boolean same(String expected, String presented) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }
}
