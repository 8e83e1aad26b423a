package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.RouteTable;
import com.xiaojinpro.gateway.connector.Provider;
import com.xiaojinpro.gateway.ingress.IngressConfig;
import com.xiaojinpro.gateway.ingress.auth.ConfiguredKeys;
import java.util.Map;

/**
 * One configuration and everything made from it. Immutable; a reload makes a new one and swaps it whole.
 *
 * @param providers by their configured names
 */
record NodeState(GatewayConfig config, Map<String, Provider> providers, RouteTable routes, IngressConfig ingress) {

    static NodeState of(LoadedConfig loaded) {
        GatewayConfig config = loaded.config();
        RouteTable routes = new RouteTable(config.routes());
        ConfiguredKeys keys = new ConfiguredKeys(config.auth().keys());
        return new NodeState(config, loaded.providers(), routes, new IngressConfig(config.server(), routes, keys));
    }
}
