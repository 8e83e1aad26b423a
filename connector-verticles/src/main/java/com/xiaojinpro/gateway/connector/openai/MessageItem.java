package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of the model: one part for each piece of its content that holds anything (H21). Not thread-safe. */
final class MessageItem implements OutputItem {
    private static final int MAX_PIECES = 1 << 16;

    /** One piece of content, which has a part from its first text on. */
    private static final class Piece {
        private int part = -1;
        private boolean refusal;
        private boolean ended;
        private int annotations;
        private boolean logprobs;
        private final SentText sent = new SentText();
    }

    private final Emitter emitter;
    private final Extras extras;
    private final List<@Nullable Piece> pieces = new ArrayList<>(1);
    private boolean refused;
    private boolean complete;

    /**
     * @param extras what the provider says of the message as a whole, such as its phase
     */
    MessageItem(Emitter emitter, Extras extras) {
        this.emitter = emitter;
        this.extras = extras;
    }

    @Override
    public String type() {
        return "message";
    }

    /** Whether the model refused in it. */
    boolean refused() {
        return refused;
    }

    void text(int index, String fragment) {
        append(piece(index), fragment, false);
    }

    void refusal(int index, String fragment) {
        append(piece(index), fragment, true);
    }

    /** Takes a raw array of log probabilities of the last fragment. */
    void logprobs(int index, String array) {
        Piece piece = piece(index);
        if (piece.part >= 0 && !piece.ended) {
            piece.logprobs = true;
            String member = piece.refusal ? "{\"content\":null,\"refusal\":" : "{\"refusal\":null,\"content\":";
            emitter.delta(piece.part, DeltaKind.LOGPROBS, member + array + "}");
        }
    }

    void annotation(int index, String raw) {
        Piece piece = piece(index);
        if (!piece.ended) {
            open(piece, false);
            piece.annotations++;
            emitter.delta(piece.part, DeltaKind.ANNOTATION, raw);
        }
    }

    /** Takes a piece that is whole. */
    void complete(int index, ItemFields.Piece whole) {
        Piece piece = piece(index);
        boolean refusal = whole.type().equals("refusal");
        if (piece.ended
                || (!refusal
                        && !whole.type().equals("output_text")
                        && !whole.type().equals("text"))) {
            return;
        }
        String rest = piece.sent.rest(whole.text());
        if (rest != null) {
            emit(piece, rest, refusal);
        }
        if (whole.logprobs() != null && !piece.logprobs) {
            logprobs(index, whole.logprobs());
        }
        for (int i = piece.annotations; i < whole.annotations().size(); i++) {
            annotation(index, whole.annotations().get(i));
        }
    }

    @Override
    public void complete(ItemFields item) {
        if (complete) {
            return;
        }
        complete = true;
        for (int i = 0; i < item.content.size(); i++) {
            complete(i, item.content.get(i));
        }
        end();
    }

    @Override
    public void end() {
        for (Piece piece : pieces) {
            if (piece != null && piece.part >= 0 && !piece.ended) {
                piece.ended = true;
                emitter.emit(new UnifiedChunk.PartEnded(piece.part));
            }
        }
    }

    private void append(Piece piece, String fragment, boolean refusal) {
        if (!fragment.isEmpty() && !piece.ended) {
            piece.sent.add(fragment);
            emit(piece, fragment, refusal);
        }
    }

    private void emit(Piece piece, String fragment, boolean refusal) {
        open(piece, refusal);
        emitter.delta(piece.part, DeltaKind.CONTENT, fragment);
    }

    private void open(Piece piece, boolean refusal) {
        if (piece.part < 0) {
            piece.part = emitter.nextPart();
            piece.refusal = refusal;
            refused |= refusal;
            PartKind kind = refusal ? PartKind.REFUSAL : PartKind.TEXT;
            emitter.emit(new UnifiedChunk.PartStarted(piece.part, 0, kind, null, null, null, extras));
        }
    }

    private Piece piece(int index) {
        if (index < 0 || index > MAX_PIECES) {
            throw Unreadable.because("content with the index " + index);
        }
        while (pieces.size() <= index) {
            pieces.add(null);
        }
        Piece piece = pieces.get(index);
        if (piece == null) {
            piece = new Piece();
            pieces.set(index, piece);
        }
        return piece;
    }
}
