package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.ingress.openai.ExtraFields;
import com.xiaojinpro.gateway.ingress.openai.Tagged;
import com.xiaojinpro.gateway.ingress.openai.Violation;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;

/** Reads the {@code text} object: the form of the answer and how wordy it is. */
final class TextOptions {
    private TextOptions() {}

    /** Takes the object. A format nobody knows stays among the extras, with all of the object. */
    static void read(JsonCursor json, UnifiedRequestBuilder request, ExtraFields extras) {
        int start = json.tokenStart();
        boolean unknown = false;
        json.beginObject();
        while (json.nextField()) {
            if (json.isNull()) {
                json.skip();
                continue;
            }
            switch (json.name()) {
                case "format" -> unknown = !format(json, request);
                case "verbosity" -> request.verbosity(json.string());
                default -> json.skip();
            }
        }
        if (unknown) {
            extras.put("text", json.raw(start));
        }
    }

    private static boolean format(JsonCursor json, UnifiedRequestBuilder request) {
        Tagged format = Tagged.open(json);
        switch (format.type()) {
            case "text" -> {
                format.skip();
                request.responseFormat(new ResponseFormat.PlainText());
            }
            case "json_object" -> {
                format.skip();
                request.responseFormat(new ResponseFormat.JsonObject());
            }
            case "json_schema" -> request.responseFormat(schema(format.members()));
            default -> {
                format.skip();
                return false;
            }
        }
        return true;
    }

    private static ResponseFormat schema(JsonCursor json) {
        String name = null;
        String description = null;
        String schema = null;
        Boolean strict = null;
        ExtraFields extras = new ExtraFields();
        while (json.nextField()) {
            if (json.isNull()) {
                json.skip();
                continue;
            }
            switch (json.name()) {
                case "type" -> json.skip();
                case "name" -> name = json.string();
                case "description" -> description = json.string();
                case "schema" -> schema = ToolReader.object(json);
                case "strict" -> strict = json.bool();
                default -> extras.take(json);
            }
        }
        if (name == null || name.isEmpty()) {
            throw Violation.missing(json, "name");
        }
        return new ResponseFormat.JsonSchema(name, description, schema, strict, extras.collected());
    }
}
