package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.codec.AnswerReader;
import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer of OpenAI's embeddings: each vector becomes one event, in the order of the inputs, with the very bytes the
 * provider wrote, whether numbers or base64. An answer that lacks a vector is no answer. Not thread-safe.
 */
final class EmbeddingsAnswer implements AnswerReader {
    private final Function<String, Fault> errors;
    private final Supplier<String> ids;
    private final String askedModel;
    private final int inputs;
    private final UsageState usage = new UsageState(false);
    private final TreeMap<Long, String> vectors = new TreeMap<>();
    private final RawObject extras = new RawObject();
    private List<UnifiedChunk> out = List.of();
    private String id = "";
    private String model = "";
    private @Nullable String error;
    private boolean ended;

    /**
     * @param inputs how many vectors were asked for; 0 where that is not known
     */
    EmbeddingsAnswer(Function<String, Fault> errors, Supplier<String> ids, String askedModel, int inputs) {
        this.errors = errors;
        this.ids = ids;
        this.askedModel = askedModel;
        this.inputs = inputs;
    }

    @Override
    public void to(List<UnifiedChunk> list) {
        out = list;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public boolean finished() {
        return false;
    }

    @Override
    public void accept(byte[] bytes, int offset, int length, String eventName, boolean whole) {
        try {
            JsonCursor json = new JsonCursor(bytes, offset, length);
            boolean data = json.isObject() && object(json);
            if (error == null && !data) {
                error = new String(bytes, offset, length, StandardCharsets.UTF_8);
            }
            if (error != null) {
                fail(errors.apply(error));
            }
        } catch (FaultException unreadable) {
            fail(Fault.of(FaultKind.UPSTREAM_INVALID, "The provider's vectors cannot be read."));
        }
    }

    /** Reads the answer; says whether it holds data. */
    private boolean object(JsonCursor json) {
        boolean data = false;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "data" -> {
                    data = json.isArray();
                    vectors(json);
                }
                case "model" -> model = text(json);
                case "id" -> id = text(json);
                case "usage" -> usage.read(json);
                case "object" -> json.skip();
                case "error" -> error = Lenient.something(json);
                default -> {
                    String name = json.name();
                    String raw = Lenient.something(json);
                    if (raw != null) {
                        extras.put(name, raw);
                    }
                }
            }
        }
        return data;
    }

    private static String text(JsonCursor json) {
        String told = Lenient.text(json);
        return told == null ? "" : told;
    }

    private void vectors(JsonCursor json) {
        if (!json.isArray()) {
            json.skip();
            return;
        }
        long position = 0;
        json.beginArray();
        while (json.nextElement()) {
            vector(json, position++);
        }
    }

    private void vector(JsonCursor json, long position) {
        int start = json.tokenStart();
        long index = -1;
        boolean named = false;
        String vector = null;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "index" -> index = Lenient.integer(json, -1);
                case "embedding" -> vector = json.isArray() || json.isString() ? json.raw() : skipped(json);
                case "object" -> named = "embedding".equals(Lenient.text(json));
                default -> json.skip();
            }
        }
        if (vector == null) {
            throw Fault.of(FaultKind.UPSTREAM_INVALID, "no vector").exception();
        }
        long at = index >= 0 ? index : position;
        String whole = named && index >= 0
                ? json.raw(start)
                : "{\"object\":\"embedding\",\"index\":" + at + ",\"embedding\":" + vector + "}";
        if (vectors.putIfAbsent(at, whole) != null) {
            throw Fault.of(FaultKind.UPSTREAM_INVALID, "two vectors of one input")
                    .exception();
        }
    }

    private static @Nullable String skipped(JsonCursor json) {
        json.skip();
        return null;
    }

    @Override
    public void done() {
        endOfAnswer();
    }

    @Override
    public void endOfBytes() {
        endOfAnswer();
    }

    @Override
    public void endOfAnswer() {
        if (ended) {
            return;
        }
        boolean complete = !vectors.isEmpty()
                && vectors.lastKey() == vectors.size() - 1
                && (inputs == 0 || vectors.size() == inputs);
        if (!complete) {
            fail(Fault.of(
                    FaultKind.UPSTREAM_INVALID,
                    "The provider gave " + vectors.size() + " vectors in place of " + inputs + "."));
            return;
        }
        ended = true;
        out.add(new UnifiedChunk.Started(
                id.isEmpty() ? "embd-" + ids.get() : id,
                model.isEmpty() ? askedModel : model,
                0,
                Dialect.OPENAI_EMBEDDINGS,
                extras.extras()));
        for (String vector : vectors.values()) {
            out.add(new UnifiedChunk.Opaque(Dialect.OPENAI_EMBEDDINGS, 0, vector));
        }
        if (usage.promptKnown()) {
            out.add(new UnifiedChunk.UsageReported(usage.usage(Usage.Source.REPORTED)));
        }
        out.add(UnifiedChunk.Finished.of(FinishReason.STOP, null));
    }

    @Override
    public void fail(Fault fault) {
        if (!ended) {
            ended = true;
            out.add(new UnifiedChunk.Failed(fault));
        }
    }
}
