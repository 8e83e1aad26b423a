package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one candidate: whole in one part, or one after the other in pieces. The signature of a call stands before its
 * arguments. Not thread-safe.
 */
final class CallState {
    private final Emitter emitter;
    private final int choice;
    private final ToolNames names;
    private final BiConsumer<String, String> signed;
    private @Nullable PartialArguments partial;
    /** The arguments of a free-text tool, whose text can only be taken out of the whole. */
    private @Nullable StringBuilder held;

    private int part = -1;
    private boolean any;

    /**
     * @param signed told of each signature: the call's id and the signature
     */
    CallState(Emitter emitter, int choice, ToolNames names, BiConsumer<String, String> signed) {
        this.emitter = emitter;
        this.choice = choice;
        this.names = names;
        this.signed = signed;
    }

    /** Whether there was a call. */
    boolean any() {
        return any;
    }

    void add(PartFields fields) {
        if (part >= 0 && fields.name != null) {
            end();
        }
        if (part < 0) {
            if (fields.name == null) {
                if (fields.args == null && fields.partialArgs == null) {
                    // The end of a call that came whole.
                    return;
                }
                throw Fault.of(FaultKind.UPSTREAM_INVALID, "The provider sent a call without a name.")
                        .exception();
            }
            start(fields.name, fields.id, fields.signature);
        } else if (fields.signature != null) {
            emitter.delta(part, DeltaKind.SIGNATURE, fields.signature);
        }
        if (fields.partialArgs != null || fields.willContinue) {
            pieces(fields.partialArgs);
        } else if (fields.args != null && partial == null) {
            fragment(CallArguments.compact(fields.args));
            finish();
            return;
        }
        if (!fields.willContinue) {
            end();
        }
    }

    /** Ends the call that is open, as if nothing of it were missing. */
    void end() {
        if (part < 0) {
            return;
        }
        PartialArguments pieces = partial == null ? new PartialArguments() : partial;
        StringBuilder rest = new StringBuilder();
        pieces.end(rest);
        fragment(rest.toString());
        finish();
    }

    /** Ends the call that is open where the answer was cut: its arguments stay the piece they are. */
    void cut() {
        if (part >= 0) {
            finish();
        }
    }

    private void start(String name, @Nullable String id, @Nullable String signature) {
        any = true;
        part = emitter.nextPart();
        String told = names.told(name);
        boolean custom = names.custom(told);
        String callId = emitter.callId(id);
        held = custom ? new StringBuilder() : null;
        emitter.emit(new UnifiedChunk.PartStarted(
                part,
                choice,
                custom ? PartKind.CUSTOM_TOOL_CALL : PartKind.TOOL_CALL,
                callId,
                told,
                null,
                Extras.NONE));
        if (signature != null) {
            signed.accept(callId, signature);
            emitter.delta(part, DeltaKind.SIGNATURE, signature);
        }
    }

    private void pieces(@Nullable List<ArgumentPiece> pieces) {
        if (partial == null) {
            partial = new PartialArguments();
        }
        if (pieces != null) {
            StringBuilder out = new StringBuilder();
            for (ArgumentPiece piece : pieces) {
                partial.append(piece, out);
            }
            fragment(out.toString());
        }
    }

    private void fragment(String arguments) {
        if (held != null) {
            held.append(arguments);
        } else if (!arguments.isEmpty()) {
            emitter.delta(part, DeltaKind.CONTENT, arguments);
        }
    }

    private void finish() {
        if (held != null) {
            emitter.delta(part, DeltaKind.CONTENT, CallArguments.text(held.toString()));
        }
        emitter.emit(new UnifiedChunk.PartEnded(part));
        part = -1;
        partial = null;
        held = null;
    }
}
