package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import com.xiaojinpro.gateway.json.ByteWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes faults as OpenAI errors: {@code {"error":{message,type,param,code}}}, before an answer and inside a stream alike
 * (H112). A provider's refusal of the gateway's credential never looks like the client's own (H111).
 */
final class ChatErrors {
    private static final byte[] MESSAGE = ByteWriter.template("{\"error\":{\"message\":");
    private static final byte[] TYPE = ByteWriter.template(",\"type\":");
    private static final byte[] PARAM = ByteWriter.template(",\"param\":");
    private static final byte[] CODE = ByteWriter.template(",\"code\":");
    private static final byte[] NULL = ByteWriter.template("null");
    private static final byte[] END = ByteWriter.template("}}");

    private ChatErrors() {}

    /** The response to a call that failed before its answer began. */
    static ErrorResponse response(Fault fault) {
        ByteWriter out = new ByteWriter(256);
        write(out, fault);
        return new ErrorResponse(status(fault.kind()), out.take());
    }

    /** Appends the error object, on one line. */
    static void write(ByteWriter out, Fault fault) {
        out.raw(MESSAGE).string(fault.message());
        out.raw(TYPE).string(type(fault.kind()));
        orNull(out.raw(PARAM), fault.param());
        orNull(out.raw(CODE), code(fault));
        out.raw(END);
    }

    private static int status(FaultKind kind) {
        // OpenAI's clients know an exhausted quota as a 429 that is not to be retried.
        return kind == FaultKind.BILLING ? 429 : kind.status();
    }

    private static String type(FaultKind kind) {
        return switch (kind) {
            case INVALID_REQUEST,
                    CONTEXT_LENGTH,
                    CONTENT_FILTERED,
                    AUTHENTICATION,
                    PERMISSION,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    CONFLICT,
                    TOO_LARGE,
                    UNSUPPORTED_MEDIA -> "invalid_request_error";
            case BILLING -> "insufficient_quota";
            case RATE_LIMITED -> "rate_limit_exceeded";
            case CLIENT_GONE,
                    INTERNAL,
                    UPSTREAM_INVALID,
                    UPSTREAM_UNAVAILABLE,
                    UPSTREAM_AUTH,
                    STREAM_INCOMPLETE,
                    OVERLOADED,
                    UNAVAILABLE,
                    TIMEOUT -> "server_error";
        };
    }

    private static @Nullable String code(Fault fault) {
        return switch (fault.kind()) {
            case UPSTREAM_AUTH -> "upstream_auth";
            case BILLING -> "insufficient_quota";
            case INVALID_REQUEST -> fault.code();
            case CONTEXT_LENGTH -> "context_length_exceeded";
            case CONTENT_FILTERED -> or(fault.code(), "content_filter");
            case AUTHENTICATION -> or(fault.code(), "invalid_api_key");
            case PERMISSION -> or(fault.code(), "permission_denied");
            case NOT_FOUND -> or(fault.code(), "model_not_found");
            case METHOD_NOT_ALLOWED -> or(fault.code(), "method_not_allowed");
            case CONFLICT -> or(fault.code(), "conflict");
            case TOO_LARGE -> or(fault.code(), "request_too_large");
            case UNSUPPORTED_MEDIA -> or(fault.code(), "unsupported_media_type");
            case RATE_LIMITED -> or(fault.code(), "rate_limit_exceeded");
            case CLIENT_GONE -> or(fault.code(), "client_closed_request");
            case INTERNAL -> or(fault.code(), "internal_error");
            case UPSTREAM_INVALID -> or(fault.code(), "upstream_invalid");
            case UPSTREAM_UNAVAILABLE -> or(fault.code(), "upstream_unavailable");
            case STREAM_INCOMPLETE -> or(fault.code(), "stream_incomplete");
            case OVERLOADED -> or(fault.code(), "overloaded");
            case UNAVAILABLE -> or(fault.code(), "unavailable");
            case TIMEOUT -> or(fault.code(), "timeout");
        };
    }

    private static String or(@Nullable String code, String ours) {
        return code == null ? ours : code;
    }

    private static void orNull(ByteWriter out, @Nullable String value) {
        if (value == null) {
            out.raw(NULL);
        } else {
            out.string(value);
        }
    }
}
