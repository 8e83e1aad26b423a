package com.xiaojinpro.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FaultKindTest {
    /** Nodes of two versions share the codes, and clients know the statuses: a line here is added, never changed. */
    @Test
    void theTableIsFrozen() {
        assertThat(Arrays.stream(FaultKind.values())
                        .map(kind -> kind + " " + kind.failureCode() + " " + kind.status()
                                + (kind.retryable() ? " retryable" : "")))
                .containsExactly(
                        "INVALID_REQUEST 1001 400",
                        "CONTEXT_LENGTH 1002 400",
                        "CONTENT_FILTERED 1003 400",
                        "AUTHENTICATION 1004 401",
                        "BILLING 1005 402",
                        "PERMISSION 1006 403",
                        "NOT_FOUND 1007 404",
                        "METHOD_NOT_ALLOWED 1008 405",
                        "CONFLICT 1009 409",
                        "TOO_LARGE 1010 413",
                        "UNSUPPORTED_MEDIA 1011 415",
                        "RATE_LIMITED 1012 429 retryable",
                        "CLIENT_GONE 1013 499",
                        "INTERNAL 1014 500",
                        "UPSTREAM_INVALID 1015 502 retryable",
                        "UPSTREAM_UNAVAILABLE 1016 502 retryable",
                        "UPSTREAM_AUTH 1017 502 retryable",
                        "STREAM_INCOMPLETE 1018 502 retryable",
                        "OVERLOADED 1019 503 retryable",
                        "UNAVAILABLE 1020 503 retryable",
                        "TIMEOUT 1021 504 retryable");
    }

    @Test
    void everyCodeLeadsBackToItsKind() {
        for (FaultKind kind : FaultKind.values()) {
            assertThat(FaultKind.ofFailureCode(kind.failureCode())).isEqualTo(kind);
        }
        assertThat(FaultKind.ofFailureCode(-1)).isEqualTo(FaultKind.INTERNAL);
        assertThat(FaultKind.ofFailureCode(1022)).isEqualTo(FaultKind.INTERNAL);
    }
}
