package com.xiaojinpro.gateway.launcher.node;

/** How the roles of a gateway under test are spread. */
enum Topology {
    /** Every role on one event loop: what an all-in-one node is. */
    ONE_LOOP,
    /** One Vert.x instance, each role on an event loop of its own. */
    ONE_NODE,
    /** Two clustered nodes: the ingress here, router and connector there. */
    TWO_NODES
}
