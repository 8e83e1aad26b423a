package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.accounts.Accounts;
import com.xiaojinpro.gateway.accounts.keys.LayeredKeys;
import com.xiaojinpro.gateway.accounts.usage.PriceTable;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.Intake;
import com.xiaojinpro.gateway.config.RouteTable;
import com.xiaojinpro.gateway.connector.Provider;
import com.xiaojinpro.gateway.ingress.IngressConfig;
import com.xiaojinpro.gateway.ingress.auth.ConfiguredKeys;
import com.xiaojinpro.gateway.ingress.auth.KeyStore;
import com.xiaojinpro.gateway.ingress.idempotency.Idempotency;
import com.xiaojinpro.gateway.ingress.idempotency.IdempotencyListener;
import com.xiaojinpro.gateway.ingress.idempotency.IdempotencyStore;
import com.xiaojinpro.gateway.ingress.idempotency.LocalStore;
import com.xiaojinpro.gateway.ingress.limits.Limiter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One configuration and everything made from it. Immutable; a reload makes a new one and swaps it whole.
 *
 * @param providers by their configured names
 */
record NodeState(
        GatewayConfig config,
        Map<String, Provider> providers,
        RouteTable routes,
        IngressConfig ingress,
        PriceTable prices) {

    NodeState(GatewayConfig config, Map<String, Provider> providers, RouteTable routes, IngressConfig ingress) {
        this(config, providers, routes, ingress, new PriceTable(config.usage().prices()));
    }

    static NodeState of(LoadedConfig loaded) {
        return of(loaded, null, Limiter.NOOP, new LocalStore(), IdempotencyListener.NOOP);
    }

    /**
     * @param accounts where keys are besides the configuration; null where there is no such place
     * @param limiter of the node; it outlives the configuration
     * @param repeats where the answers of idempotent calls are kept; it outlives the configuration
     * @param repeated hears of those calls
     */
    static NodeState of(
            LoadedConfig loaded,
            @Nullable Accounts accounts,
            Limiter limiter,
            IdempotencyStore repeats,
            IdempotencyListener repeated) {
        GatewayConfig config = loaded.config();
        RouteTable routes = new RouteTable(config.routes());
        KeyStore configured =
                new ConfiguredKeys(config.auth().keys(), config.quotas().tenants());
        KeyStore keys = accounts == null ? configured : new LayeredKeys(configured, accounts.keys());
        Intake intake = config.intake();
        IngressConfig ingress = new IngressConfig(
                config.server(),
                routes,
                keys,
                limiter,
                config.quotas().outputEstimate(),
                intake.ceilings(),
                new Idempotency(repeats, intake.idempotency(), repeated));
        return new NodeState(config, loaded.providers(), routes, ingress);
    }
}
