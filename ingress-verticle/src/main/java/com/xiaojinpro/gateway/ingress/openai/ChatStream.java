package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.StreamRenderer;
import com.xiaojinpro.gateway.ingress.protocol.Untold;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Renders one answer as a stream of chat completion chunks. After {@code [DONE]}, which comes once and only behind a whole
 * answer, and after an error, which has nothing behind it, whatever else comes is not written (H6, H31).
 */
final class ChatStream implements StreamRenderer {
    private static final byte[] KEEP_ALIVE = ByteWriter.template(": keep-alive\n\n");
    private static final byte[] DATA = ByteWriter.template("data: ");
    private static final byte[] EVENT_END = ByteWriter.template("\n\n");
    private static final byte[] DONE = ByteWriter.template("data: [DONE]\n\n");

    private final UnifiedRequest request;
    private final CallIdentity call;
    private final Map<Integer, StreamChoice> choices = new HashMap<>();
    private final Map<Integer, Open> parts = new HashMap<>();
    private @Nullable ChunkFrame frame;
    private Dialect dialect = Dialect.OPENAI_CHAT;
    private @Nullable Usage usage;
    private @Nullable Open recent;
    private final Set<String> untold = new LinkedHashSet<>(0);
    private boolean ended;

    /** A part that has begun and not ended. */
    private record Open(int index, StreamChoice choice, StreamPart part) {}

    ChatStream(UnifiedRequest request, CallIdentity call) {
        this.request = request;
        this.call = call;
    }

    @Override
    public void render(UnifiedChunk chunk, ByteWriter out) {
        if (ended) {
            return;
        }
        switch (chunk) {
            case UnifiedChunk.Started started -> start(started, out);
            case UnifiedChunk.PartStarted part -> open(part, out);
            case UnifiedChunk.Delta delta -> delta(delta, out);
            case UnifiedChunk.PartEnded part -> close(part.index(), out);
            case UnifiedChunk.UsageReported report -> usage = report.usage();
            case UnifiedChunk.Opaque opaque -> opaque(opaque, out);
            case UnifiedChunk.Finished finished -> finish(finished, out);
            case UnifiedChunk.Failed failed -> fail(failed, out);
        }
    }

    @Override
    public void keepAlive(ByteWriter out) {
        if (!ended) {
            out.raw(KEEP_ALIVE);
        }
    }

    @Override
    public Set<String> dropped() {
        return untold;
    }

    private void start(UnifiedChunk.Started started, ByteWriter out) {
        dialect = started.dialect();
        frame = new ChunkFrame(started, request, call);
        // Every answer has a first choice; saying its role at once is the client's first byte.
        choice(0, out);
    }

    private void open(UnifiedChunk.PartStarted start, ByteWriter out) {
        StreamChoice choice = choice(start.choice(), out);
        StreamPart part = switch (start.kind()) {
            case TEXT -> new TextPart(choice);
            case REASONING -> new ReasoningPart(choice, start);
            case REFUSAL -> new RefusalPart(choice);
            case TOOL_CALL -> call(choice, start);
            case CUSTOM_TOOL_CALL -> CallPart.custom(choice, start);
            case IMAGE -> new ImagePart(choice);
        };
        Open opened = new Open(start.index(), choice, part);
        parts.put(start.index(), opened);
        recent = opened;
        part.open(out);
    }

    private StreamPart call(StreamChoice choice, UnifiedChunk.PartStarted start) {
        if (!choice.legacy()) {
            return CallPart.function(choice, start);
        }
        if (choice.anyCall()) {
            untold.add(Untold.TOOL_CALLS.word());
            return new UntoldPart();
        }
        return CallPart.legacy(choice, start);
    }

    private void delta(UnifiedChunk.Delta delta, ByteWriter out) {
        Open open = part(delta.index());
        if (delta.kind() == DeltaKind.LOGPROBS) {
            open.choice.logprobs(out, delta.value());
        } else {
            if (delta.kind() == DeltaKind.SIGNATURE && open.choice.legacy() && open.part instanceof CallPart) {
                untold.add(Untold.SIGNATURE.word());
            }
            open.part.delta(out, delta.kind(), delta.value());
        }
    }

    private void close(int index, ByteWriter out) {
        part(index).part.close(out);
        parts.remove(index);
        recent = null;
    }

    private void opaque(UnifiedChunk.Opaque opaque, ByteWriter out) {
        if (opaque.dialect() != Dialect.OPENAI_CHAT) {
            untold.add(Untold.OPAQUE.word());
            return;
        }
        String members = Members.inside(opaque.json());
        if (members != null) {
            choice(opaque.choice(), out).chunk(out, members);
        }
    }

    private void finish(UnifiedChunk.Finished finished, ByteWriter out) {
        ended = true;
        for (UnifiedChunk.Ending ending : finished.endings()) {
            choice(ending.choice(), out).finish(out, ending);
        }
        ChunkFrame chunks = frame();
        Usage reported = usage;
        if (chunks.usage() && reported != null) {
            chunks.usageChunk(out, reported);
        }
        out.raw(DONE);
    }

    private void fail(UnifiedChunk.Failed failed, ByteWriter out) {
        ended = true;
        out.raw(DATA);
        ChatErrors.write(out, failed.fault());
        out.raw(EVENT_END);
    }

    /** The choice of an index, its role said if it had not been. */
    private StreamChoice choice(int index, ByteWriter out) {
        StreamChoice known = choices.get(index);
        if (known != null) {
            return known;
        }
        boolean first = choices.isEmpty();
        StreamChoice choice = new StreamChoice(frame(), dialect, index, request.legacyFunctions());
        choices.put(index, choice);
        choice.begin(out, first);
        return choice;
    }

    private Open part(int index) {
        Open last = recent;
        if (last == null || last.index != index) {
            last = parts.get(index);
            recent = last;
        }
        if (last == null) {
            throw new IllegalStateException("part " + index + " is not open");
        }
        return last;
    }

    private ChunkFrame frame() {
        ChunkFrame chunks = frame;
        if (chunks == null) {
            throw new IllegalStateException("nothing comes before Started");
        }
        return chunks;
    }
}
