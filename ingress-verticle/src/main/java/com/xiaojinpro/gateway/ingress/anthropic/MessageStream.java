package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.StreamRenderer;
import com.xiaojinpro.gateway.ingress.protocol.Untold;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.TokenEstimate;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Renders one answer as a Messages stream: {@code message_start}, blocks one after the other, {@code message_delta},
 * {@code message_stop}. Parts that come interleaved are shown in the order in which they first had something to show, each
 * whole (H35); a tool call has its name to show from the start, so that calls keep their order. Only the first of several
 * answers is shown. A failure is an {@code error} event and the last thing written. Owned by one call, on its thread.
 */
final class MessageStream implements StreamRenderer {
    private static final byte[] START =
            ByteWriter.template("event: message_start\ndata: {\"type\":\"message_start\",\"message\":");
    private static final byte[] STARTED =
            ByteWriter.template("],\"stop_reason\":null,\"stop_sequence\":null,\"stop_details\":null,\"container\":");
    private static final byte[] DIAGNOSTICS = ByteWriter.template(",\"diagnostics\":");
    private static final byte[] USAGE = ByteWriter.template(",\"usage\":");
    private static final byte[] END = ByteWriter.template("}\n\n");
    private static final byte[] DELTA =
            ByteWriter.template("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{");
    private static final byte[] DELTA_USAGE = ByteWriter.template("},\"usage\":");
    private static final byte[] STOP =
            ByteWriter.template("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    private static final byte[] PING = ByteWriter.template("event: ping\ndata: {\"type\":\"ping\"}\n\n");
    private static final byte[] COMMENT = ByteWriter.template(": keep-alive\n\n");
    private static final byte[] ERROR = ByteWriter.template("event: error\ndata: ");
    private static final byte[] EVENT_END = ByteWriter.template("\n\n");
    private static final byte[] CLOSE = ByteWriter.template("}");

    private final CallIdentity call;
    private final String requestedModel;
    private final BlockFrames blocks = new BlockFrames();
    private final Map<Integer, ShownPart> parts = new HashMap<>();
    private final Deque<ShownPart> waiting = new ArrayDeque<>();
    /** Kept for the estimate of its tokens and let go with it: a stream must not hold the body it answers. */
    private @Nullable UnifiedRequest request;

    private UnifiedChunk.@Nullable Started started;
    private @Nullable ShownPart current;
    private @Nullable Usage usage;
    private long promptEstimate;
    private final Set<String> untold = new LinkedHashSet<>(0);
    private boolean begun;
    private boolean ended;
    private boolean called;
    private boolean refused;

    MessageStream(UnifiedRequest request, CallIdentity call) {
        this.request = request;
        this.requestedModel = request.model();
        this.call = call;
    }

    @Override
    public void render(UnifiedChunk chunk, ByteWriter out) {
        if (ended) {
            return;
        }
        switch (chunk) {
            case UnifiedChunk.Started start -> start(start, out);
            case UnifiedChunk.PartStarted part -> startPart(part, out);
            case UnifiedChunk.Delta delta -> add(delta, out);
            case UnifiedChunk.PartEnded part -> endPart(parts.remove(part.index()), out);
            case UnifiedChunk.UsageReported report -> report(report.usage(), out);
            case UnifiedChunk.Opaque opaque -> show(opaque, out);
            case UnifiedChunk.Finished finished -> finish(finished, out);
            case UnifiedChunk.Failed failed -> fail(failed.fault(), out);
        }
    }

    /** A ping once the message began; before that a comment, because the first event must be {@code message_start}. */
    @Override
    public void keepAlive(ByteWriter out) {
        if (ended) {
            return;
        }
        if (started == null) {
            out.raw(COMMENT);
        } else {
            begin(out);
            out.raw(PING);
        }
    }

    @Override
    public Set<String> dropped() {
        return untold;
    }

    /** Anthropic reports its usage right behind the start, so that start waits for it; no other provider does (H74). */
    private void start(UnifiedChunk.Started start, ByteWriter out) {
        started = start;
        if (start.dialect() != Dialect.ANTHROPIC_MESSAGES) {
            begin(out);
        }
    }

    private void report(Usage newest, ByteWriter out) {
        usage = newest;
        if (started != null) {
            begin(out);
        }
    }

    private void startPart(UnifiedChunk.PartStarted part, ByteWriter out) {
        begin(out);
        if (part.choice() == 0) {
            ShownPart shown = shown(part);
            parts.put(part.index(), shown);
            offer(shown, out);
        } else {
            untold.add(Untold.CHOICES.word());
        }
    }

    private ShownPart shown(UnifiedChunk.PartStarted part) {
        Dialect dialect = dialect();
        Extras extras = dialect == Dialect.ANTHROPIC_MESSAGES ? part.extras() : Extras.NONE;
        return switch (part.kind()) {
            case TEXT, REFUSAL, IMAGE -> new TextPart(part.index(), part.kind(), dialect, extras);
            case REASONING -> new ThinkingPart(part.index(), part.origin(), part.id(), extras);
            case TOOL_CALL, CUSTOM_TOOL_CALL -> call(part, dialect, extras);
        };
    }

    private static CallPart call(UnifiedChunk.PartStarted part, Dialect dialect, Extras extras) {
        String id = part.id();
        String name = part.name();
        if (id == null || name == null) {
            throw new IllegalStateException("a tool call without id or name");
        }
        boolean custom = part.kind() == PartKind.CUSTOM_TOOL_CALL;
        return new CallPart(part.index(), id, name, custom, extras, dialect == Dialect.GEMINI);
    }

    private void add(UnifiedChunk.Delta delta, ByteWriter out) {
        if (delta.value().isEmpty()) {
            return;
        }
        if (delta.kind() == DeltaKind.LOGPROBS) {
            untold.add(Untold.LOGPROBS.word());
            return;
        }
        if (delta.kind() == DeltaKind.ANNOTATION && Citations.shown(delta.value(), dialect()) == null) {
            untold.add(Untold.CITATIONS.word());
            return;
        }
        ShownPart onStage = current;
        if (onStage != null && onStage.index() == delta.index()) {
            onStage.show(delta, blocks, out);
            return;
        }
        ShownPart part = parts.get(delta.index());
        if (part != null) {
            part.hold(delta);
            offer(part, out);
        }
    }

    private void endPart(@Nullable ShownPart part, ByteWriter out) {
        if (part == null) {
            return;
        }
        part.end();
        if (part == current) {
            leave(part, out);
        } else {
            offer(part, out);
        }
    }

    private void show(UnifiedChunk.Opaque opaque, ByteWriter out) {
        begin(out);
        if (opaque.choice() != 0) {
            untold.add(Untold.CHOICES.word());
        } else if (opaque.dialect() == Dialect.ANTHROPIC_MESSAGES) {
            offer(new OpaquePart(opaque.json()), out);
        } else {
            untold.add(Untold.OPAQUE.word());
        }
    }

    /** Puts a part on stage where that is free, else in the queue once it has something to show. */
    private void offer(ShownPart part, ByteWriter out) {
        if (!part.ready()) {
            return;
        }
        if (!part.queue()) {
            waiting.add(part);
        }
        advance(out);
    }

    private void leave(ShownPart part, ByteWriter out) {
        part.finish(blocks, out);
        current = null;
        advance(out);
    }

    /** Lets parts of the queue onto the stage until one stays. */
    private void advance(ByteWriter out) {
        while (current == null) {
            ShownPart next = waiting.poll();
            if (next == null) {
                return;
            }
            called |= next instanceof CallPart;
            refused |= next instanceof TextPart text && text.refusal();
            next.enter(blocks, out);
            if (next.ended()) {
                next.finish(blocks, out);
            } else {
                current = next;
            }
        }
    }

    private void begin(ByteWriter out) {
        if (begun) {
            return;
        }
        begun = true;
        UnifiedChunk.Started start = started;
        Extras extras = extras();
        UnifiedRequest asked = request;
        request = null;
        Usage known = usage;
        if (known == null || known.input() == 0) {
            promptEstimate = asked == null ? 0 : TokenEstimate.prompt(asked);
            known = null;
        }
        out.raw(START);
        MessageJson.begin(start == null ? "" : start.id(), model(), call, out);
        out.raw(STARTED);
        RawJson.value(extras.get("container"), out);
        out.raw(DIAGNOSTICS);
        RawJson.value(extras.get("diagnostics"), out);
        out.raw(USAGE);
        UsageJson.write(known == null ? estimate() : known, dialect(), out);
        RawJson.members(extras, MessageJson.WRITTEN, out);
        out.raw(CLOSE).raw(END);
    }

    private void finish(UnifiedChunk.Finished finished, ByteWriter out) {
        begin(out);
        for (ShownPart part : new ArrayList<>(parts.values())) {
            endPart(part, out);
        }
        UnifiedChunk.Ending ending = StopJson.first(finished.endings());
        Usage known = usage;
        out.raw(DELTA);
        StopJson.write(ending, dialect(), extras(), called, refused, out);
        out.raw(DELTA_USAGE);
        UsageJson.write(known == null ? estimate() : known, dialect(), out);
        if (dialect() == Dialect.ANTHROPIC_MESSAGES) {
            RawJson.members(ending.extras(), StopJson.WRITTEN, out);
        }
        out.raw(END).raw(STOP);
        ended = true;
    }

    private void fail(Fault fault, ByteWriter out) {
        out.raw(ERROR);
        ErrorJson.write(fault, call, out);
        out.raw(EVENT_END);
        ended = true;
    }

    private Usage estimate() {
        return Usage.of(promptEstimate, blocks.tokens(), Usage.Source.ESTIMATED);
    }

    private Dialect dialect() {
        UnifiedChunk.Started start = started;
        return start == null ? Dialect.ANTHROPIC_MESSAGES : start.dialect();
    }

    /** The provider's further members of the message, where it speaks this protocol. */
    private Extras extras() {
        UnifiedChunk.Started start = started;
        return start != null && start.dialect() == Dialect.ANTHROPIC_MESSAGES ? start.extras() : Extras.NONE;
    }

    private String model() {
        UnifiedChunk.Started start = started;
        return start == null || start.model().isEmpty() ? requestedModel : start.model();
    }
}
