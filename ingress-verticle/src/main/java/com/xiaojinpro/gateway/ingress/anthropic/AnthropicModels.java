package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.json.ByteWriter;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The models a client may use, as {@code GET /v1/models} of Anthropic lists them: pages by cursor. The members by which
 * OpenAI clients know a model are there too (H124). Immutable and thread-safe.
 */
public final class AnthropicModels {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 1_000;
    private static final byte[] DATA = ByteWriter.template("{\"data\":[");
    private static final byte[] MODEL = ByteWriter.template("{\"type\":\"model\",\"id\":");
    private static final byte[] DISPLAY = ByteWriter.template(",\"display_name\":");
    private static final byte[] CREATED_AT = ByteWriter.template(",\"created_at\":");
    private static final byte[] UNKNOWN = ByteWriter.template(
            ",\"max_input_tokens\":null,\"max_tokens\":null,\"lifecycle\":\"active\",\"line\":null,\"deprecated_at\":null,"
                    + "\"retires_at\":null,\"capabilities\":null,\"object\":\"model\",\"owned_by\":\"gateway\",\"created\":");

    private final List<String> names;
    private final long createdSeconds;

    /**
     * @param names the model names, in the order they are listed
     * @param createdSeconds when they came to be, in seconds since the epoch
     */
    public AnthropicModels(List<String> names, long createdSeconds) {
        this.names = List.copyOf(names);
        this.createdSeconds = createdSeconds;
    }

    /**
     * A page of the list. A limit out of range, an unknown cursor, or both cursors at once are invalid requests.
     *
     * @param limit how many at most, 1 to 1000; null is 20
     * @param afterId the id the page follows, or null
     * @param beforeId the id the page ends before, or null
     */
    public Buffer page(@Nullable Integer limit, @Nullable String afterId, @Nullable String beforeId) {
        int size = limit == null ? DEFAULT_LIMIT : limit;
        if (size < 1 || size > MAX_LIMIT) {
            throw Fault.invalid("limit", "'limit' must be between 1 and 1000.").exception();
        }
        if (afterId != null && beforeId != null) {
            throw Fault.invalid("before_id", "'after_id' and 'before_id' exclude each other.")
                    .exception();
        }
        if (beforeId != null) {
            int end = position("before_id", beforeId);
            int start = Math.max(0, end - size);
            return page(start, end, start > 0);
        }
        int start = afterId == null ? 0 : position("after_id", afterId) + 1;
        int end = Math.min(names.size(), start + size);
        return page(start, end, end < names.size());
    }

    /** One model, or null where there is none of that name. */
    public @Nullable Buffer one(String id) {
        if (!names.contains(id)) {
            return null;
        }
        ByteWriter out = new ByteWriter(512);
        model(id, out);
        return out.take();
    }

    private Buffer page(int start, int end, boolean more) {
        ByteWriter out = new ByteWriter(512);
        out.raw(DATA);
        for (int i = start; i < end; i++) {
            if (i > start) {
                out.raw(",");
            }
            model(names.get(i), out);
        }
        out.raw("],\"has_more\":").raw(more ? "true" : "false").raw(",\"first_id\":");
        RawJson.string(start < end ? names.get(start) : null, out);
        out.raw(",\"last_id\":");
        RawJson.string(start < end ? names.get(end - 1) : null, out);
        return out.raw("}").take();
    }

    private int position(String param, String id) {
        int at = names.indexOf(id);
        if (at < 0) {
            throw Fault.invalid(param, "'" + param + "' names no model of this list.")
                    .exception();
        }
        return at;
    }

    private void model(String id, ByteWriter out) {
        out.raw(MODEL).string(id).raw(DISPLAY).string(id).raw(CREATED_AT);
        out.string(Instant.ofEpochSecond(createdSeconds).toString());
        out.raw(UNKNOWN).number(createdSeconds).raw("}");
    }
}
