package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.ingress.idempotency.IdempotencyStore;
import com.xiaojinpro.gateway.ingress.idempotency.LocalStore;
import com.xiaojinpro.gateway.launcher.idempotency.RedisStore;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** Where a node keeps the answers of idempotent calls: Redis where there is one, else the cluster, else its own memory. */
final class Repeats {
    private Repeats() {}

    static IdempotencyStore store(Vertx vertx, GatewayConfig config, @Nullable Cluster cluster) {
        Secret redis = config.intake().redis();
        if (redis != null) {
            return new RedisStore(vertx, redis);
        }
        return cluster == null ? new LocalStore() : cluster.repeats();
    }
}
