package com.xiaojinpro.gateway.config;

import java.time.Duration;

/**
 * The four different things a timeout of an attempt can be (H107).
 *
 * @param connect until the connection stands
 * @param firstContent from the request until the first content, not the first byte
 * @param idle between two reads; any byte resets it, comments included
 * @param total the whole attempt
 */
public record Timeouts(Duration connect, Duration firstContent, Duration idle, Duration total) {
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(5), Duration.ofSeconds(120), Duration.ofSeconds(120), Duration.ofMinutes(30));
}
