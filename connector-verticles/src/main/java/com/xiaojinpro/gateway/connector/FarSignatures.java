package com.xiaojinpro.gateway.connector;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Signatures in a memory that several nodes share. Neither method blocks; both may throw, or fail, where that memory cannot be
 * reached. Thread-safe.
 */
public interface FarSignatures {

    /**
     * Writes a signature, some time soon.
     *
     * @return complete when it is written
     */
    CompletionStage<?> keep(String tenant, String callId, String signature);

    /** What is known of these calls of a tenant: signatures by the ids of calls. */
    CompletionStage<Map<String, String>> find(String tenant, Set<String> callIds);
}
