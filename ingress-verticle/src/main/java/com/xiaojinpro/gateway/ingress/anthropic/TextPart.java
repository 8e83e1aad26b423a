package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text, a refusal or an image as a text block. Without content there is no block (H21). */
final class TextPart extends ShownPart {
    private final Dialect dialect;
    private final Extras extras;
    private final PartKind kind;
    private @Nullable List<String> early;
    private boolean hasContent;
    private boolean open;

    TextPart(int index, PartKind kind, Dialect dialect, Extras extras) {
        super(index);
        this.dialect = dialect;
        this.extras = extras;
        this.kind = kind;
    }

    /** Whether the model refused with this text. */
    boolean refusal() {
        return kind == PartKind.REFUSAL;
    }

    @Override
    void hold(UnifiedChunk.Delta delta) {
        if (delta.kind() == DeltaKind.CONTENT || delta.kind() == DeltaKind.ANNOTATION) {
            hasContent |= delta.kind() == DeltaKind.CONTENT;
            super.hold(delta);
        }
    }

    @Override
    boolean ready() {
        return hasContent;
    }

    @Override
    void show(UnifiedChunk.Delta delta, BlockFrames blocks, ByteWriter out) {
        switch (delta.kind()) {
            case CONTENT -> {
                if (!open) {
                    open(blocks, out);
                }
                blocks.fragment(delta.value(), out);
            }
            case ANNOTATION -> cite(delta.value(), blocks, out);
            case SUMMARY, SIGNATURE, ENCRYPTED, LOGPROBS -> {}
        }
    }

    @Override
    void finish(BlockFrames blocks, ByteWriter out) {
        if (open) {
            if (kind == PartKind.IMAGE) {
                blocks.fragment(RenderedImage.AFTER, out);
            }
            blocks.close(out);
        }
    }

    private void open(BlockFrames blocks, ByteWriter out) {
        open = true;
        blocks.openText(extras, out);
        if (kind == PartKind.IMAGE) {
            blocks.fragment(RenderedImage.BEFORE, out);
        }
        List<String> citations = early;
        if (citations != null) {
            for (String citation : citations) {
                blocks.citation(citation, out);
            }
            early = null;
        }
    }

    /** A citation may come before the text it belongs to; alone it opens nothing. */
    private void cite(String annotation, BlockFrames blocks, ByteWriter out) {
        String citation = Citations.shown(annotation, dialect);
        if (citation == null) {
            return;
        }
        if (open) {
            blocks.citation(citation, out);
            return;
        }
        List<String> citations = early;
        if (citations == null) {
            citations = new ArrayList<>();
            early = citations;
        }
        citations.add(citation);
    }
}
