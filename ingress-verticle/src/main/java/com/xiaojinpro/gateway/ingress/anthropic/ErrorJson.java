package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import com.xiaojinpro.gateway.json.ByteWriter;
import java.util.Locale;

/**
 * Faults in Anthropic's form (H112). A full context begins with the words by which clients recognise that they must compact;
 * the provider's own text follows. The protocol has no member for the path of a field, so the message names it.
 */
final class ErrorJson {
    private static final String TOO_LONG = "prompt is too long";
    private static final byte[] TYPE = ByteWriter.template("{\"type\":\"error\",\"error\":{\"type\":\"");
    private static final byte[] MESSAGE = ByteWriter.template("\",\"message\":");
    private static final byte[] CODE = ByteWriter.template(",\"details\":{\"error_code\":");
    private static final byte[] CLOSE = ByteWriter.template("}");
    private static final byte[] REQUEST = ByteWriter.template("},\"request_id\":");

    private ErrorJson() {}

    static void write(Fault fault, CallIdentity call, ByteWriter out) {
        out.raw(TYPE).raw(type(fault.kind())).raw(MESSAGE).string(message(fault));
        String code = fault.code();
        if (code != null) {
            out.raw(CODE).string(code).raw(CLOSE);
        }
        out.raw(REQUEST).string(call.requestId()).raw(CLOSE);
    }

    static ErrorResponse response(Fault fault, CallIdentity call) {
        ByteWriter out = new ByteWriter(256);
        write(fault, call, out);
        return new ErrorResponse(status(fault.kind()), out.take());
    }

    /** The status of a fault; overload has one of its own here. */
    static int status(FaultKind kind) {
        return kind == FaultKind.OVERLOADED ? 529 : kind.status();
    }

    static String type(FaultKind kind) {
        return switch (kind) {
            case INVALID_REQUEST, CONTEXT_LENGTH, CONTENT_FILTERED, METHOD_NOT_ALLOWED, UNSUPPORTED_MEDIA ->
                "invalid_request_error";
            case AUTHENTICATION -> "authentication_error";
            case BILLING -> "billing_error";
            case PERMISSION -> "permission_error";
            case NOT_FOUND -> "not_found_error";
            case CONFLICT -> "conflict_error";
            case TOO_LARGE -> "request_too_large";
            case RATE_LIMITED -> "rate_limit_error";
            case TIMEOUT -> "timeout_error";
            case OVERLOADED -> "overloaded_error";
            // A credential of the gateway that a provider refused is never the client's own failure (H111).
            case CLIENT_GONE,
                    INTERNAL,
                    UPSTREAM_INVALID,
                    UPSTREAM_UNAVAILABLE,
                    UPSTREAM_AUTH,
                    STREAM_INCOMPLETE,
                    UNAVAILABLE -> "api_error";
        };
    }

    private static String message(Fault fault) {
        String message = fault.message();
        if (fault.kind() == FaultKind.CONTEXT_LENGTH) {
            return message.toLowerCase(Locale.ROOT).startsWith(TOO_LONG)
                    ? TOO_LONG + message.substring(TOO_LONG.length())
                    : TOO_LONG + ": " + message;
        }
        String param = fault.param();
        return param == null || message.contains(param) ? message : param + ": " + message;
    }
}
