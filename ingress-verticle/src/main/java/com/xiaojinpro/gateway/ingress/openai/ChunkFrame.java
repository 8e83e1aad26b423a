package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The bytes that every chunk of one stream has in common: id, created and model are the same on each, as clients demand.
 * Encoded once a stream; immutable.
 */
final class ChunkFrame {
    /** Top-level members OpenAI and OpenRouter repeat on every chunk; whatever else a provider adds is said once. */
    private static final Set<String> REPEATED = Set.of("system_fingerprint", "service_tier", "provider");

    private static final byte[] CHOICES = ByteWriter.template(",\"choices\":[");
    private static final byte[] INDEX = ByteWriter.template("{\"index\":");
    private static final byte[] DELTA = ByteWriter.template(",\"delta\":{");
    private static final byte[] DELTA_END = ByteWriter.template("}");
    private static final byte[] LOGPROBS = ByteWriter.template(",\"logprobs\":");
    private static final byte[] USAGE = ByteWriter.template("],\"usage\":");
    private static final byte[] EVENT_END = ByteWriter.template("}\n\n");
    private static final byte[] UNFINISHED = ByteWriter.template(",\"finish_reason\":null}]}\n\n");
    private static final byte[] UNFINISHED_NO_USAGE =
            ByteWriter.template(",\"finish_reason\":null}],\"usage\":null}\n\n");
    private static final byte[] FINISH_REASON = ByteWriter.template(",\"finish_reason\":");
    private static final byte[] FINISHED = ByteWriter.template("}]}\n\n");
    private static final byte[] FINISHED_NO_USAGE = ByteWriter.template("}],\"usage\":null}\n\n");

    private final byte[] common;
    private final byte[] once;
    private final boolean usage;
    private final boolean ownDialect;

    ChunkFrame(UnifiedChunk.Started started, UnifiedRequest request, CallIdentity call) {
        this.usage = request.streamUsage();
        this.ownDialect = started.dialect() == Dialect.OPENAI_CHAT;
        Map<String, String> repeated = new LinkedHashMap<>();
        Map<String, String> rest = new LinkedHashMap<>();
        if (ownDialect) {
            started.extras()
                    .fields()
                    .forEach((name, raw) -> (REPEATED.contains(name) ? repeated : rest).put(name, raw));
        }
        ByteWriter out = new ByteWriter(512);
        out.raw("data: {\"id\":").string(id(started, call));
        out.raw(",\"object\":\"chat.completion.chunk\",\"created\":").number(created(started, call));
        out.raw(",\"model\":").string(model(started, request));
        Members.write(out, Extras.of(repeated), Members.COMPLETION);
        this.common = out.take().getBytes();
        Members.write(out, Extras.of(rest), Members.COMPLETION);
        this.once = out.take().getBytes();
    }

    static String id(UnifiedChunk.Started started, CallIdentity call) {
        return started.id().isEmpty() ? "chatcmpl-" + call.requestId() : started.id();
    }

    static long created(UnifiedChunk.Started started, CallIdentity call) {
        return started.created() > 0 ? started.created() : call.createdSeconds();
    }

    static String model(UnifiedChunk.Started started, UnifiedRequest request) {
        return started.model().isEmpty() ? request.model() : started.model();
    }

    /** Whether the provider's answer is in OpenAI's own dialect, so that its extras can be said again. */
    boolean ownDialect() {
        return ownDialect;
    }

    /** Whether the client asked for usage. */
    boolean usage() {
        return usage;
    }

    /** The beginning of a chunk of a choice, up to where the members of its delta go. */
    byte[] deltaOf(int choice) {
        ByteWriter out = new ByteWriter(common.length + 32);
        return out.raw(common)
                .raw(CHOICES)
                .raw(INDEX)
                .number(choice)
                .raw(DELTA)
                .take()
                .getBytes();
    }

    /** The same for the first chunk of the stream. */
    void beginFirst(ByteWriter out, int choice) {
        out.raw(common).raw(once).raw(CHOICES).raw(INDEX).number(choice).raw(DELTA);
    }

    /** Everything after the members of a delta. */
    byte[] unfinished() {
        ByteWriter out = new ByteWriter(48);
        endUnfinished(out);
        return out.take().getBytes();
    }

    void endUnfinished(ByteWriter out) {
        out.raw(DELTA_END).raw(usage ? UNFINISHED_NO_USAGE : UNFINISHED);
    }

    void endWithLogprobs(ByteWriter out, String logprobs) {
        out.raw(DELTA_END).raw(LOGPROBS).raw(logprobs).raw(usage ? UNFINISHED_NO_USAGE : UNFINISHED);
    }

    void endFinished(ByteWriter out, UnifiedChunk.Ending ending, String word) {
        out.raw(DELTA_END).raw(FINISH_REASON).string(word);
        Members.writeEnding(out, ending, word, ownDialect);
        out.raw(usage ? FINISHED_NO_USAGE : FINISHED);
    }

    /** The chunk without choices that carries the usage of all of them. */
    void usageChunk(ByteWriter out, Usage reported) {
        out.raw(common).raw(CHOICES).raw(USAGE);
        ChatUsage.write(out, reported, ownDialect);
        out.raw(EVENT_END);
    }
}
