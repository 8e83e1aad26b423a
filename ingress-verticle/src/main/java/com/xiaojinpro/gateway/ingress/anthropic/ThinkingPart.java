package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.ingress.protocol.SignatureTag;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import org.jspecify.annotations.Nullable;

/**
 * A thought as a thinking block, which closes with a signature always: Claude's own as it is, anything else tagged with
 * where it came from (H62). A thought without text is shown where it has a signature (H60); Claude's encrypted thoughts are
 * {@code redacted_thinking} (H61).
 */
final class ThinkingPart extends ShownPart {
    private final @Nullable String origin;
    private final @Nullable String id;
    private final Extras extras;
    private @Nullable String signature;
    private @Nullable String encrypted;
    private @Nullable DeltaKind visible;
    private boolean open;

    ThinkingPart(int index, @Nullable String origin, @Nullable String id, Extras extras) {
        super(index);
        this.origin = origin;
        this.id = id;
        this.extras = extras;
    }

    @Override
    void hold(UnifiedChunk.Delta delta) {
        if (!keep(delta)) {
            super.hold(delta);
        }
    }

    @Override
    boolean ready() {
        return visible != null || (ended() && (signature != null || encrypted != null));
    }

    @Override
    void show(UnifiedChunk.Delta delta, BlockFrames blocks, ByteWriter out) {
        if (keep(delta) || delta.kind() != visible) {
            return;
        }
        if (!open) {
            open(blocks, out);
        }
        blocks.fragment(delta.value(), out);
    }

    @Override
    void finish(BlockFrames blocks, ByteWriter out) {
        boolean claude = SignatureTag.ANTHROPIC.equals(origin);
        if (!open && (signature != null || (encrypted != null && !claude))) {
            open(blocks, out);
        }
        if (open) {
            blocks.signature(SignatureTag.shown(origin, signature, claude ? null : encrypted, id), out);
            blocks.close(out);
        }
        if (claude && encrypted != null) {
            blocks.redacted(encrypted, out);
        }
    }

    /** Keeps what is shown at the end; the kind of text that comes first is the one that is shown. */
    private boolean keep(UnifiedChunk.Delta delta) {
        switch (delta.kind()) {
            case SIGNATURE -> signature = delta.value();
            case ENCRYPTED -> encrypted = delta.value();
            case CONTENT, SUMMARY -> {
                if (visible == null) {
                    visible = delta.kind();
                }
                return false;
            }
            case ANNOTATION, LOGPROBS -> {}
        }
        return true;
    }

    private void open(BlockFrames blocks, ByteWriter out) {
        open = true;
        blocks.openThinking(extras, out);
    }
}
