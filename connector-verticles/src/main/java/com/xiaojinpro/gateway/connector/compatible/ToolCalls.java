package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the tool calls of one choice together from fragments that name their call in many ways: by index, by id, by
 * standing next to it. The order of belief: another id is another call, whatever its index says; then the index; then the
 * one call that is not complete (H14, H15). A fragment that belongs nowhere fails the answer, it is never dropped. Not
 * thread-safe.
 */
final class ToolCalls {
    private final Emitter emitter;
    private final int choice;
    private final List<ToolCallState> calls = new ArrayList<>(2);

    ToolCalls(Emitter emitter, int choice) {
        this.emitter = emitter;
        this.choice = choice;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** The part of the newest call, where it is open; -1 where it is not. */
    int openPart() {
        return calls.isEmpty() ? -1 : calls.get(calls.size() - 1).openPart();
    }

    void add(ToolDelta delta) {
        if (delta.isEmpty() && delta.signature == null) {
            return;
        }
        ToolCallState call = callOf(delta);
        if (call == null) {
            if (delta.id == null && delta.name == null && (delta.arguments == null || delta.arguments.isBlank())) {
                return;
            }
            for (ToolCallState earlier : calls) {
                earlier.begin();
            }
            settle();
            call = new ToolCallState(emitter, choice, delta.index);
            calls.add(call);
        }
        call.add(delta);
    }

    /** Something other than a tool call follows: what can be taken for whole ends. */
    void settle() {
        for (ToolCallState call : calls) {
            call.settle();
        }
    }

    /** The answer has ended, and so have its calls. */
    void end() {
        for (ToolCallState call : calls) {
            call.end();
        }
    }

    /** Whether every call could be whole; for answers that end without saying how. */
    boolean complete() {
        for (ToolCallState call : calls) {
            if (call.incomplete()) {
                return false;
            }
        }
        return true;
    }

    /** The call a fragment belongs to; null where it begins one. */
    private @Nullable ToolCallState callOf(ToolDelta delta) {
        ToolCallState sameId = withId(delta.id);
        ToolCallState sameIndex = withIndex(delta.index);
        if (sameIndex != null) {
            boolean otherId = delta.id != null && sameIndex.id() != null && !delta.id.equals(sameIndex.id());
            if (otherId) {
                return sameId;
            }
            return sameIndex.begunAnewBy(delta) ? null : sameIndex;
        }
        if (sameId != null) {
            boolean otherIndex = delta.index >= 0 && sameId.index() >= 0 && delta.name != null && sameId.named();
            return otherIndex || sameId.begunAnewBy(delta) ? null : sameId;
        }
        ToolCallState last = calls.isEmpty() ? null : calls.get(calls.size() - 1);
        if (last == null) {
            return null;
        }
        if (delta.id != null || delta.name != null) {
            boolean completesLast = !last.named() && last.id() == null && (delta.index < 0 || last.index() < 0);
            if (completesLast) {
                return last;
            }
            boolean repeats = delta.id == null && delta.index < 0 && last.incomplete() && !last.begunAnewBy(delta);
            return repeats && last.named() && last.repeats(delta) ? last : null;
        }
        return delta.index < 0 ? last : orphanOwner();
    }

    /** Arguments with an index nobody opened belong to the one call that waits for some (H15). */
    private @Nullable ToolCallState orphanOwner() {
        ToolCallState waiting = null;
        for (ToolCallState call : calls) {
            if (call.incomplete()) {
                if (waiting != null) {
                    throw unreadable("tool arguments that could belong to several calls");
                }
                waiting = call;
            }
        }
        return waiting;
    }

    private @Nullable ToolCallState withId(@Nullable String id) {
        if (id != null) {
            for (int i = calls.size() - 1; i >= 0; i--) {
                if (id.equals(calls.get(i).id())) {
                    return calls.get(i);
                }
            }
        }
        return null;
    }

    private @Nullable ToolCallState withIndex(int index) {
        if (index >= 0) {
            for (int i = calls.size() - 1; i >= 0; i--) {
                if (calls.get(i).index() == index) {
                    return calls.get(i);
                }
            }
        }
        return null;
    }

    static RuntimeException unreadable(String what) {
        return Fault.of(FaultKind.UPSTREAM_INVALID, "The provider sent " + what + ".")
                .exception();
    }
}
