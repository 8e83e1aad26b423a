package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.connector.codec.JsonBalance;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import org.jspecify.annotations.Nullable;

/**
 * One tool call while its fragments come in. The part starts when the name can be taken for whole: with the first
 * arguments after it, the next call, or the end (H25). Not thread-safe.
 */
final class ToolCallState {
    private final Emitter emitter;
    private final int choice;
    private final int index;
    private final JsonBalance balance = new JsonBalance();
    private final StringBuilder held = new StringBuilder();
    private final RawObject extras = new RawObject();
    private @Nullable String id;
    private String name = "";
    private boolean custom;
    private @Nullable String signature;
    /** Arguments {@code {}} that came with the name: all of them, or a placeholder for what follows (H23). */
    private boolean placeholder;

    private boolean blank = true;
    private int part = -1;
    private boolean sent;
    private boolean ended;

    ToolCallState(Emitter emitter, int choice, int index) {
        this.emitter = emitter;
        this.choice = choice;
        this.index = index;
    }

    int index() {
        return index;
    }

    @Nullable
    String id() {
        return id;
    }

    boolean named() {
        return !name.isEmpty();
    }

    /** Its part, where it is open; else -1. */
    int openPart() {
        return ended ? -1 : part;
    }

    /** Whether more arguments may belong to it. */
    boolean incomplete() {
        return !ended && !balance.closed();
    }

    /** Whether a fragment with this call's index or id begins another call (H14). */
    boolean begunAnewBy(ToolDelta delta) {
        if (delta.name == null || name.isEmpty()) {
            return false;
        }
        boolean sameName = delta.name.equals(name);
        boolean arguments = delta.arguments != null && !delta.arguments.isBlank();
        if (balance.closed()) {
            return arguments || !sameName;
        }
        return !sameName && !blank && delta.id == null;
    }

    /** Whether a fragment only says this call's name again. */
    boolean repeats(ToolDelta delta) {
        return name.equals(delta.name);
    }

    void add(ToolDelta delta) {
        custom |= delta.custom;
        if (id == null) {
            id = delta.id;
        }
        if (delta.signature != null) {
            signature = delta.signature;
        }
        extras.addAll(delta.extras);
        boolean opener = name.isEmpty() && delta.name != null;
        name(delta.name);
        String arguments = delta.arguments;
        if (arguments == null || arguments.isEmpty()) {
            return;
        }
        if (ended) {
            if (!arguments.isBlank()) {
                throw ToolCalls.unreadable("more arguments for a tool call that had ended");
            }
            return;
        }
        if (placeholder && !sent) {
            if (arguments.isBlank()) {
                return;
            }
            held.setLength(0);
            placeholder = false;
            blank = true;
        }
        if (opener && !custom && arguments.strip().equals("{}")) {
            placeholder = true;
        }
        blank &= arguments.isBlank();
        balance.add(arguments);
        if (part < 0 || placeholder) {
            held.append(arguments);
            if (named() && !blank && !placeholder) {
                begin();
            }
        } else {
            send(arguments);
        }
    }

    private void name(@Nullable String fragment) {
        if (fragment == null || part >= 0 || fragment.equals(name)) {
            return;
        }
        if (fragment.startsWith(name)) {
            name = fragment;
        } else if (blank) {
            name = name + fragment;
        }
    }

    /** Starts the part, where the name is known. */
    void begin() {
        if (part >= 0 || name.isEmpty()) {
            return;
        }
        part = emitter.nextPart();
        PartKind kind = custom ? PartKind.CUSTOM_TOOL_CALL : PartKind.TOOL_CALL;
        emitter.emit(new UnifiedChunk.PartStarted(part, choice, kind, emitter.callId(id), name, null, extras.extras()));
        if (!blank && !placeholder) {
            send(held.toString());
            held.setLength(0);
        }
    }

    /** Ends the part where its arguments can be taken for whole and the answer has moved on. */
    void settle() {
        if (!custom && !placeholder && balance.closed()) {
            end();
        }
    }

    /** Ends the part: nothing can follow. A call without arguments is a call with an empty object (H23). */
    void end() {
        if (ended) {
            return;
        }
        if (name.isEmpty()) {
            throw ToolCalls.unreadable("a tool call without a name");
        }
        begin();
        if (!sent && !custom) {
            send("{}");
        }
        if (signature != null) {
            emitter.delta(part, DeltaKind.SIGNATURE, signature);
        }
        emitter.emit(new UnifiedChunk.PartEnded(part));
        ended = true;
    }

    private void send(String arguments) {
        emitter.delta(part, DeltaKind.CONTENT, arguments);
        sent = true;
    }
}
