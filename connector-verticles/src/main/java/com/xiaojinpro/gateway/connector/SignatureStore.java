package com.xiaojinpro.gateway.connector;

import io.vertx.core.Future;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signatures that a provider bound to a tool call and wants back with it, for clients that lose them: kept by the id of the
 * call, apart for each tenant, and only for a while (H41). A loss is no fault: the provider is then told that the call was not
 * its own. Thread-safe.
 */
public interface SignatureStore {

    /** Keeps a signature. Returns at once, for it is called while an answer is translated. */
    void keep(String tenant, String callId, String signature);

    /**
     * The signature of a call of this tenant; null where it is not known here, or not any more. Returns at once, for it is
     * called while a request is translated.
     */
    @Nullable
    String find(String tenant, String callId);

    /**
     * Asks whoever else may know for signatures that are not known here, so that {@link #find} has them.
     *
     * @return done soon in any case, with them or without; it never fails, and may be completed on any thread
     */
    default Future<Void> recall(String tenant, Set<String> callIds) {
        return Future.succeededFuture();
    }
}
