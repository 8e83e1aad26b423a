package com.xiaojinpro.gateway.connector.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.MediaSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tool results as {@code functionResponse} parts. Made for one request; not thread-safe. */
final class ToolResults {
    private final ToolNames names;
    private final boolean callIds;
    private final boolean media;

    /**
     * @param callIds whether ids are sent
     * @param media whether a result may hold images and files
     */
    ToolResults(ToolNames names, boolean callIds, boolean media) {
        this.names = names;
        this.callIds = callIds;
        this.media = media;
    }

    /** Adds one response a call, in the order of the calls; the results that belong to none of them stay in the list. */
    void write(
            List<ContentPart.ToolCall> calls, List<ContentPart.ToolResult> results, Content turn, Set<String> dropped) {
        List<JsonText.Writing> beside = new ArrayList<>();
        for (ContentPart.ToolCall call : calls) {
            ContentPart.ToolResult result = take(call.id(), results);
            if (result == null) {
                String missing = "{\"error\":\"The result of this call is missing.\"}";
                turn.add(json -> response(json, call, missing, List.of()));
                continue;
            }
            List<JsonText.Writing> files = new ArrayList<>();
            String response = response(result, files, dropped);
            turn.add(json -> response(json, call, response, media ? files : List.of()));
            if (!media && !files.isEmpty()) {
                beside.add(Contents.textPart("[Content of the result of " + call.name() + "]"));
                beside.addAll(files);
            }
        }
        beside.forEach(turn::add);
    }

    private static ContentPart.@org.jspecify.annotations.Nullable ToolResult take(
            String callId, List<ContentPart.ToolResult> results) {
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).callId().equals(callId)) {
                return results.remove(i);
            }
        }
        return null;
    }

    private void response(JsonGenerator json, ContentPart.ToolCall call, String response, List<JsonText.Writing> files)
            throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("functionResponse");
        if (callIds) {
            json.writeStringField("id", call.id());
        }
        json.writeStringField("name", names.sent(call.name()));
        json.writeFieldName("response");
        json.writeRawValue(response);
        if (!files.isEmpty()) {
            json.writeArrayFieldStart("parts");
            for (JsonText.Writing file : files) {
                file.to(json);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** The object that says what came out, under Google's own key for it (H57); what is no text goes to the files. */
    private static String response(ContentPart.ToolResult result, List<JsonText.Writing> files, Set<String> dropped) {
        StringBuilder text = new StringBuilder();
        for (ContentPart part : result.content()) {
            switch (part) {
                case ContentPart.Text said -> append(text, said.text());
                case ContentPart.Refusal refusal -> append(text, refusal.text());
                case ContentPart.Image image -> files.add(MediaParts.image(image));
                case ContentPart.Audio audio -> files.add(MediaParts.audio(audio));
                case ContentPart.Video video -> files.add(MediaParts.video(video));
                case ContentPart.Document document -> {
                    if (document.source() instanceof MediaSource.PlainText plain) {
                        append(text, plain.text());
                    } else {
                        files.add(MediaParts.document(document));
                    }
                }
                case ContentPart.Opaque opaque -> {
                    if (opaque.dialect() == Dialect.ANTHROPIC_MESSAGES) {
                        // A search result or a tool reference: what it says is in its JSON.
                        append(text, opaque.json());
                    } else {
                        throw refused();
                    }
                }
                case ContentPart.ToolCall ignored -> throw refused();
                case ContentPart.ToolResult ignored -> throw refused();
                case ContentPart.Reasoning ignored -> dropped.add("reasoning");
            }
        }
        String key = result.error() ? "error" : "output";
        return "{\"" + key + "\":" + value(text.toString()) + "}";
    }

    private static void append(StringBuilder all, String text) {
        all.append(all.isEmpty() || text.isEmpty() ? "" : "\n").append(text);
    }

    /** Text that is a JSON object as such, any other as a string. */
    private static String value(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("{")) {
            try {
                JsonCursor json = JsonCursor.of(stripped);
                String raw = json.raw();
                json.end();
                return raw;
            } catch (FaultException notJson) {
                return JsonText.quoted(text);
            }
        }
        return JsonText.quoted(text);
    }

    private static RuntimeException refused() {
        return Fault.invalid("messages", "This model's provider cannot be sent such a part of a tool result.")
                .exception();
    }
}
