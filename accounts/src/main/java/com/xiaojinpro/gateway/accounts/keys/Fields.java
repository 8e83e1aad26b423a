package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.config.Names;
import com.xiaojinpro.gateway.config.Patterns;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.ingress.auth.Limits;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What somebody asks a key or a tenant to be: the one form of the admin API and of the command line. Faults name the field. */
final class Fields {
    private static final int LARGEST_METADATA = 16 * 1024;

    private final JsonObject json;

    /**
     * @param known the fields that may be given
     */
    Fields(JsonObject json, Set<String> known) {
        this.json = json;
        for (String field : json.fieldNames()) {
            if (!known.contains(field)) {
                throw wrong(
                        field, "There is no field '" + field + "' here; there are " + String.join(", ", known) + ".");
            }
        }
    }

    boolean has(String field) {
        return json.containsKey(field);
    }

    /** A name; null where none is given. */
    @Nullable
    String name(String field) {
        Object value = json.getValue(field);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String name) || !Names.valid(name)) {
            throw wrong(
                    field,
                    "'" + field + "' must be up to 64 letters, digits, '-', '_', '.' and '@', starting with a letter or"
                            + " digit.");
        }
        return name;
    }

    String requiredName(String field) {
        String name = name(field);
        if (name == null) {
            throw wrong(field, "'" + field + "' is required.");
        }
        return name;
    }

    @Nullable
    Boolean bool(String field) {
        Object value = json.getValue(field);
        if (value != null && !(value instanceof Boolean)) {
            throw wrong(field, "'" + field + "' must be true or false.");
        }
        return (Boolean) value;
    }

    /** Model names and patterns; null where none are given. */
    String @Nullable [] models() {
        Object value = json.getValue("models");
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonArray array)) {
            throw wrong("models", "'models' must be an array of model names.");
        }
        List<String> models = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.getValue(i) instanceof String model) || !Patterns.valid(model)) {
                throw wrong(
                        "models[" + i + "]", "'models[" + i + "]' must be a model name, or a prefix followed by '*'.");
            }
            models.add(model);
        }
        return models.toArray(String[]::new);
    }

    @Nullable
    JsonObject limits() {
        JsonObject limits = object("limits");
        if (limits == null) {
            return null;
        }
        Limits checked = LimitsJson.read(limits, "limits");
        return LimitsJson.json(checked);
    }

    @Nullable
    JsonObject metadata() {
        JsonObject metadata = object("metadata");
        if (metadata != null && metadata.encode().length() > LARGEST_METADATA) {
            throw wrong("metadata", "'metadata' must not be larger than " + LARGEST_METADATA + " characters of JSON.");
        }
        return metadata;
    }

    /** A time with its offset; null where none is given. */
    @Nullable
    OffsetDateTime time(String field) {
        Object value = json.getValue(field);
        if (value == null) {
            return null;
        }
        try {
            if (value instanceof String text) {
                return Instant.from(OffsetDateTime.parse(text)).atOffset(ZoneOffset.UTC);
            }
        } catch (DateTimeParseException notOne) {
            // Said below.
        }
        throw wrong(field, "'" + field + "' must be a time such as 2027-01-31T00:00:00Z.");
    }

    private @Nullable JsonObject object(String field) {
        Object value = json.getValue(field);
        if (value != null && !(value instanceof JsonObject)) {
            throw wrong(field, "'" + field + "' must be an object.");
        }
        return (JsonObject) value;
    }

    private static FaultException wrong(String field, String message) {
        return Fault.invalid(field, message).exception();
    }
}
