package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of one answer go: held back until the answer has started (its id and model may stand behind its first
 * choice), then straight to the caller's list. It owns what is unique in the answer: part indices and call ids.
 */
public final class Emitter {
    private final Supplier<String> ids;
    private final Set<String> callIds = new HashSet<>(4);
    private @Nullable List<UnifiedChunk> held = new ArrayList<>(4);
    private List<UnifiedChunk> out = new ArrayList<>(0);
    private int parts;

    /**
     * @param ids makes the random tail of an id
     */
    public Emitter(Supplier<String> ids) {
        this.ids = ids;
    }

    /** The list the next events go to. */
    public void to(List<UnifiedChunk> list) {
        this.out = list;
    }

    public boolean started() {
        return held == null;
    }

    public void start(UnifiedChunk.Started started) {
        List<UnifiedChunk> waiting = held;
        if (waiting != null) {
            held = null;
            out.add(started);
            out.addAll(waiting);
        }
    }

    /** Gives the terminal event of an answer that broke off; what never started is dropped. */
    public void fail(UnifiedChunk.Failed failed) {
        held = null;
        out.add(failed);
    }

    public void emit(UnifiedChunk chunk) {
        List<UnifiedChunk> waiting = held;
        (waiting == null ? out : waiting).add(chunk);
    }

    public void delta(int part, DeltaKind kind, String value) {
        emit(new UnifiedChunk.Delta(part, kind, value));
    }

    public int nextPart() {
        return parts++;
    }

    /** A random id with a prefix. */
    public String id(String prefix) {
        return prefix + ids.get();
    }

    /** The provider's id of a call, or one of ours where it has none or has used it in this answer (H26). */
    public String callId(@Nullable String given) {
        if (given != null && callIds.add(given)) {
            return given;
        }
        String made = id("call_");
        callIds.add(made);
        return made;
    }
}
