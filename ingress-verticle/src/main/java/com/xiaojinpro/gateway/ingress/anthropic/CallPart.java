package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.ingress.protocol.SignatureTag;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import org.jspecify.annotations.Nullable;

/**
 * A tool call as a tool_use block. Its fragments add up to an object whatever the model wrote: nothing becomes {@code {}}
 * (H23), the text of a free-text tool and arguments that do not begin an object are wrapped. A signature bound to the call
 * stands in a thinking block of its own: before the call where it came in time, because clients may drop a thought that
 * ends a turn, else after it.
 */
final class CallPart extends ShownPart {
    private enum Form {
        UNKNOWN,
        OBJECT,
        WRAPPED
    }

    private final String id;
    private final String name;
    private final boolean custom;
    private final Extras extras;
    private final boolean awaitsSignature;
    private @Nullable String signature;
    private @Nullable String space;
    private Form form = Form.UNKNOWN;
    private boolean hasContent;
    private boolean open;

    /**
     * @param awaitsSignature whether the provider signs calls and sends them whole, so that waiting for the signature costs
     *     nothing
     */
    CallPart(int index, String id, String name, boolean custom, Extras extras, boolean awaitsSignature) {
        super(index);
        this.id = id;
        this.name = name;
        this.custom = custom;
        this.extras = extras;
        this.awaitsSignature = awaitsSignature;
    }

    @Override
    void hold(UnifiedChunk.Delta delta) {
        if (delta.kind() == DeltaKind.SIGNATURE) {
            signature = delta.value();
        } else if (delta.kind() == DeltaKind.CONTENT) {
            hasContent = true;
            super.hold(delta);
        }
    }

    @Override
    boolean ready() {
        return ended() || !awaitsSignature || (hasContent && signature != null);
    }

    @Override
    void show(UnifiedChunk.Delta delta, BlockFrames blocks, ByteWriter out) {
        switch (delta.kind()) {
            case CONTENT -> {
                open(blocks, out);
                argument(delta.value(), blocks, out);
            }
            case SIGNATURE -> signature = delta.value();
            case SUMMARY, ENCRYPTED, ANNOTATION, LOGPROBS -> {}
        }
    }

    @Override
    void finish(BlockFrames blocks, ByteWriter out) {
        open(blocks, out);
        switch (form) {
            case UNKNOWN -> blocks.fragment(ToolInput.EMPTY, out);
            case OBJECT -> {}
            case WRAPPED -> blocks.fragment(ToolInput.AFTER, out);
        }
        blocks.close(out);
        sign(blocks, out);
    }

    private void open(BlockFrames blocks, ByteWriter out) {
        if (open) {
            return;
        }
        open = true;
        sign(blocks, out);
        blocks.openCall(id, name, extras, out);
        if (custom) {
            form = Form.WRAPPED;
            blocks.fragment(ToolInput.BEFORE_TEXT, out);
        }
    }

    private void argument(String fragment, BlockFrames blocks, ByteWriter out) {
        switch (form) {
            case OBJECT -> blocks.fragment(fragment, out);
            case WRAPPED -> blocks.fragment(JsonText.escaped(fragment), out);
            case UNKNOWN -> begin(fragment, blocks, out);
        }
    }

    /** Decides the form with the first character that is no space. */
    private void begin(String fragment, BlockFrames blocks, ByteWriter out) {
        String lead = space == null ? fragment : space + fragment;
        int first = ToolInput.afterSpace(lead);
        if (first == lead.length()) {
            space = lead;
            return;
        }
        space = null;
        if (lead.charAt(first) == '{') {
            form = Form.OBJECT;
            blocks.fragment(lead, out);
        } else {
            form = Form.WRAPPED;
            blocks.fragment(ToolInput.BEFORE_RAW, out);
            blocks.fragment(JsonText.escaped(lead), out);
        }
    }

    private void sign(BlockFrames blocks, ByteWriter out) {
        String bound = signature;
        if (bound != null) {
            signature = null;
            blocks.openThinking(Extras.NONE, out);
            blocks.signature(SignatureTag.ofCall(bound, id), out);
            blocks.close(out);
        }
    }
}
