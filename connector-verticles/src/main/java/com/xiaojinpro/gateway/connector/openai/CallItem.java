package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function or of a free-text tool. It begins when its name is known (H25); arguments that come before are held.
 * Clients know it by its {@code call_id}, not by the id of the item (H77). Not thread-safe.
 */
final class CallItem implements OutputItem {
    private final Emitter emitter;
    private final boolean custom;
    private final SentText sent = new SentText();
    private StringBuilder held = new StringBuilder(0);
    private @Nullable String itemId;
    private @Nullable String callId;
    private @Nullable String name;
    private Extras extras = Extras.NONE;
    private int part = -1;
    private boolean blank = true;
    private boolean ended;

    CallItem(Emitter emitter, boolean custom) {
        this.emitter = emitter;
        this.custom = custom;
    }

    @Override
    public String type() {
        return custom ? "custom_tool_call" : "function_call";
    }

    /** Whether there is a call: a name came. */
    boolean begun() {
        return part >= 0;
    }

    /** Takes what is known of the call when it begins; its arguments follow. */
    void begin(ItemFields item) {
        learn(item);
        open();
    }

    /** Takes the name from an event that repeats it. */
    void named(@Nullable String told) {
        if (name == null) {
            name = told;
        }
        open();
    }

    void arguments(String fragment) {
        if (fragment.isEmpty() || ended) {
            return;
        }
        sent.add(fragment);
        append(fragment);
    }

    /** Takes the arguments whole. */
    void allArguments(String whole) {
        String rest = ended ? null : sent.rest(whole);
        if (rest != null) {
            append(rest);
        }
    }

    @Override
    public void complete(ItemFields item) {
        if (ended) {
            return;
        }
        learn(item);
        open();
        String whole = custom ? item.input : item.arguments;
        if (whole != null) {
            allArguments(whole);
        }
        end();
    }

    @Override
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (part < 0) {
            if (held.length() > 0) {
                throw Unreadable.because("a tool call without a name");
            }
            return;
        }
        if (blank && !custom) {
            // Nothing is not JSON (H23).
            emitter.delta(part, DeltaKind.CONTENT, "{}");
        }
        emitter.emit(new UnifiedChunk.PartEnded(part));
    }

    private void learn(ItemFields item) {
        itemId = itemId == null ? item.id : itemId;
        callId = callId == null ? item.callId : callId;
        name = name == null ? item.name : name;
        extras = item.extras.isEmpty() ? extras : item.extras.extras();
    }

    private void open() {
        String called = name;
        if (part >= 0 || called == null) {
            return;
        }
        part = emitter.nextPart();
        PartKind kind = custom ? PartKind.CUSTOM_TOOL_CALL : PartKind.TOOL_CALL;
        String id = emitter.callId(callId != null ? callId : itemId);
        emitter.emit(new UnifiedChunk.PartStarted(part, 0, kind, id, called, null, extras));
        if (held.length() > 0) {
            String waiting = held.toString();
            held = new StringBuilder(0);
            append(waiting);
        }
    }

    private void append(String fragment) {
        if (part < 0) {
            held.append(fragment);
            return;
        }
        blank = blank && fragment.isBlank();
        emitter.delta(part, DeltaKind.CONTENT, fragment);
    }
}
