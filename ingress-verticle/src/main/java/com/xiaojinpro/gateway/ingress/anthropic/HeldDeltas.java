package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came for a part while another block was open (H35). Runs of fragments are kept as one text, so that what is held is
 * the part's own content and little more.
 */
final class HeldDeltas {
    private final int part;
    private final List<UnifiedChunk.Delta> whole = new ArrayList<>(1);
    private final StringBuilder run = new StringBuilder();
    private @Nullable DeltaKind runKind;

    HeldDeltas(int part) {
        this.part = part;
    }

    void add(UnifiedChunk.Delta delta) {
        boolean fragment = delta.kind() == DeltaKind.CONTENT || delta.kind() == DeltaKind.SUMMARY;
        if (delta.kind() != runKind) {
            endRun();
        }
        if (fragment) {
            runKind = delta.kind();
            run.append(delta.value());
        } else {
            whole.add(delta);
        }
    }

    /** Everything held, in order. */
    List<UnifiedChunk.Delta> take() {
        endRun();
        return whole;
    }

    private void endRun() {
        DeltaKind kind = runKind;
        if (kind != null) {
            whole.add(new UnifiedChunk.Delta(part, kind, run.toString()));
            run.setLength(0);
            runKind = null;
        }
    }
}
