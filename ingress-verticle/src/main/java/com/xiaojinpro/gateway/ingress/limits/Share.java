package com.xiaojinpro.gateway.ingress.limits;

/**
 * One node's part of one limit.
 *
 * @param seq of the draw that said so
 * @param granted what the node holds or has used
 * @param spent what was settled of that
 * @param untilMillis when what it holds is free again
 */
public record Share(long seq, long granted, long spent, long untilMillis) {

    /** What nobody else can have: all of it while the node is heard of, then what it had settled. */
    long used(long nowMillis) {
        return nowMillis < untilMillis ? Math.max(granted, spent) : spent;
    }
}
