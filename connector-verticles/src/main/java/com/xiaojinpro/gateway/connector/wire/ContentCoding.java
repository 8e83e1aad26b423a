package com.xiaojinpro.gateway.connector.wire;

import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.fault.FaultException;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;

/** The content coding of an answer (RFC 9110, section 8.4). Providers are asked for identity; some compress all the same. */
public enum ContentCoding {
    IDENTITY,
    GZIP,
    /** A coding this gateway cannot undo. */
    UNKNOWN;

    /** Error bodies are short; what inflates to more is cut. */
    private static final int MAX_ERROR_BYTES = 1 << 20;

    public static ContentCoding of(UpstreamHead head) {
        String coding = head.header("content-encoding");
        if (coding == null) {
            return IDENTITY;
        }
        return switch (coding.trim().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            default -> UNKNOWN;
        };
    }

    /** An error body without its coding, as far as it can be read: a cut or broken one yields what came before (H114). */
    public Buffer errorBody(Buffer body) {
        return switch (this) {
            case IDENTITY -> body;
            case UNKNOWN -> Buffer.buffer(0);
            case GZIP -> {
                Buffer plain = Buffer.buffer();
                try (GzipStream gzip = new GzipStream()) {
                    ByteView view = ByteView.of(body);
                    gzip.feed(view.bytes(), view.offset(), view.length(), (bytes, length) -> {
                        if (plain.length() < MAX_ERROR_BYTES) {
                            plain.appendBytes(bytes, 0, length);
                        }
                    });
                } catch (FaultException brokenOff) {
                    yield plain;
                }
                yield plain;
            }
        };
    }
}
