package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.StreamRenderer;
import com.xiaojinpro.gateway.ingress.protocol.Untold;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.TokenEstimate;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Renders one answer as a stream of Responses events. It ends with {@code response.completed} or {@code
 * response.incomplete}, once and only behind a whole answer, or with {@code response.failed}, whose object holds what came
 * until then (H31, H80). Only the first of several answers is shown. Owned by one call, on its thread.
 */
final class ResponseStream implements StreamRenderer {
    private static final byte[] KEEP_ALIVE = ByteWriter.template(": keep-alive\n\n");
    private static final byte[] CREATED = Output.opener("response.created");
    private static final byte[] IN_PROGRESS = Output.opener("response.in_progress");
    private static final byte[] COMPLETED = Output.opener("response.completed");
    private static final byte[] INCOMPLETE = Output.opener("response.incomplete");
    private static final byte[] FAILED = Output.opener("response.failed");
    private static final byte[] RESPONSE = ByteWriter.template(",\"response\":");

    private final UnifiedRequest request;
    private final CallIdentity call;
    private final Map<Integer, OutputPart> parts = new LinkedHashMap<>();
    private Output output;
    private @Nullable ResponseObject response;
    private @Nullable OutputPart recent;
    private int recentIndex = -1;
    private @Nullable Usage usage;
    private long quarters;
    private boolean refused;
    private boolean ended;

    ResponseStream(UnifiedRequest request, CallIdentity call) {
        this.request = request;
        this.call = call;
        this.output = new Output(call, Dialect.OPENAI_RESPONSES);
    }

    @Override
    public void render(UnifiedChunk chunk, ByteWriter out) {
        if (ended) {
            return;
        }
        switch (chunk) {
            case UnifiedChunk.Started started -> start(started, out);
            case UnifiedChunk.PartStarted part -> open(part, out);
            case UnifiedChunk.Delta delta -> add(delta, out);
            case UnifiedChunk.PartEnded part -> close(part.index(), out);
            case UnifiedChunk.UsageReported report -> usage = report.usage();
            case UnifiedChunk.Opaque opaque -> show(opaque, out);
            case UnifiedChunk.Finished finished -> finish(finished, out);
            case UnifiedChunk.Failed failed -> fail(failed.fault(), out);
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
        return output.untold();
    }

    private ResponseObject start(UnifiedChunk.Started started, ByteWriter out) {
        output = new Output(call, started.dialect());
        ResponseObject object = new ResponseObject(
                request, call, started.dialect(), started.id(), started.model(), started.created(), started.extras());
        response = object;
        event(out, CREATED, object, ResponseStatus.IN_PROGRESS, null);
        event(out, IN_PROGRESS, object, ResponseStatus.IN_PROGRESS, null);
        return object;
    }

    private void open(UnifiedChunk.PartStarted start, ByteWriter out) {
        if (start.choice() != 0) {
            output.untold(Untold.CHOICES);
            return;
        }
        OutputPart part = switch (start.kind()) {
            case TEXT -> new TextPart(output, start.extras());
            case REFUSAL -> new RefusalPart(output, start.extras());
            case REASONING -> new ReasoningPart(output, start);
            case TOOL_CALL, CUSTOM_TOOL_CALL -> new CallPart(output, start, out);
            case IMAGE -> new ImagePart(output, start.extras());
        };
        refused |= part instanceof RefusalPart;
        parts.put(start.index(), part);
        recent = part;
        recentIndex = start.index();
    }

    private void add(UnifiedChunk.Delta delta, ByteWriter out) {
        OutputPart part = recent;
        if (part == null || recentIndex != delta.index()) {
            part = parts.get(delta.index());
            recent = part;
            recentIndex = delta.index();
        }
        if (part != null) {
            quarters += TokenEstimate.quarters(delta.value());
            part.delta(out, delta.kind(), delta.value());
        }
    }

    private void close(int index, ByteWriter out) {
        OutputPart part = parts.remove(index);
        recent = null;
        if (part != null) {
            part.close(out);
        }
    }

    private void show(UnifiedChunk.Opaque opaque, ByteWriter out) {
        if (opaque.choice() != 0) {
            output.untold(Untold.CHOICES);
        } else if (opaque.dialect() != Dialect.OPENAI_RESPONSES) {
            output.untold(Untold.OPAQUE);
        } else {
            ItemFrame item = output.add("item", Extras.NONE);
            byte[] json = ByteWriter.template(opaque.json());
            item.added(out, json);
            item.done(out, json);
        }
    }

    private void finish(UnifiedChunk.Finished finished, ByteWriter out) {
        ended = true;
        ResponseObject object = object();
        UnifiedChunk.Ending ending = ending(finished);
        object.report(ending.extras());
        if (usage == null) {
            usage = Usage.of(TokenEstimate.prompt(request), TokenEstimate.tokens(quarters), Usage.Source.ESTIMATED);
        }
        ResponseStatus status = ResponseStatus.of(ending.reason(), refused);
        event(out, status == ResponseStatus.COMPLETED ? COMPLETED : INCOMPLETE, object, status, null);
    }

    private UnifiedChunk.Ending ending(UnifiedChunk.Finished finished) {
        for (UnifiedChunk.Ending ending : finished.endings()) {
            if (ending.choice() == 0) {
                return ending;
            }
        }
        return finished.endings().getFirst();
    }

    private void fail(Fault fault, ByteWriter out) {
        ResponseObject object = response;
        if (object == null) {
            // Clients take no other first event than the creation of what then fails.
            object = start(new UnifiedChunk.Started("", "", 0, Dialect.OPENAI_RESPONSES, Extras.NONE), out);
        }
        ended = true;
        parts.values().forEach(OutputPart::breakOff);
        event(out, FAILED, object, ResponseStatus.FAILED, fault);
    }

    private void event(
            ByteWriter out, byte[] opener, ResponseObject object, ResponseStatus status, @Nullable Fault fault) {
        output.begin(out, opener).raw(RESPONSE);
        object.write(out, status, fault, output::snapshot, usage);
        output.end(out);
    }

    private ResponseObject object() {
        ResponseObject object = response;
        if (object == null) {
            throw new IllegalStateException("nothing comes before Started");
        }
        return object;
    }
}
