package com.xiaojinpro.gateway.connector.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for vectors in the three forms Google has: a batch (Gemini API), {@code predict} (Vertex) and one text at a time
 * (newer models on Vertex). Made for one request; not thread-safe.
 */
final class EmbeddingRequest {
    private final List<String> inputs = new ArrayList<>();
    private final @Nullable Long dimensions;
    private final @Nullable String taskType;

    EmbeddingRequest(UnifiedRequest request, Set<String> dropped) {
        for (UnifiedMessage message : request.messages()) {
            for (ContentPart part : message.parts()) {
                if (!(part instanceof ContentPart.Text text)) {
                    throw Fault.invalid("input", "This model's provider takes texts, no tokens.")
                            .exception();
                }
                inputs.add(text.text());
            }
        }
        Long wanted = null;
        String task = null;
        for (Map.Entry<String, String> extra : request.extras().fields().entrySet()) {
            switch (extra.getKey()) {
                case "dimensions" -> wanted = number(extra.getValue());
                case "task_type", "taskType" ->
                    task = JsonCursor.of(extra.getValue()).scalarText();
                // How the client wants its vectors written is settled where they are written.
                case "encoding_format" -> {}
                default -> dropped.add(extra.getKey());
            }
        }
        if (request.userId() != null) {
            dropped.add("user");
        }
        this.dimensions = wanted;
        this.taskType = task;
    }

    int size() {
        return inputs.size();
    }

    /** {@code batchEmbedContents}. */
    Buffer batch(String model) {
        String name = model.startsWith("models/") ? model : "models/" + model;
        return JsonText.written(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("requests");
            for (String input : inputs) {
                json.writeStartObject();
                json.writeStringField("model", name);
                content(json, input);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** {@code embedContent} of one of the inputs. */
    Buffer single(int index) {
        return JsonText.written(json -> {
            json.writeStartObject();
            content(json, inputs.get(index));
            json.writeEndObject();
        });
    }

    /** {@code predict}. */
    Buffer instances() {
        return JsonText.written(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("instances");
            for (String input : inputs) {
                json.writeStartObject();
                json.writeStringField("content", input);
                if (taskType != null) {
                    json.writeStringField("task_type", taskType);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("parameters");
            // A text that is too long is an error, not cut in silence.
            json.writeBooleanField("autoTruncate", false);
            if (dimensions != null) {
                json.writeNumberField("outputDimensionality", dimensions);
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private void content(JsonGenerator json, String input) throws IOException {
        json.writeObjectFieldStart("content");
        json.writeArrayFieldStart("parts");
        Content.text(json, input);
        json.writeEndArray();
        json.writeEndObject();
        if (taskType != null) {
            json.writeStringField("taskType", taskType);
        }
        if (dimensions != null) {
            json.writeNumberField("outputDimensionality", dimensions);
        }
    }

    private static Long number(String json) {
        try {
            return JsonCursor.of(json).integer();
        } catch (FaultException e) {
            throw Fault.invalid("dimensions", "'dimensions' must be a whole number.")
                    .exception();
        }
    }
}
