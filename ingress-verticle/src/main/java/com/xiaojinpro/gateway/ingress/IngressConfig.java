package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.config.Ceilings;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.RouteTable;
import com.xiaojinpro.gateway.ingress.auth.KeyStore;
import com.xiaojinpro.gateway.ingress.idempotency.Idempotency;
import com.xiaojinpro.gateway.ingress.limits.Limiter;

/**
 * What a call needs of the configuration; a call keeps the one it began with. Immutable, swapped whole at a reload.
 *
 * @param limiter of the node; it outlives reloads
 * @param outputEstimate the tokens that are reserved for an answer whose request names no maximum
 * @param idempotency by the store of the node, which outlives reloads
 */
public record IngressConfig(
        GatewayConfig.Server server,
        RouteTable routes,
        KeyStore keys,
        Limiter limiter,
        long outputEstimate,
        Ceilings ceilings,
        Idempotency idempotency) {}
