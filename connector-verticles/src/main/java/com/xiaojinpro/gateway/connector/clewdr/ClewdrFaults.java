package com.xiaojinpro.gateway.connector.clewdr;

import com.xiaojinpro.gateway.connector.codec.ProviderError;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.util.Set;

/**
 * What Clewdr's errors mean: whatever is wrong with its accounts, or with itself, is a lack of capacity, which another target
 * may make good. Only what is wrong with the request stays as it is.
 */
final class ClewdrFaults {
    /** The words for errors of the request; all others are about accounts. */
    private static final Set<String> REQUEST = Set.of("bad_request", "invalid_request_error", "json_error");

    private ClewdrFaults() {}

    static Fault read(Fault fault, ProviderError error) {
        return switch (fault.kind()) {
            case RATE_LIMITED,
                    BILLING,
                    UPSTREAM_INVALID,
                    UPSTREAM_UNAVAILABLE,
                    OVERLOADED,
                    TIMEOUT,
                    CONFLICT,
                    INTERNAL,
                    UNAVAILABLE -> capacity(fault);
            case UPSTREAM_AUTH ->
                // A 401 is the gateway's own password; a 403 is Claude that refuses the account.
                fault.upstreamStatus() == 401 ? fault : capacity(fault);
            case INVALID_REQUEST ->
                // It calls what is wrong with a cookie a bad request, too.
                error.type() == null || REQUEST.contains(error.type()) ? fault : capacity(fault);
            case CONTEXT_LENGTH,
                    CONTENT_FILTERED,
                    AUTHENTICATION,
                    PERMISSION,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    TOO_LARGE,
                    UNSUPPORTED_MEDIA,
                    CLIENT_GONE,
                    STREAM_INCOMPLETE -> fault;
        };
    }

    private static Fault capacity(Fault fault) {
        return new Fault(
                FaultKind.OVERLOADED,
                "The provider has no account to answer with.",
                fault.code(),
                null,
                fault.retryAfter(),
                true,
                fault.upstreamStatus());
    }
}
