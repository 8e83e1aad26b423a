package com.xiaojinpro.gateway.connector;

import java.util.Map;

/**
 * What of the client's call a provider may see besides the request.
 *
 * @param requestId the gateway's id of the call
 * @param tenant whose call it is; empty for none
 * @param headers the client's protocol headers that are on the ingress's allow-list ({@code anthropic-version}, {@code
 *     anthropic-beta}, {@code x-session-id} and the like), names in lower case
 */
public record CallContext(String requestId, String tenant, Map<String, String> headers) {
    public static final CallContext NONE = new CallContext("", "", Map.of());

    public CallContext {
        headers = Map.copyOf(headers);
    }
}
