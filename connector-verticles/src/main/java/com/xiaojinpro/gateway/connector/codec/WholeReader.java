package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An answer that holds no text: a count of tokens, or vectors. It comes as one object, and ends with usage. Not thread-safe.
 */
public final class WholeReader implements AnswerReader {
    /** What an answer must hold. */
    public interface Body {
        /** Takes a member; false where it is not known, and not consumed. */
        boolean member(String name, JsonCursor json, List<UnifiedChunk> out);

        /** What was counted; null where the answer is not what was asked for. */
        @Nullable
        Usage usage();
    }

    private final String id;
    private final String model;
    private final Dialect dialect;
    private final Body body;
    private final Function<String, Fault> errors;
    private List<UnifiedChunk> out = new ArrayList<>(0);
    private boolean ended;

    /**
     * @param model the model that was asked
     * @param dialect what the provider speaks
     * @param errors the fault behind an error that came in place of an answer, as raw JSON
     */
    public WholeReader(String id, String model, Dialect dialect, Body body, Function<String, Fault> errors) {
        this.id = id;
        this.model = model;
        this.dialect = dialect;
        this.body = body;
        this.errors = errors;
    }

    @Override
    public void to(List<UnifiedChunk> list) {
        this.out = list;
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
        List<UnifiedChunk> chunks = new ArrayList<>();
        String error = null;
        try {
            JsonCursor json = new JsonCursor(bytes, offset, length);
            json.beginObject();
            while (json.nextField()) {
                if (json.name().equals("error")) {
                    error = Lenient.something(json);
                } else if (!body.member(json.name(), json, chunks)) {
                    json.skip();
                }
            }
            json.end();
        } catch (FaultException unreadable) {
            fail(Fault.of(FaultKind.UPSTREAM_INVALID, "The provider sent an answer that cannot be read."));
            return;
        }
        Usage usage = body.usage();
        if (error != null) {
            fail(errors.apply(error));
        } else if (usage == null) {
            fail(Fault.of(FaultKind.UPSTREAM_INVALID, "The provider's answer does not hold what was asked for."));
        } else {
            out.add(new UnifiedChunk.Started(id, model, 0, dialect, Extras.NONE));
            out.addAll(chunks);
            out.add(new UnifiedChunk.UsageReported(usage));
            out.add(UnifiedChunk.Finished.of(FinishReason.STOP, null));
            ended = true;
        }
    }

    @Override
    public void done() {
        endOfBytes();
    }

    @Override
    public void endOfBytes() {
        fail(Fault.of(FaultKind.STREAM_INCOMPLETE, "The provider's answer held nothing."));
    }

    @Override
    public void endOfAnswer() {
        endOfBytes();
    }

    @Override
    public void fail(Fault fault) {
        if (!ended) {
            ended = true;
            out.add(new UnifiedChunk.Failed(fault));
        }
    }
}
