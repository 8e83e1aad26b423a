package com.xiaojinpro.gateway.connector.echo;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The events of one answer, made one by one. Not thread-safe. */
final class EchoAnswer implements Iterator<UnifiedChunk> {
    private enum State {
        BEFORE,
        BETWEEN_PARTS,
        IN_PART,
        USAGE_TOLD,
        OVER
    }

    private final EchoPlan plan;
    private final long created;
    private final List<UnifiedChunk.Ending> endings = new ArrayList<>();
    private State state = State.BEFORE;
    /** The part that is open or comes next, of the choice that is being said. */
    private int part;

    private int place;
    private int index = -1;
    private long piecesOfChoice;
    private long pieces;
    private long reasoningPieces;

    EchoAnswer(EchoPlan plan, long created) {
        this.plan = plan;
        this.created = created;
    }

    @Override
    public boolean hasNext() {
        return state != State.OVER;
    }

    @Override
    public UnifiedChunk next() {
        return switch (state) {
            case BEFORE -> start();
            case BETWEEN_PARTS -> betweenParts();
            case IN_PART -> inPart(plan.parts().get(part));
            case USAGE_TOLD -> over(new UnifiedChunk.Finished(endings));
            case OVER -> throw new NoSuchElementException();
        };
    }

    private UnifiedChunk start() {
        Fault failure = plan.failure();
        if (failure != null && plan.failAfter() < 0) {
            return over(new UnifiedChunk.Failed(failure));
        }
        state = State.BETWEEN_PARTS;
        String id = "echo-" + Conversation.id(plan.fingerprint(), -1);
        return new UnifiedChunk.Started(id, EchoProvider.MODEL, created, Dialect.OPENAI_CHAT, Extras.NONE);
    }

    private UnifiedChunk betweenParts() {
        while (part == plan.parts().size() || piecesOfChoice >= plan.limit()) {
            boolean cut = part < plan.parts().size();
            endings.add(cut ? ending(FinishReason.LENGTH, null) : ending(plan.reason(), plan.stopSequence()));
            if (endings.size() == plan.choices()) {
                return end();
            }
            part = 0;
            piecesOfChoice = 0;
        }
        Fault failure = due();
        if (failure != null) {
            return over(new UnifiedChunk.Failed(failure));
        }
        state = State.IN_PART;
        place = 0;
        index++;
        EchoPart next = plan.parts().get(part);
        boolean call = next.kind() == PartKind.TOOL_CALL || next.kind() == PartKind.CUSTOM_TOOL_CALL;
        String id = call ? "call_" + Conversation.id(plan.fingerprint(), index) : null;
        String tool = call ? next.tool() : null;
        return new UnifiedChunk.PartStarted(index, endings.size(), next.kind(), id, tool, null, Extras.NONE);
    }

    private UnifiedChunk inPart(EchoPart open) {
        Fault failure = due();
        if (failure != null) {
            return over(new UnifiedChunk.Failed(failure));
        }
        int end = Pieces.end(open.text(), place);
        boolean whole = end == place;
        if (whole || piecesOfChoice >= plan.limit()) {
            state = State.BETWEEN_PARTS;
            // A part that was cut stays the current one: the choice ends for its length.
            part += whole ? 1 : 0;
            return new UnifiedChunk.PartEnded(index);
        }
        String piece = open.text().substring(place, end);
        place = end;
        pieces++;
        piecesOfChoice++;
        reasoningPieces += open.kind() == PartKind.REASONING ? 1 : 0;
        return UnifiedChunk.Delta.content(index, piece);
    }

    private UnifiedChunk end() {
        Fault failure = plan.failure();
        if (failure != null) {
            return over(new UnifiedChunk.Failed(failure));
        }
        state = State.USAGE_TOLD;
        return new UnifiedChunk.UsageReported(usage());
    }

    /** Reported where the request said what to report; else the pieces, which are an estimate of tokens at best. */
    private Usage usage() {
        EchoMarks.Tokens asked = plan.usage();
        if (asked != null) {
            return Usage.of(asked.input(), asked.output(), Usage.Source.REPORTED);
        }
        return new Usage(
                plan.inputWords(), 0, 0, 0, 0, pieces, reasoningPieces, 0, null, Usage.Source.ESTIMATED, Extras.NONE);
    }

    private UnifiedChunk.Ending ending(FinishReason reason, @Nullable String stopSequence) {
        String word =
                reason == FinishReason.STOP_SEQUENCE ? "stop" : reason.name().toLowerCase(Locale.ROOT);
        return new UnifiedChunk.Ending(endings.size(), reason, word, stopSequence, Extras.NONE);
    }

    /** The failure whose time has come, or null. */
    private @Nullable Fault due() {
        return plan.failure() != null && pieces >= plan.failAfter() ? plan.failure() : null;
    }

    private UnifiedChunk over(UnifiedChunk last) {
        state = State.OVER;
        return last;
    }
}
