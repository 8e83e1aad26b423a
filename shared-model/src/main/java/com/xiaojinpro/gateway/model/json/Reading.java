package com.xiaojinpro.gateway.model.json;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.Extras;
import io.vertx.core.buffer.Buffer;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all readers of the JSON form share. */
final class Reading {
    private Reading() {}

    /**
     * Reads one whole document. What cannot be read did not come from a client, so it is the gateway's own fault; it may be
     * retried, since another node may be of the sender's version.
     */
    static <T> T document(String what, byte[] bytes, int offset, int length, Function<JsonCursor, T> reader) {
        return document(what, () -> new JsonCursor(bytes, offset, length), reader);
    }

    /** The same of the bytes of a buffer, where they lie. */
    static <T> T document(String what, Buffer json, Function<JsonCursor, T> reader) {
        return document(what, () -> JsonCursor.of(json), reader);
    }

    private static <T> T document(String what, Supplier<JsonCursor> opener, Function<JsonCursor, T> reader) {
        try {
            JsonCursor in = opener.get();
            T read = reader.apply(in);
            in.end();
            return read;
        } catch (FaultException e) {
            throw unreadable(what, e.fault().message());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw unreadable(what, String.valueOf(e.getMessage()));
        }
    }

    /** Takes a word of a closed list; one that this version does not know is a fault. */
    static <E extends Enum<E>> E word(JsonCursor in, E[] words) {
        String word = in.string();
        for (E known : words) {
            if (known.name().equals(word)) {
                return known;
            }
        }
        throw unknown(in, word);
    }

    static RuntimeException unknown(JsonCursor in, String word) {
        String shown = word.length() > 40 ? word.substring(0, 40) + "..." : word;
        return in.invalid(at(in) + " is '" + shown + "', a word that this version of the gateway does not know.");
    }

    /** A value that must have been there by the end of its object. */
    static <T> T required(JsonCursor in, @Nullable T value, String field) {
        if (value == null) {
            throw in.invalid(at(in) + " has no '" + field + "'.");
        }
        return value;
    }

    static int index(JsonCursor in) {
        long value = in.integer();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw in.invalid(at(in) + " is not an index.");
        }
        return (int) value;
    }

    static CacheHint cache(JsonCursor in) {
        String ttl = null;
        in.beginObject();
        while (in.nextField()) {
            switch (in.name()) {
                case "ttl" -> ttl = in.string();
                default -> in.skip();
            }
        }
        return new CacheHint(ttl);
    }

    static Extras extras(JsonCursor in) {
        Map<String, String> fields = new LinkedHashMap<>();
        in.beginArray();
        while (in.nextElement()) {
            String name = in.string();
            if (!in.nextElement()) {
                throw in.invalid(at(in) + " has a name without a value.");
            }
            fields.put(name, in.string());
        }
        return Extras.of(fields);
    }

    static List<String> strings(JsonCursor in) {
        return list(in, JsonCursor::string);
    }

    static <T> List<T> list(JsonCursor in, Function<JsonCursor, T> element) {
        List<T> read = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            read.add(element.apply(in));
        }
        return read;
    }

    private static String at(JsonCursor in) {
        String path = in.path();
        return path.isEmpty() ? "The document" : "'" + path + "'";
    }

    private static FaultException unreadable(String what, String why) {
        return Fault.of(FaultKind.INTERNAL, "A " + what + " from another gateway node cannot be read: " + why)
                .withCode("unreadable_message")
                .withRetryable(true)
                .exception();
    }
}
