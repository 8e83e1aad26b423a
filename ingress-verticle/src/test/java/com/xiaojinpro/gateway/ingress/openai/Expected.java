package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a client must make of the events of one choice: texts in the order of the events, calls in the order they began. */
final class Expected {
    private final int choice;
    private final Map<Integer, UnifiedChunk.PartStarted> starts = new HashMap<>();
    private final Map<Integer, StringBuilder> contents = new HashMap<>();
    private final List<Integer> calls = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<String> images = new ArrayList<>();
    private FinishReason reason;
    private boolean refused;

    private Expected(int choice) {
        this.choice = choice;
    }

    static Expected of(int choice, List<UnifiedChunk> events) {
        Expected expected = new Expected(choice);
        events.forEach(expected::accept);
        return expected;
    }

    private void accept(UnifiedChunk event) {
        switch (event) {
            case UnifiedChunk.PartStarted start -> start(start);
            case UnifiedChunk.Delta delta -> accept(delta);
            case UnifiedChunk.PartEnded end -> end(end.index());
            case UnifiedChunk.Finished finished ->
                finished.endings().stream()
                        .filter(ending -> ending.choice() == choice)
                        .forEach(ending -> reason = ending.reason());
            default -> {}
        }
    }

    private void start(UnifiedChunk.PartStarted start) {
        if (start.choice() != choice) {
            return;
        }
        starts.put(start.index(), start);
        contents.put(start.index(), new StringBuilder());
        refused |= start.kind() == PartKind.REFUSAL;
        if (start.kind() == PartKind.TOOL_CALL || start.kind() == PartKind.CUSTOM_TOOL_CALL) {
            calls.add(start.index());
        }
    }

    private void end(int index) {
        if (starts.containsKey(index) && starts.get(index).kind() == PartKind.IMAGE) {
            images.add(contents.get(index).toString());
        }
    }

    private void accept(UnifiedChunk.Delta delta) {
        if (!starts.containsKey(delta.index())) {
            return;
        }
        if (delta.kind() == DeltaKind.CONTENT) {
            contents.get(delta.index()).append(delta.value());
        }
        boolean read = delta.kind() == DeltaKind.CONTENT || delta.kind() == DeltaKind.SUMMARY;
        switch (starts.get(delta.index()).kind()) {
            case TEXT -> text.append(read ? delta.value() : "");
            case REFUSAL -> refusal.append(read ? delta.value() : "");
            case REASONING -> reasoning.append(read ? delta.value() : "");
            case TOOL_CALL, CUSTOM_TOOL_CALL, IMAGE -> {}
        }
    }

    String text() {
        return text.toString();
    }

    String refusal() {
        return refusal.toString();
    }

    String reasoning() {
        return reasoning.toString();
    }

    List<String> images() {
        return images;
    }

    List<StreamedChoice.Call> calls() {
        List<StreamedChoice.Call> expected = new ArrayList<>();
        for (int index : calls) {
            UnifiedChunk.PartStarted start = starts.get(index);
            boolean custom = start.kind() == PartKind.CUSTOM_TOOL_CALL;
            String said = contents.get(index).toString();
            String arguments = custom || !said.isBlank() ? said : "{}";
            expected.add(new StreamedChoice.Call(start.id(), start.name(), arguments, custom, null));
        }
        return expected;
    }

    String finish() {
        return switch (reason) {
            case STOP, STOP_SEQUENCE, PAUSE, TOOL_CALL_INVALID -> "stop";
            case TOOL_CALLS -> "tool_calls";
            case LENGTH, CONTEXT_FULL -> "length";
            case CONTENT_FILTER -> "content_filter";
            case REFUSAL -> refused ? "stop" : "content_filter";
        };
    }
}
