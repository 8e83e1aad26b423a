package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.RouteTable;
import com.xiaojinpro.gateway.ingress.auth.KeyStore;

/** What a call needs of the configuration; a call keeps the one it began with. Immutable, swapped whole at a reload. */
public record IngressConfig(GatewayConfig.Server server, RouteTable routes, KeyStore keys) {}
