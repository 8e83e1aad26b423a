package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reasoning item: its summary, its text where a server shows it, and its ciphertext, which is final only when the item is
 * whole. An item that holds nothing of these is no part. Not thread-safe.
 */
final class ReasoningItem implements OutputItem {
    private static final int MAX_PIECES = 1 << 16;
    private static final String BETWEEN = "\n\n";

    private final Emitter emitter;
    private final List<SentText> summaries = new ArrayList<>(0);
    private final List<SentText> texts = new ArrayList<>(0);
    private @Nullable String id;
    private @Nullable String origin;
    private int lastSummary = -1;
    private int lastText = -1;
    private int part = -1;
    private boolean ended;

    ReasoningItem(Emitter emitter, @Nullable String id) {
        this.emitter = emitter;
        this.id = id;
    }

    @Override
    public String type() {
        return "reasoning";
    }

    void summary(int index, String fragment) {
        if (!fragment.isEmpty() && !ended) {
            sent(summaries, index).add(fragment);
            emitSummary(index, fragment);
        }
    }

    void text(int index, String fragment) {
        if (!fragment.isEmpty() && !ended) {
            sent(texts, index).add(fragment);
            emitText(index, fragment);
        }
    }

    @Override
    public void complete(ItemFields item) {
        if (ended) {
            return;
        }
        id = id == null ? item.id : id;
        origin = item.format;
        for (int i = 0; i < item.summary.size(); i++) {
            String rest = sent(summaries, i).rest(item.summary.get(i).text());
            if (rest != null) {
                emitSummary(i, rest);
            }
        }
        for (int i = 0; i < item.content.size(); i++) {
            String rest = sent(texts, i).rest(item.content.get(i).text());
            if (rest != null) {
                emitText(i, rest);
            }
        }
        whole(DeltaKind.SIGNATURE, item.signature);
        whole(DeltaKind.ENCRYPTED, item.encrypted);
        end();
    }

    @Override
    public void end() {
        if (!ended) {
            ended = true;
            if (part >= 0) {
                emitter.emit(new UnifiedChunk.PartEnded(part));
            }
        }
    }

    private void emitSummary(int index, String fragment) {
        open();
        if (lastSummary >= 0 && lastSummary != index) {
            emitter.delta(part, DeltaKind.SUMMARY, BETWEEN);
        }
        lastSummary = index;
        emitter.delta(part, DeltaKind.SUMMARY, fragment);
    }

    private void emitText(int index, String fragment) {
        open();
        if (lastText >= 0 && lastText != index) {
            emitter.delta(part, DeltaKind.CONTENT, BETWEEN);
        }
        lastText = index;
        emitter.delta(part, DeltaKind.CONTENT, fragment);
    }

    private void whole(DeltaKind kind, @Nullable String value) {
        if (value != null) {
            open();
            emitter.delta(part, kind, value);
        }
    }

    private void open() {
        if (part < 0) {
            part = emitter.nextPart();
            String format = origin == null ? ResponsesInput.ORIGIN : origin;
            emitter.emit(new UnifiedChunk.PartStarted(part, 0, PartKind.REASONING, id, null, format, Extras.NONE));
        }
    }

    private static SentText sent(List<SentText> all, int index) {
        if (index < 0 || index > MAX_PIECES) {
            throw Unreadable.because("reasoning with the index " + index);
        }
        while (all.size() <= index) {
            all.add(new SentText());
        }
        return all.get(index);
    }
}
