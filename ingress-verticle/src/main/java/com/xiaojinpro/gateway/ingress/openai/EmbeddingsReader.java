package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an embeddings request in one pass: one text, several, one array of tokens, or several. What is not
 * {@code model}, {@code input} or {@code user} stays an extra as it was written; the two that the vendor documents are
 * checked. Used once.
 */
final class EmbeddingsReader {
    /** The most inputs of one request, by the vendor's documentation. */
    private static final int MOST_INPUTS = 2048;

    private final JsonCursor json;
    private final ExtraFields extras = new ExtraFields();
    private final Set<String> seen = new HashSet<>();
    private @Nullable String model;
    private @Nullable List<UnifiedMessage> inputs;
    private @Nullable String user;

    private EmbeddingsReader(JsonCursor json) {
        this.json = json;
    }

    static UnifiedRequest read(Buffer body) {
        EmbeddingsReader reader = new EmbeddingsReader(JsonCursor.of(body));
        reader.walk();
        return reader.request(body);
    }

    private void walk() {
        json.beginObject();
        while (json.nextField()) {
            if (!seen.add(json.name())) {
                throw Violation.misplaced(json.path(), "is given twice.");
            }
            if (json.isNull()) {
                json.skip();
            } else {
                member();
            }
        }
        json.end();
    }

    private void member() {
        switch (json.name()) {
            case "model" -> model = json.string();
            case "input" -> inputs = inputs();
            case "user" -> user = json.string();
            case "encoding_format" -> encodingFormat();
            case "dimensions" -> dimensions();
            default -> extras.take(json);
        }
    }

    private UnifiedRequest request(Buffer body) {
        if (model == null || model.isEmpty()) {
            throw Violation.missing("model");
        }
        if (inputs == null) {
            throw Violation.missing("input");
        }
        return new UnifiedRequestBuilder(Dialect.OPENAI_EMBEDDINGS)
                .operation(Operation.EMBED)
                .model(model)
                .messages(inputs)
                .userId(user)
                .extras(extras.collected())
                .body(body)
                .build();
    }

    private List<UnifiedMessage> inputs() {
        if (json.isString()) {
            return List.of(input(text()));
        }
        if (!json.isArray()) {
            throw Violation.value(json, "a string, an array of strings, or arrays of tokens was expected.");
        }
        int start = json.tokenStart();
        List<UnifiedMessage> several = new ArrayList<>();
        boolean tokens = false;
        json.beginArray();
        while (json.nextElement()) {
            if (json.isString()) {
                several.add(input(text()));
            } else if (json.isArray()) {
                several.add(input(new ContentPart.Opaque(Dialect.OPENAI_EMBEDDINGS, tokens())));
            } else {
                json.integer();
                tokens = true;
            }
            if (tokens && !several.isEmpty()) {
                throw Violation.value("input", "tokens and inputs cannot stand beside each other.");
            }
        }
        if (tokens) {
            return List.of(input(new ContentPart.Opaque(Dialect.OPENAI_EMBEDDINGS, json.raw(start))));
        }
        if (several.isEmpty() || several.size() > MOST_INPUTS) {
            throw Violation.value("input", "between 1 and " + MOST_INPUTS + " inputs were expected.");
        }
        return several;
    }

    private ContentPart text() {
        String path = json.path();
        String text = json.longString();
        if (text.isEmpty()) {
            throw Violation.value(path, "an input cannot be an empty string.");
        }
        return ContentPart.Text.of(text);
    }

    private String tokens() {
        int start = json.tokenStart();
        String path = json.path();
        boolean empty = true;
        json.beginArray();
        while (json.nextElement()) {
            json.integer();
            empty = false;
        }
        if (empty) {
            throw Violation.value(path, "an input cannot be empty.");
        }
        return json.raw(start);
    }

    private static UnifiedMessage input(ContentPart part) {
        return UnifiedMessage.of(Role.USER, List.of(part));
    }

    private void encodingFormat() {
        String word = json.string();
        if (!word.equals("float") && !word.equals("base64")) {
            throw Violation.value(json, "'float' or 'base64' was expected.");
        }
        extras.take(json);
    }

    private void dimensions() {
        if (json.integer() < 1) {
            throw Violation.value(json, "a positive integer was expected.");
        }
        extras.take(json);
    }
}
