package com.xiaojinpro.gateway.bus;

import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.util.Map;

/**
 * The envelope of a call and what it asks.
 *
 * @param requestId the gateway's id of the call
 * @param tenant whose call it is; empty for none
 * @param dispatch how often the ingress has asked a router for this call, from 0
 * @param deadlineMillis milliseconds the call may still take, counted from when the frame was sent
 * @param credit bytes the connector may send before the first {@link FrameBody.Credit}
 * @param headers the client's headers that may matter to a provider, names in lower case
 */
public record CallRequest(
        String requestId,
        String tenant,
        int dispatch,
        long deadlineMillis,
        int credit,
        Map<String, String> headers,
        UnifiedRequest request) {
    public CallRequest {
        headers = Map.copyOf(headers);
    }

    /** The same call, asked once more. */
    public CallRequest again(int nextDispatch, long remainingMillis) {
        return new CallRequest(requestId, tenant, nextDispatch, remainingMillis, credit, headers, request);
    }
}
