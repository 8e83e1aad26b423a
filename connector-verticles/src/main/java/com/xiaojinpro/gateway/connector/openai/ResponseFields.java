package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import com.xiaojinpro.gateway.connector.compatible.UsageState;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of the response object, which comes at the beginning and again, whole, at the end. Not thread-safe. */
final class ResponseFields {
    private final String askedModel;
    private final RawObject extras = new RawObject();
    private String id = "";
    private String model = "";
    private long created;

    final UsageState usage = new UsageState(false);
    /** The output items of the newest object, raw. */
    final List<String> output = new ArrayList<>(0);

    String status = "";

    @Nullable
    String error;

    @Nullable
    String incompleteReason;

    ResponseFields(String askedModel) {
        this.askedModel = askedModel;
    }

    UnifiedChunk.Started started(Emitter emitter) {
        return new UnifiedChunk.Started(
                id.isEmpty() ? emitter.id("resp_") : id,
                model.isEmpty() ? askedModel : model,
                created,
                Dialect.OPENAI_RESPONSES,
                extras.extras());
    }

    /** Takes an event that carries the object. */
    void event(JsonCursor json) {
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals("response") && json.isObject()) {
                object(json);
            } else {
                json.skip();
            }
        }
    }

    /** Takes the object; says whether it is one, and not an error in its place. */
    boolean object(JsonCursor json) {
        boolean known = false;
        output.clear();
        status = "";
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "id" -> id = first(id, Lenient.scalar(json));
                case "model" -> model = first(model, Lenient.text(json));
                case "created_at" -> created = Math.max(created, Lenient.integer(json, 0));
                case "status" -> {
                    String told = Lenient.word(json);
                    status = told == null ? "" : told;
                    known |= told != null;
                }
                case "error" -> {
                    String told = Lenient.isTrueOrText(json) ? Lenient.something(json) : skipped(json);
                    error = told == null ? error : told;
                }
                case "incomplete_details" -> details(json);
                case "output" -> {
                    known |= json.isArray();
                    output(json);
                }
                case "usage" -> usage.read(json);
                // Said elsewhere, or for the convenience of SDKs only.
                case "object", "output_text", "completed_at" -> json.skip();
                default -> {
                    String name = json.name();
                    extras.put(name, json.raw());
                }
            }
        }
        return known;
    }

    private void output(JsonCursor json) {
        if (!json.isArray()) {
            json.skip();
            return;
        }
        json.beginArray();
        while (json.nextElement()) {
            output.add(json.raw());
        }
    }

    private void details(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals("reason")) {
                incompleteReason = Lenient.word(json);
            } else {
                json.skip();
            }
        }
    }

    private static String first(String known, @Nullable String told) {
        return known.isEmpty() && told != null ? told : known;
    }

    private static @Nullable String skipped(JsonCursor json) {
        json.skip();
        return null;
    }
}
