package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.ingress.protocol.SignatureTag;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import org.jspecify.annotations.Nullable;

/**
 * A thought: a reasoning item. What was thought is its {@code content}, a summary its {@code summary}; what must come back
 * unchanged stands in {@code encrypted_content}, OpenAI's own as it is, any other as a tag of the gateway (H62).
 */
final class ReasoningPart implements OutputPart {
    private final Output output;
    private final @Nullable String origin;
    private final @Nullable String providerId;
    private final Extras extras;
    private final ReasoningText text;
    private final ReasoningText summary;
    private @Nullable ItemFrame frame;
    private @Nullable String signature;
    private @Nullable String encrypted;

    ReasoningPart(Output output, UnifiedChunk.PartStarted start) {
        this.output = output;
        this.origin = start.origin();
        this.providerId = start.id();
        this.extras = start.extras();
        this.text = ReasoningText.content(output);
        this.summary = ReasoningText.summary(output);
    }

    /** Shows an item that holds nothing but a tag. */
    static void seal(Output output, ByteWriter out, String tag) {
        ItemFrame item = output.add("rs", Extras.NONE);
        byte[] json = ItemJson.reasoning(output.scratch(), item.id(), "", "", tag, Extras.NONE)
                .take()
                .getBytes();
        item.added(out, json);
        item.done(out, json);
    }

    /**
     * What stands in {@code encrypted_content}; null where there is nothing to bring back.
     *
     * @param id the provider's id of the thought
     */
    static @Nullable String encrypted(
            @Nullable String origin, @Nullable String signature, @Nullable String encrypted, @Nullable String id) {
        // A piece of OpenAI's reasoning that came without its id (OpenRouter) is no item that OpenAI would know.
        boolean piece = encrypted == null && id == null;
        if (ReasoningItemReader.OPENAI.equals(origin) && signature == null && !piece) {
            return encrypted;
        }
        if (origin == null && signature == null && encrypted == null) {
            return null;
        }
        return new SignatureTag(origin, signature, encrypted, id, null).text();
    }

    /** The id of the item: the provider's own where OpenAI made it, which wants it back; null for one of the gateway's. */
    static @Nullable String ownId(@Nullable String origin, @Nullable String id) {
        return ReasoningItemReader.OPENAI.equals(origin) ? id : null;
    }

    @Override
    public void delta(ByteWriter out, DeltaKind kind, String value) {
        if (value.isEmpty()) {
            return;
        }
        switch (kind) {
            case CONTENT -> text.add(out, open(out), value);
            case SUMMARY -> summary.add(out, open(out), value);
            case SIGNATURE -> {
                open(out);
                signature = value;
            }
            case ENCRYPTED -> {
                open(out);
                encrypted = value;
            }
            case ANNOTATION, LOGPROBS -> {}
        }
    }

    @Override
    public void close(ByteWriter out) {
        ItemFrame item = frame;
        if (item == null) {
            return;
        }
        summary.close(out, item);
        text.close(out, item);
        item.done(out, item(item, encrypted(origin, signature, encrypted, providerId)));
    }

    @Override
    public void breakOff() {
        ItemFrame item = frame;
        if (item != null) {
            item.state(item(item, null));
        }
    }

    private ItemFrame open(ByteWriter out) {
        ItemFrame item = frame;
        if (item == null) {
            item = output.add("rs", extras, ownId(origin, providerId));
            frame = item;
            item.added(out, item(item, null));
        }
        return item;
    }

    private byte[] item(ItemFrame item, @Nullable String opaque) {
        return ItemJson.reasoning(output.scratch(), item.id(), text.whole(), summary.whole(), opaque, item.extras())
                .take()
                .getBytes();
    }
}
