package com.xiaojinpro.gateway.ingress.protocol;

/**
 * What a rendered answer says of its call.
 *
 * @param requestId the gateway's id of the call, as in {@code x-request-id}
 * @param createdSeconds when the call began, in seconds since the epoch
 */
public record CallIdentity(String requestId, long createdSeconds) {}
