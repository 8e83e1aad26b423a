package com.xiaojinpro.gateway.model;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Folds the events of one stream into the whole answer, in linear time. Not thread-safe. */
public final class AnswerFold {
    private final Map<Integer, OpenPart> parts = new LinkedHashMap<>();
    private int opaqueKey = -1;
    private UnifiedChunk.@Nullable Started started;
    private UnifiedChunk.@Nullable Finished finished;
    private @Nullable Usage usage;

    /** Takes the next event. {@link UnifiedChunk.Failed} is thrown as its fault. */
    public void accept(UnifiedChunk chunk) {
        switch (chunk) {
            case UnifiedChunk.Started start -> started = start;
            case UnifiedChunk.PartStarted start -> parts.put(start.index(), new OpenPart(start));
            case UnifiedChunk.Delta delta -> part(delta.index()).add(delta);
            case UnifiedChunk.PartEnded ignored -> {}
            case UnifiedChunk.UsageReported report -> usage = report.usage();
            case UnifiedChunk.Opaque opaque -> parts.put(opaqueKey--, new OpenPart(opaque));
            case UnifiedChunk.Finished finish -> finished = finish;
            case UnifiedChunk.Failed failed -> throw failed.fault().exception();
        }
    }

    /** The newest usage so far, or null. */
    public @Nullable Usage usage() {
        return usage;
    }

    /** The whole answer; a fault where the stream, or a choice of it, did not come to its end. */
    public UnifiedAnswer answer() {
        UnifiedChunk.Started start = started;
        UnifiedChunk.Finished end = finished;
        if (start == null || end == null) {
            throw Fault.of(FaultKind.STREAM_INCOMPLETE, "The answer ended before it was complete.")
                    .exception();
        }
        Map<Integer, List<OpenPart>> partsByChoice = new HashMap<>();
        for (OpenPart part : parts.values()) {
            partsByChoice
                    .computeIfAbsent(part.choice(), key -> new ArrayList<>())
                    .add(part);
        }
        List<UnifiedAnswer.Choice> choices = new ArrayList<>();
        for (UnifiedChunk.Ending ending : end.endings()) {
            List<OpenPart> own = partsByChoice.remove(ending.choice());
            choices.add(choice(ending, own == null ? List.of() : own));
        }
        if (!partsByChoice.isEmpty()) {
            throw Fault.of(FaultKind.STREAM_INCOMPLETE, "A choice of the answer ended before it was complete.")
                    .exception();
        }
        return new UnifiedAnswer(
                start.id(), start.model(), start.created(), start.dialect(), choices, usage, start.extras());
    }

    private static UnifiedAnswer.Choice choice(UnifiedChunk.Ending ending, List<OpenPart> parts) {
        List<UnifiedAnswer.AnswerPart> folded = new ArrayList<>();
        List<String> logprobs = new ArrayList<>();
        for (OpenPart part : parts) {
            folded.add(part.fold());
            logprobs.addAll(part.logprobs());
        }
        return new UnifiedAnswer.Choice(ending.choice(), folded, logprobs, ending);
    }

    private OpenPart part(int index) {
        OpenPart part = parts.get(index);
        if (part == null) {
            throw new IllegalStateException("delta of part " + index + ", which never started");
        }
        return part;
    }
}
