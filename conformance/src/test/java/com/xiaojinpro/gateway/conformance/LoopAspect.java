package com.xiaojinpro.gateway.conformance;

/** What a provider is particular about in a loop of tool calls. */
enum LoopAspect {
    SIGNATURES,
    THOUGHTS,
    IDS,
    ORDER,
    ROLES;

    String title() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
