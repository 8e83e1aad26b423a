package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.TokenEstimate;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one answer as parts: one is open at a time, and ends at its stop, or where the next begins. The provider's
 * index only says whether a delta belongs to the open block; parts are counted by the {@link Emitter} (H12, H13). Not
 * thread-safe.
 */
final class AnswerBlocks {
    /** What the deltas of the open block are. */
    private enum Shape {
        NONE,
        TEXT,
        THOUGHT,
        CALL,
        /** A free-text call: its arguments are held until the text in them can be read. */
        CUSTOM_CALL,
        /** The call that stands for a structured answer. */
        ANSWER,
        OPAQUE
    }

    private final Emitter emitter;
    private final AnswerNames names;
    private Shape shape = Shape.NONE;
    private long index = -1;
    private int part;
    private @Nullable String signature;
    private @Nullable String startInput;
    private boolean blankArguments;
    private StringBuilder held = new StringBuilder(0);
    private OpaqueBlock opaque = new OpaqueBlock("{}");
    private boolean called;
    private boolean answered;
    private long quarters;

    AnswerBlocks(Emitter emitter, AnswerNames names) {
        this.emitter = emitter;
        this.names = names;
    }

    /** Whether a call of a client's tool came. */
    boolean called() {
        return called;
    }

    /** Whether the call came that stands for a structured answer. */
    boolean answered() {
        return answered;
    }

    /** An estimate of the tokens of everything that came. */
    long tokens() {
        return TokenEstimate.tokens(quarters);
    }

    void start(long blockIndex, BlockFields block) {
        end();
        index = blockIndex;
        signature = block.signature;
        startInput = block.input;
        blankArguments = true;
        switch (block.kind) {
            case TEXT -> {
                open(Shape.TEXT, PartKind.TEXT, null, null, block.extras.extras());
                content(block.text);
                for (String citation : block.citations) {
                    emitter.delta(part, DeltaKind.ANNOTATION, citation);
                }
            }
            case THINKING -> {
                open(Shape.THOUGHT, PartKind.REASONING, null, null, block.extras.extras());
                content(block.text);
            }
            case REDACTED -> {
                open(Shape.THOUGHT, PartKind.REASONING, null, null, block.extras.extras());
                if (block.data != null) {
                    emitter.delta(part, DeltaKind.ENCRYPTED, block.data);
                }
            }
            case CALL -> call(block);
            case OPAQUE -> {
                shape = Shape.OPAQUE;
                opaque = new OpaqueBlock(block.raw);
            }
        }
    }

    private void call(BlockFields block) {
        String name = block.name;
        if (name == null) {
            throw unreadable("a tool call without a name");
        }
        if (names.answer(name)) {
            answered = true;
            open(Shape.ANSWER, PartKind.TEXT, null, null, Extras.NONE);
            return;
        }
        called = true;
        String told = names.told(name);
        boolean custom = names.custom(told);
        held = new StringBuilder(0);
        open(
                custom ? Shape.CUSTOM_CALL : Shape.CALL,
                custom ? PartKind.CUSTOM_TOOL_CALL : PartKind.TOOL_CALL,
                emitter.callId(block.id),
                told,
                block.extras.extras());
    }

    /** Takes a delta of the open block; one of another block would be lost, so it is a fault. */
    void delta(long blockIndex, DeltaFields delta) {
        String value = delta.value;
        if (delta.kind == DeltaFields.Kind.UNKNOWN || value == null || value.isEmpty()) {
            return;
        }
        if (shape == Shape.NONE || (blockIndex >= 0 && blockIndex != index)) {
            throw unreadable("a piece of a block that is not open");
        }
        if (shape == Shape.OPAQUE) {
            opaque.add(delta.kind, value);
            return;
        }
        switch (delta.kind) {
            case TEXT -> {
                become(Shape.TEXT);
                content(value);
            }
            case THOUGHT -> {
                become(Shape.THOUGHT);
                content(value);
            }
            case ARGUMENTS -> arguments(value);
            case SIGNATURE -> signature = value;
            case CITATION -> emitter.delta(part, DeltaKind.ANNOTATION, value);
            case COMPACTION, UNKNOWN -> {}
        }
    }

    void stop(long blockIndex) {
        if (blockIndex < 0 || blockIndex == index) {
            end();
        }
    }

    /** Ends the open part, if any, with what comes last in it. */
    void end() {
        Shape ending = shape;
        shape = Shape.NONE;
        switch (ending) {
            case NONE -> {}
            case OPAQUE -> emitter.emit(new UnifiedChunk.Opaque(Dialect.ANTHROPIC_MESSAGES, 0, opaque.json()));
            case TEXT -> emitter.emit(new UnifiedChunk.PartEnded(part));
            case THOUGHT -> {
                if (signature != null) {
                    emitter.delta(part, DeltaKind.SIGNATURE, signature);
                }
                emitter.emit(new UnifiedChunk.PartEnded(part));
            }
            case CALL, ANSWER -> {
                if (blankArguments) {
                    // Nothing is not JSON; the input of the start counts where no other came (H23).
                    emitter.delta(part, DeltaKind.CONTENT, startInput == null ? "{}" : startInput);
                }
                emitter.emit(new UnifiedChunk.PartEnded(part));
            }
            case CUSTOM_CALL -> {
                String input = blankArguments ? startInput : held.toString();
                String text = input == null ? "" : ToolInput.text(input);
                if (!text.isEmpty()) {
                    emitter.delta(part, DeltaKind.CONTENT, text);
                }
                emitter.emit(new UnifiedChunk.PartEnded(part));
            }
        }
    }

    private void open(Shape newShape, PartKind kind, @Nullable String id, @Nullable String name, Extras extras) {
        shape = newShape;
        part = emitter.nextPart();
        String origin = kind == PartKind.REASONING ? MessagesAnswer.ORIGIN : null;
        emitter.emit(new UnifiedChunk.PartStarted(part, 0, kind, id, name, origin, extras));
    }

    /** A text block that turns out to hold a thought, or the reverse, becomes two parts (H20). */
    private void become(Shape wanted) {
        if (shape == wanted) {
            return;
        }
        end();
        signature = null;
        open(wanted, wanted == Shape.TEXT ? PartKind.TEXT : PartKind.REASONING, null, null, Extras.NONE);
    }

    private void arguments(String fragment) {
        switch (shape) {
            case CALL, ANSWER -> {
                blankArguments &= fragment.isBlank();
                content(fragment);
            }
            case CUSTOM_CALL -> {
                blankArguments &= fragment.isBlank();
                held.append(fragment);
                quarters += names.estimates() ? TokenEstimate.quarters(fragment) : 0;
            }
            case NONE, TEXT, THOUGHT, OPAQUE -> throw unreadable("arguments of a block that is no tool call");
        }
    }

    private void content(@Nullable String text) {
        if (text != null) {
            quarters += names.estimates() ? TokenEstimate.quarters(text) : 0;
            emitter.delta(part, DeltaKind.CONTENT, text);
        }
    }

    static RuntimeException unreadable(String what) {
        return Fault.of(FaultKind.UPSTREAM_INVALID, "The provider sent " + what + ".")
                .exception();
    }
}
