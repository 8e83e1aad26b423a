package com.xiaojinpro.gateway.launcher.node;

import io.vertx.core.json.JsonObject;

/**
 * What a node says of itself on the management port.
 *
 * @param ready whether it takes calls
 * @param nodeId its id in the cluster
 * @param members nodes in the cluster, 1 without one
 * @param reload how it stands to its configuration file
 */
record NodeStatus(boolean ready, String nodeId, int members, Roles roles, ReloadStatus reload) {

    JsonObject json() {
        JsonObject json = new JsonObject()
                .put("ready", ready)
                .put("node", nodeId)
                .put("members", members)
                .put("roles", roles.toString())
                .put("config_active_since", reload.activeSince().toString());
        ReloadStatus.Refusal refusal = reload.refusal();
        if (refusal != null) {
            json.put(
                    "config_refused",
                    new JsonObject().put("at", refusal.at().toString()).put("reason", refusal.reason()));
        }
        return json;
    }
}
