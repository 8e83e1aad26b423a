package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the answers asked for, while it comes in. At most one part of text, reasoning or refusal is open; another kind
 * ends it (H20, H36). Tool calls live beside it. Not thread-safe.
 */
final class ChoiceState {
    private static final int LONGEST_REPETITION = 1 << 20;

    private final Emitter emitter;
    private final int index;
    private final ToolCalls tools;
    private final @Nullable ThinkTags thinkTags;
    private final List<String> waitingAnnotations = new ArrayList<>(0);
    private final List<String> waitingLogprobs = new ArrayList<>(0);
    private final RawObject extras = new RawObject();

    /** The open part and its kind; -1 for none. */
    private int part = -1;

    private PartKind kind = PartKind.TEXT;
    /** What the open part of reasoning is a piece of, where the provider says. */
    private @Nullable ReasoningDetail piece;

    private @Nullable String signature;
    private @Nullable StringBuilder encrypted;

    /** Thoughts that came as plain text, and how much of them came again as details. */
    private final StringBuilder plainThoughts = new StringBuilder(0);

    private int repeated;
    private boolean touched;
    private boolean refused;
    private @Nullable String finishWord;
    private @Nullable String nativeWord;
    private @Nullable String stopSequence;

    ChoiceState(Emitter emitter, int index, boolean readThinkTags) {
        this.emitter = emitter;
        this.index = index;
        this.tools = new ToolCalls(emitter, index);
        this.thinkTags = readThinkTags ? new ThinkTags(this::tagged) : null;
    }

    int index() {
        return index;
    }

    /** Whether anything of this answer came. */
    boolean touched() {
        return touched;
    }

    boolean finished() {
        return finishWord != null;
    }

    boolean hasToolCalls() {
        return !tools.isEmpty();
    }

    /** Whether its tool calls, if any, could be whole. */
    boolean toolCallsComplete() {
        return tools.complete();
    }

    void accept(ChoiceFields fields) {
        reasoning(fields);
        if (fields.content != null && !fields.content.isEmpty()) {
            text(fields.content);
        }
        for (ChoiceFields.Piece next : fields.pieces) {
            switch (next.kind()) {
                case TEXT -> text(next.text());
                case IMAGE -> picture(next.text(), Extras.NONE);
                case REASONING, REFUSAL, TOOL_CALL, CUSTOM_TOOL_CALL -> content(next.kind(), next.text());
            }
        }
        if (fields.refusal != null) {
            refused = true;
            content(PartKind.REFUSAL, fields.refusal);
        }
        for (ChoiceFields.Picture picture : fields.pictures) {
            picture(picture.url(), picture.extras().extras());
        }
        logprobs(fields.logprobs);
        annotations(fields.annotations);
        toolCalls(fields.tools);
        if (!fields.unknown.isEmpty()) {
            touched = true;
            emitter.emit(new UnifiedChunk.Opaque(Dialect.OPENAI_CHAT, index, fields.unknown.json()));
        }
        extras.addAll(fields.extras);
        if (fields.stopSequence != null) {
            stopSequence = fields.stopSequence;
        }
        if (fields.nativeReason != null) {
            nativeWord = fields.nativeReason;
        }
        if (fields.finishReason != null) {
            finishWord = fields.finishReason;
        }
    }

    /** Ends every part and tells how this answer ended; nothing may come after it. */
    UnifiedChunk.Ending end() {
        endThinkTags();
        if (!waitingAnnotations.isEmpty() || !waitingLogprobs.isEmpty()) {
            open(PartKind.TEXT, null, null, Extras.NONE);
        }
        endPart();
        tools.end();
        String word = finishWord;
        FinishReason reason = word == null ? FinishReason.STOP : FinishWords.of(word, nativeWord);
        if (reason == FinishReason.TOOL_CALLS && tools.isEmpty()) {
            reason = FinishReason.STOP;
        }
        if (reason == FinishReason.STOP) {
            // What the answer holds is believed before the word: servers say stop after tool calls.
            if (!tools.isEmpty()) {
                reason = FinishReason.TOOL_CALLS;
            } else if (refused) {
                reason = FinishReason.REFUSAL;
            } else if (stopSequence != null) {
                reason = FinishReason.STOP_SEQUENCE;
            }
        }
        String said = nativeWord != null ? nativeWord : word;
        return new UnifiedChunk.Ending(index, reason, said, stopSequence, extras.extras());
    }

    private void reasoning(ChoiceFields fields) {
        boolean visible = false;
        for (ReasoningDetail detail : fields.details) {
            visible |= detail.visible();
        }
        if (!visible && fields.reasoning != null) {
            content(PartKind.REASONING, fields.reasoning);
            if (plainThoughts.length() < LONGEST_REPETITION) {
                plainThoughts.append(fields.reasoning);
            }
        }
        for (ReasoningDetail detail : fields.details) {
            if (fields.reasoning != null || !repetition(detail)) {
                detail(detail);
            }
        }
    }

    /**
     * Whether an entry says again what plain text has said before: some servers send the whole of it once more at the end,
     * as details, to add a signature (H64). The signature then belongs to that text.
     */
    private boolean repetition(ReasoningDetail detail) {
        String said = detail.text != null ? detail.text : detail.summary;
        if (said == null
                || !plainThoughts
                        .substring(Math.min(repeated, plainThoughts.length()))
                        .startsWith(said)) {
            return false;
        }
        repeated += said.length();
        boolean open = part >= 0 && kind == PartKind.REASONING && piece == null;
        if (open && detail.data == null) {
            signature = signature == null ? detail.signature : signature;
            return true;
        }
        detail.text = null;
        detail.summary = null;
        return !detail.carries();
    }

    private void detail(ReasoningDetail detail) {
        touched = true;
        ReasoningDetail open = piece;
        if (part < 0 || kind != PartKind.REASONING || open == null || !open.samePiece(detail)) {
            open(PartKind.REASONING, detail.id, detail.format, detail.extras.extras());
            piece = detail;
        }
        if (detail.text != null) {
            emitter.delta(part, DeltaKind.CONTENT, detail.text);
        }
        if (detail.summary != null) {
            emitter.delta(part, DeltaKind.SUMMARY, detail.summary);
        }
        if (detail.data != null) {
            StringBuilder data = encrypted;
            if (data == null) {
                data = new StringBuilder();
                encrypted = data;
            }
            data.append(detail.data);
        }
        if (signature == null) {
            signature = detail.signature;
        }
    }

    private void text(String text) {
        ThinkTags tags = thinkTags;
        if (tags == null) {
            content(PartKind.TEXT, text);
        } else {
            touched = true;
            tags.add(text);
        }
    }

    private void tagged(String text, boolean thought) {
        content(thought ? PartKind.REASONING : PartKind.TEXT, text);
    }

    private void endThinkTags() {
        if (thinkTags != null) {
            thinkTags.end();
        }
    }

    private void content(PartKind wanted, String text) {
        touched = true;
        if (part < 0 || kind != wanted || piece != null) {
            open(wanted, null, null, Extras.NONE);
        }
        emitter.delta(part, DeltaKind.CONTENT, text);
    }

    private void picture(String url, Extras more) {
        touched = true;
        open(PartKind.IMAGE, null, null, more);
        emitter.delta(part, DeltaKind.CONTENT, url);
        endPart();
    }

    private void open(PartKind wanted, @Nullable String id, @Nullable String origin, Extras more) {
        endPart();
        tools.settle();
        part = emitter.nextPart();
        kind = wanted;
        emitter.emit(new UnifiedChunk.PartStarted(part, index, wanted, id, null, origin, more));
        if (wanted == PartKind.TEXT) {
            release(waitingAnnotations, part, DeltaKind.ANNOTATION);
        }
        release(waitingLogprobs, part, DeltaKind.LOGPROBS);
    }

    private void endPart() {
        if (part < 0) {
            return;
        }
        if (encrypted != null) {
            emitter.delta(part, DeltaKind.ENCRYPTED, encrypted.toString());
            encrypted = null;
        }
        if (signature != null) {
            emitter.delta(part, DeltaKind.SIGNATURE, signature);
            signature = null;
        }
        piece = null;
        emitter.emit(new UnifiedChunk.PartEnded(part));
        part = -1;
    }

    /** Citations belong to text; those that come without any wait for it. */
    private void annotations(List<String> annotations) {
        for (String annotation : annotations) {
            touched = true;
            if (part >= 0 && kind == PartKind.TEXT) {
                emitter.delta(part, DeltaKind.ANNOTATION, annotation);
            } else {
                waitingAnnotations.add(annotation);
            }
        }
    }

    private void toolCalls(List<ToolDelta> deltas) {
        for (ToolDelta delta : deltas) {
            if (!delta.isEmpty() || delta.signature != null) {
                touched = true;
                endThinkTags();
                endPart();
                tools.add(delta);
            }
        }
        int call = tools.openPart();
        if (call >= 0 && !waitingLogprobs.isEmpty()) {
            release(waitingLogprobs, call, DeltaKind.LOGPROBS);
        }
    }

    /** Log probabilities belong to the open part; those that come before one wait for it. */
    private void logprobs(@Nullable String logprobs) {
        if (logprobs == null || !Logprobs.filled(logprobs)) {
            return;
        }
        touched = true;
        if (part >= 0) {
            emitter.delta(part, DeltaKind.LOGPROBS, logprobs);
        } else {
            waitingLogprobs.add(logprobs);
        }
    }

    private void release(List<String> waiting, int owner, DeltaKind what) {
        for (String value : waiting) {
            emitter.delta(owner, what, value);
        }
        waiting.clear();
    }
}
