package com.xiaojinpro.gateway.connector.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code systemInstruction} and {@code contents} of a request: turns of user and model, each call followed by its result in the
 * order of the calls (H39, H40, H88). Deterministic, so that the prefix of a conversation stays the same bytes (H95). Made for
 * one request; not thread-safe.
 */
final class Contents {
    /** Claude Code's first system block; it changes with every request and means nothing to others. */
    private static final String BILLING = "x-anthropic-billing-header:";

    private final UnifiedRequest request;
    private final boolean systemInstruction;
    private final Set<String> dropped;
    private final ModelTurn modelTurn;
    private final ToolResults results;
    private final List<String> system = new ArrayList<>();
    private final List<Content> contents = new ArrayList<>();
    /** The calls of the newest model turn, which want their results. */
    private final List<ContentPart.ToolCall> open = new ArrayList<>();

    Contents(
            UnifiedRequest request,
            boolean systemInstruction,
            ModelTurn modelTurn,
            ToolResults results,
            Set<String> dropped) {
        this.request = request;
        this.systemInstruction = systemInstruction;
        this.modelTurn = modelTurn;
        this.results = results;
        this.dropped = dropped;
        read();
    }

    private void read() {
        List<UnifiedMessage> messages = request.messages();
        for (int i = 0; i < messages.size(); i++) {
            UnifiedMessage message = messages.get(i);
            if (message.role() != Role.ASSISTANT && message.role() != Role.TOOL) {
                answerOpenCalls(List.of());
            }
            if (message.name() != null && message.role() != Role.TOOL) {
                dropped.add("name");
            }
            switch (message.role()) {
                case SYSTEM, DEVELOPER -> system(message);
                case USER -> message.parts().forEach(part -> user(part, turn(false)));
                case ASSISTANT -> assistant(message);
                case TOOL -> {
                    List<ContentPart.ToolResult> run = new ArrayList<>();
                    while (i < messages.size() && messages.get(i).role() == Role.TOOL) {
                        for (ContentPart part : messages.get(i).parts()) {
                            run.add((ContentPart.ToolResult) part);
                        }
                        i++;
                    }
                    i--;
                    answerOpenCalls(run);
                }
            }
        }
        contents.removeIf(Content::isEmpty);
        settle();
    }

    /** What the API wants whatever the client sent: a turn of the user, and one before the model's first. */
    private void settle() {
        if (contents.isEmpty() && !system.isEmpty()) {
            turn(false).addText(system.removeLast());
        }
        if (!systemInstruction && !system.isEmpty()) {
            Content first = new Content(false, false);
            first.addText(String.join("\n\n", system));
            system.clear();
            contents.addFirst(first);
        }
        if (contents.isEmpty()) {
            throw Fault.invalid("messages", "There is no message with any content.")
                    .exception();
        }
        if (contents.getFirst().model()) {
            Content first = new Content(false, false);
            first.addText("(continue)");
            contents.addFirst(first);
        }
    }

    /** Writes both members. */
    void write(JsonGenerator json) throws IOException {
        if (!system.isEmpty()) {
            json.writeObjectFieldStart("systemInstruction");
            json.writeArrayFieldStart("parts");
            for (String text : system) {
                Content.text(json, text);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeArrayFieldStart("contents");
        for (Content content : contents) {
            content.write(json);
        }
        json.writeEndArray();
    }

    private void system(UnifiedMessage message) {
        for (ContentPart part : message.parts()) {
            if (!(part instanceof ContentPart.Text text)) {
                user(part, turn(false));
                continue;
            }
            note(part);
            if (text.text().isBlank() || text.text().startsWith(BILLING)) {
                continue;
            }
            if (contents.isEmpty()) {
                system.add(text.text());
            } else {
                turn(false).addText("[System] " + text.text());
            }
        }
    }

    private void assistant(UnifiedMessage message) {
        Content turn = turn(true);
        modelTurn.add(message.parts(), turn, part -> user(part, turn));
        for (ContentPart part : message.parts()) {
            if (part instanceof ContentPart.ToolCall call) {
                open.add(call);
            }
        }
    }

    private void answerOpenCalls(List<ContentPart.ToolResult> run) {
        if (open.isEmpty() && run.isEmpty()) {
            return;
        }
        run.forEach(this::note);
        Content answers = new Content(false, true);
        List<ContentPart.ToolResult> left = new ArrayList<>(run);
        results.write(open, left, answers, dropped);
        open.clear();
        contents.add(answers);
        for (ContentPart.ToolResult orphan : left) {
            // Its call is no longer in the conversation; what it says is still worth knowing.
            Content turn = turn(false);
            turn.addText("[Result of an earlier tool call]");
            orphan.content().forEach(part -> user(part, turn));
        }
    }

    /** Adds a part that may stand in either turn. */
    void user(ContentPart part, Content turn) {
        note(part);
        switch (part) {
            case ContentPart.Text text -> turn.addText(text.text());
            case ContentPart.Image image -> {
                if ("low".equals(image.detail()) || "high".equals(image.detail())) {
                    dropped.add("detail");
                }
                turn.add(MediaParts.image(image));
            }
            case ContentPart.Document document -> document(document, turn);
            case ContentPart.Audio audio -> turn.add(MediaParts.audio(audio));
            case ContentPart.Video video -> turn.add(MediaParts.video(video));
            case ContentPart.Refusal refusal -> turn.addText(refusal.text());
            case ContentPart.Opaque opaque -> {
                if (opaque.dialect() != Dialect.GEMINI) {
                    throw refused("a part that only another provider knows");
                }
                turn.add(json -> json.writeRawValue(opaque.json()));
            }
            case ContentPart.ToolCall ignored -> throw refused("a tool call outside of an assistant turn");
            case ContentPart.ToolResult ignored -> throw refused("a tool result within a tool result");
            case ContentPart.Reasoning ignored -> throw refused("reasoning outside of an assistant turn");
        }
    }

    private void document(ContentPart.Document document, Content turn) {
        if (Boolean.TRUE.equals(document.citations())) {
            dropped.add("citations");
        }
        if (document.source() instanceof MediaSource.PlainText plain) {
            String title = document.title() != null ? document.title() : document.filename();
            turn.addText(title == null || title.isBlank() ? plain.text() : title + "\n\n" + plain.text());
        } else {
            turn.add(MediaParts.document(document));
        }
    }

    /** The turn to add to: the newest where it is of the same speaker. */
    private Content turn(boolean model) {
        Content last = contents.isEmpty() ? null : contents.getLast();
        if (last == null || last.model() != model || last.results()) {
            last = new Content(model, false);
            contents.add(last);
        }
        return last;
    }

    private void note(ContentPart part) {
        if (part.cacheHint() != null) {
            // Google caches prefixes by itself.
            dropped.add("cache_control");
        }
    }

    private static RuntimeException refused(String what) {
        return Fault.invalid("messages", "This model's provider cannot be sent " + what + ".")
                .exception();
    }

    /** A part as text only, for where nothing else may stand. */
    static JsonText.Writing textPart(String text) {
        return json -> Content.text(json, text);
    }
}
