package com.xiaojinpro.gateway.config;

/** What comes of reading a configuration: a whole one, or everything that is wrong with it. */
public sealed interface ConfigOutcome {

    record Accepted(GatewayConfig config) implements ConfigOutcome {}

    record Refused(ConfigProblems problems) implements ConfigOutcome {}
}
