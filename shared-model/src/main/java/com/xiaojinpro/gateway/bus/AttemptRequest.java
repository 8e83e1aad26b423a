package com.xiaojinpro.gateway.bus;

import com.xiaojinpro.gateway.config.Target;

/**
 * One attempt to answer a call.
 *
 * @param ingress the ingress's private address: the answer goes there directly
 * @param ingressStream the ingress's id of the call's stream
 * @param attempt unique among the attempts of the call
 * @param holdBack whether another target is left, so that events before the first content must wait for it
 */
public record AttemptRequest(
        String ingress, long ingressStream, int attempt, boolean holdBack, Target target, CallRequest call) {}
