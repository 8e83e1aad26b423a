package com.xiaojinpro.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.compression.ZlibWrapper;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses a body as it comes: of a client that compresses (H120), of a provider that ignores {@code accept-encoding:
 * identity} (H8). One body, one thread.
 */
public final class Inflate {
    private final EmbeddedChannel channel;
    private final long maxBytes;
    private long total;

    /**
     * A decompressor for one body.
     *
     * @param encoding one that {@link #supports}
     * @param maxBytes the most that may come out of it
     */
    public Inflate(String encoding, long maxBytes) {
        boolean gzip = encoding.toLowerCase(Locale.ROOT).contains("gzip");
        int allocation = (int) Math.min(Integer.MAX_VALUE, maxBytes);
        this.maxBytes = maxBytes;
        this.channel = new EmbeddedChannel(
                ZlibCodecFactory.newZlibDecoder(gzip ? ZlibWrapper.GZIP : ZlibWrapper.ZLIB_OR_NONE, allocation));
    }

    /** Whether a content encoding is one of those this class undoes. */
    public static boolean supports(@Nullable String encoding) {
        if (encoding == null) {
            return false;
        }
        String name = encoding.toLowerCase(Locale.ROOT).trim();
        return name.equals("gzip") || name.equals("x-gzip") || name.equals("deflate");
    }

    /**
     * The plain bytes of the next compressed ones.
     *
     * @throws RuntimeException where the bytes are not what they claim to be
     * @throws TooLargeException where more comes out than may
     */
    public Buffer inflate(Buffer compressed) {
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(compressed.getBytes()));
        } catch (DecompressionException e) {
            String reason = String.valueOf(e.getMessage());
            throw reason.contains("maximum size") ? new TooLargeException() : e;
        }
        Buffer plain = Buffer.buffer();
        for (ByteBuf piece = channel.readInbound(); piece != null; piece = channel.readInbound()) {
            total += piece.readableBytes();
            if (total <= maxBytes) {
                byte[] bytes = new byte[piece.readableBytes()];
                piece.readBytes(bytes);
                plain.appendBytes(bytes);
            }
            piece.release();
        }
        if (total > maxBytes) {
            throw new TooLargeException();
        }
        return plain;
    }

    /** More came out of a compressed body than may. */
    public static final class TooLargeException extends RuntimeException {
        TooLargeException() {
            super("the decompressed body is too large", null, false, false);
        }
    }
}
