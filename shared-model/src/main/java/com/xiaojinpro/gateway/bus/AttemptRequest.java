package com.xiaojinpro.gateway.bus;

import com.xiaojinpro.gateway.config.Target;
import java.util.List;

/**
 * One attempt to answer a call.
 *
 * @param ingress the ingress's private address: the answer goes there directly
 * @param ingressStream the ingress's id of the call's stream
 * @param attempt unique among the attempts of the call
 * @param holdBack whether another target is left, so that events before the first content must wait for it
 * @param tried the attempts of this dispatch that failed before, oldest first; rides to the ingress on the answer's
 *     {@link Origin}
 */
public record AttemptRequest(
        String ingress,
        long ingressStream,
        int attempt,
        boolean holdBack,
        Target target,
        List<Tried> tried,
        CallRequest call) {
    public AttemptRequest {
        tried = List.copyOf(tried);
    }
}
