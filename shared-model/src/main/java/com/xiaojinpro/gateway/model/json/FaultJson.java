package com.xiaojinpro.gateway.model.json;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.json.JsonCursor;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * A fault as JSON. Its kind is the frozen failure code; a code that the reader does not know is an internal fault, so
 * whether it may be retried always stands beside it.
 */
public final class FaultJson {
    private FaultJson() {}

    public static void write(Fault fault, ByteWriter out) {
        write(fault, new JsonOut(out));
    }

    /** Reads what {@link #write} wrote; throws an internal, retryable fault where it is not that. */
    public static Fault read(byte[] bytes, int offset, int length) {
        return Reading.document("fault", bytes, offset, length, FaultJson::read);
    }

    /** Reads as {@link #read(byte[], int, int)} does, without a copy of the buffer. */
    public static Fault read(Buffer json) {
        return Reading.document("fault", json, FaultJson::read);
    }

    static void write(Fault fault, JsonOut out) {
        Duration retryAfter = fault.retryAfter();
        out.beginObject()
                .whole("kind", fault.kind().failureCode())
                .text("message", fault.message())
                .text("code", fault.code())
                .text("param", fault.param())
                .text("after", retryAfter == null ? null : retryAfter.toString())
                .bool("retry", fault.retryable())
                .count("status", fault.upstreamStatus())
                .endObject();
    }

    static Fault read(JsonCursor in) {
        Integer kind = null;
        String message = null;
        String code = null;
        String param = null;
        Duration retryAfter = null;
        boolean retryable = false;
        int status = 0;
        in.beginObject();
        while (in.nextField()) {
            switch (in.name()) {
                case "kind" -> kind = Reading.index(in);
                case "message" -> message = in.string();
                case "code" -> code = in.string();
                case "param" -> param = in.string();
                case "after" -> retryAfter = Duration.parse(in.string());
                case "retry" -> retryable = in.bool();
                case "status" -> status = Reading.index(in);
                default -> in.skip();
            }
        }
        return new Fault(
                FaultKind.ofFailureCode(Reading.required(in, kind, "kind")),
                Reading.required(in, message, "message"),
                code,
                param,
                retryAfter,
                retryable,
                status);
    }
}
