package com.xiaojinpro.gateway.config;

/**
 * One {@code [providers.<name>]} table. The provider's own package reads its settings and so decides which keys exist.
 *
 * @param name the name routes refer to
 * @param type which provider package serves it
 */
public record ProviderConfig(String name, String type, Settings settings) {}
