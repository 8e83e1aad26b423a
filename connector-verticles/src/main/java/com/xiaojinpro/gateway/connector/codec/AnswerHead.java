package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.http.Inflate;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What the headers of an answer say about whether its body can be read at all. Pure. */
public final class AnswerHead {
    private static final int MAX_ERROR_BYTES = 1 << 20;

    private AnswerHead() {}

    /** A decoder that fails where the body is no answer, whatever it holds (H33); else null. */
    public static @Nullable EventDecoder refused(UpstreamHead head) {
        String type = head.mediaType();
        if (type.equals("text/html") || type.endsWith("/xml") || type.endsWith("+xml") || type.startsWith("image/")) {
            return new FailedDecoder(Fault.of(
                            FaultKind.UPSTREAM_INVALID,
                            "The provider answered with " + type + " in place of a completion.")
                    .withUpstreamStatus(head.status()));
        }
        if (coded(head)) {
            return new FailedDecoder(
                    Fault.of(FaultKind.UPSTREAM_INVALID, "The provider's answer has a content coding nobody asked for.")
                            .withUpstreamStatus(head.status()));
        }
        return null;
    }

    /** Whether the answer has a coding that the exchange cannot undo before it hands the bytes over (H8). */
    public static boolean coded(UpstreamHead head) {
        String coding = head.header("content-encoding");
        return coding != null
                && !coding.isBlank()
                && !coding.trim().equalsIgnoreCase("identity")
                && !Inflate.supports(coding);
    }

    /** An error body that is gzip without saying so; one that is cut off says nothing (H114). */
    public static Buffer plain(Buffer body) {
        boolean gzip = body.length() > 2 && body.getByte(0) == 0x1F && body.getByte(1) == (byte) 0x8B;
        if (!gzip) {
            return body;
        }
        try {
            return new Inflate("gzip", MAX_ERROR_BYTES).inflate(body);
        } catch (RuntimeException broken) {
            return Buffer.buffer(0);
        }
    }
}
