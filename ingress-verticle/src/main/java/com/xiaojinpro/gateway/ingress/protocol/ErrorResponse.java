package com.xiaojinpro.gateway.ingress.protocol;

import io.vertx.core.buffer.Buffer;

/**
 * An error in a client's protocol; the status may differ from the fault's own where the protocol has a word of its own
 * (Anthropic's 529). Headers that every protocol shares ({@code retry-after}, {@code x-should-retry}) are not in it.
 */
public record ErrorResponse(int status, Buffer body) {}
