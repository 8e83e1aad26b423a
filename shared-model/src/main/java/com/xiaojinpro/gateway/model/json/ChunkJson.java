package com.xiaojinpro.gateway.model.json;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * The events of an answer as JSON. A delta, by far the most frequent event, is an array, {@code [index,"value"]}, with its
 * kind as a third element unless it is content; every other event is an object whose {@code k} names the event.
 */
public final class ChunkJson {
    private static final DeltaKind[] DELTA_KINDS = DeltaKind.values();

    private ChunkJson() {}

    /** Appends one event. */
    public static void write(UnifiedChunk chunk, ByteWriter out) {
        if (chunk instanceof UnifiedChunk.Delta delta) {
            write(delta, out);
        } else {
            ChunkFields.write(chunk, new JsonOut(out));
        }
    }

    /** Appends events as one array. */
    public static void writeAll(List<? extends UnifiedChunk> chunks, ByteWriter out) {
        out.raw('[');
        for (int i = 0; i < chunks.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            write(chunks.get(i), out);
        }
        out.raw(']');
    }

    /** Reads what {@link #write} wrote; throws an internal, retryable fault where it is not that. */
    public static UnifiedChunk read(byte[] bytes, int offset, int length) {
        return Reading.document("stream event", bytes, offset, length, ChunkJson::chunk);
    }

    /** Reads what {@link #writeAll} wrote; throws an internal, retryable fault where it is not that. */
    public static List<UnifiedChunk> readAll(byte[] bytes, int offset, int length) {
        return Reading.document("stream frame", bytes, offset, length, in -> Reading.list(in, ChunkJson::chunk));
    }

    /** Reads as {@link #readAll(byte[], int, int)} does, without a copy of the buffer. */
    public static List<UnifiedChunk> readAll(Buffer json) {
        return Reading.document("stream frame", json, in -> Reading.list(in, ChunkJson::chunk));
    }

    private static void write(UnifiedChunk.Delta delta, ByteWriter out) {
        out.raw('[').number(delta.index()).raw(',').string(delta.value());
        if (delta.kind() != DeltaKind.CONTENT) {
            out.raw(',').string(delta.kind().name());
        }
        out.raw(']');
    }

    private static UnifiedChunk chunk(JsonCursor in) {
        return in.isArray() ? delta(in) : ChunkFields.read(in);
    }

    private static UnifiedChunk delta(JsonCursor in) {
        in.beginArray();
        element(in);
        int index = Reading.index(in);
        element(in);
        String value = in.string();
        DeltaKind kind = DeltaKind.CONTENT;
        if (in.nextElement()) {
            kind = Reading.word(in, DELTA_KINDS);
            while (in.nextElement()) {
                in.skip();
            }
        }
        return new UnifiedChunk.Delta(index, kind, value);
    }

    private static void element(JsonCursor in) {
        if (!in.nextElement()) {
            throw in.invalid("A delta has an index and a value.");
        }
    }
}
