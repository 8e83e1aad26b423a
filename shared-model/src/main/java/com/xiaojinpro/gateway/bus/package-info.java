/**
 * The stream protocol over the event bus: frames, credits, sequence checks, cancel and peer liveness. The event bus is
 * at-most-once, has no back-pressure and drops in silence; what makes it safe lives here and nowhere else. The protocol is
 * written down in {@code docs/stream-protocol.md}.
 */
@NullMarked
package com.xiaojinpro.gateway.bus;

import org.jspecify.annotations.NullMarked;
