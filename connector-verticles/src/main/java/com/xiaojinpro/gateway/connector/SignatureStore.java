package com.xiaojinpro.gateway.connector;

import org.jspecify.annotations.Nullable;

/**
 * Signatures that a provider bound to a tool call and wants back with it, for clients that lose them: kept by the id of the
 * call, apart for each tenant, and only for a while (H41). Both methods return at once, for they are called while a request
 * or an answer is translated; thread-safe.
 *
 * <p>A loss is no fault: the provider is then told that the call was not its own. The next turn of a conversation may reach any
 * node, so an implementation for a cluster keeps what every node wrote in each node's memory (a replicated map, written behind)
 * and answers from there; nothing here may wait for another node.
 */
public interface SignatureStore {

    void keep(String tenant, String callId, String signature);

    /** The signature of a call of this tenant; null where it is not known, or not any more. */
    @Nullable
    String find(String tenant, String callId);
}
