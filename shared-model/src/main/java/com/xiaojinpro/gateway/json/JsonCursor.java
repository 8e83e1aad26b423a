package com.xiaojinpro.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Walks one JSON document of UTF-8 in place; a byte order mark before it is passed over. Whatever is wrong is thrown as an
 * invalid-request fault that names the path, such as {@code messages[2].content}, or the line and column of the syntax
 * error. Values can be taken as raw text, exactly as they were written. Not thread-safe; pure.
 *
 * <p>Use: {@code beginObject(); while (nextField()) { switch (name()) { case "x" -> x = string(); default -> skip(); } }}.
 * Each value is consumed by exactly one call.
 */
public final class JsonCursor {
    private final byte[] bytes;
    private final int offset;
    private final int limit;
    private final String base;
    private final JsonParser parser;

    public JsonCursor(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public JsonCursor(byte[] bytes, int offset, int length) {
        this(bytes, JsonBytes.afterByteOrderMark(bytes, offset, length), offset + length, "");
    }

    private JsonCursor(byte[] bytes, int from, int limit, String base) {
        this.bytes = bytes;
        this.offset = from;
        this.limit = limit;
        this.base = base;
        if (!JsonBytes.mayBeUtf8(bytes, from, limit)) {
            throw JsonFaults.notUtf8();
        }
        try {
            this.parser = Json.FACTORY.createParser(bytes, from, limit - from);
        } catch (IOException e) {
            throw JsonFaults.malformed(e);
        }
        advance();
    }

    /** A cursor over the bytes of a buffer; they are not copied where the buffer lies on the heap, as bodies do. */
    public static JsonCursor of(Buffer json) {
        HeapBytes bytes = HeapBytes.of(json);
        return new JsonCursor(bytes.array(), bytes.offset(), bytes.length());
    }

    /** A cursor over JSON text, such as a raw value taken earlier. */
    public static JsonCursor of(String json) {
        return new JsonCursor(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The token the cursor stands on; null at the end of the document. */
    public @Nullable JsonToken token() {
        return parser.currentToken();
    }

    public boolean isNull() {
        return token() == JsonToken.VALUE_NULL;
    }

    public boolean isString() {
        return token() == JsonToken.VALUE_STRING;
    }

    public boolean isBoolean() {
        return token() == JsonToken.VALUE_TRUE || token() == JsonToken.VALUE_FALSE;
    }

    public boolean isObject() {
        return token() == JsonToken.START_OBJECT;
    }

    public boolean isArray() {
        return token() == JsonToken.START_ARRAY;
    }

    /** Enters the object the cursor stands on. */
    public void beginObject() {
        require(JsonToken.START_OBJECT, "an object");
    }

    /** Moves to the next member's value; false, past the object, where there is none. */
    public boolean nextField() {
        if (advance() == JsonToken.END_OBJECT) {
            return false;
        }
        advance();
        return true;
    }

    /** The name of the member whose value the cursor stands on. */
    public String name() {
        try {
            String name = parser.currentName();
            return name == null ? "" : name;
        } catch (IOException e) {
            throw JsonFaults.malformed(e);
        }
    }

    /** Enters the array the cursor stands on. */
    public void beginArray() {
        require(JsonToken.START_ARRAY, "an array");
    }

    /** Moves to the next element; false, past the array, where there is none. */
    public boolean nextElement() {
        return advance() != JsonToken.END_ARRAY;
    }

    /** Takes a string. */
    public String string() {
        require(JsonToken.VALUE_STRING, "a string");
        return text();
    }

    /**
     * Takes a string that may be megabytes of ASCII, such as a data URL: where it has no escapes it is copied once, with no
     * buffer of chars between.
     */
    public String longString() {
        return longText(0).toString();
    }

    /**
     * Takes such a string without its first chars, and without copying it: the document must not change while it is in use.
     *
     * @param from how many to leave out, of those that {@link #startOfString} gave
     */
    public LongText longText(int from) {
        require(JsonToken.VALUE_STRING, "a string");
        int start = tokenStart() + 1 + from;
        int end = start;
        while (end < limit && bytes[end] >= ' ' && bytes[end] != '"' && bytes[end] != '\\') {
            end++;
        }
        boolean plain = end < limit && bytes[end] == '"';
        return plain ? LongText.of(bytes, start, end - start) : LongText.of(text().substring(from));
    }

    /**
     * How a string begins, without moving: as many of its chars as are plain ASCII and written without escapes, up to a most.
     * Empty for any other value.
     */
    public String startOfString(int most) {
        if (!isString()) {
            return "";
        }
        int start = tokenStart() + 1;
        int end = start;
        int until = Math.min(limit, start + most);
        while (end < until && bytes[end] >= ' ' && bytes[end] != '"' && bytes[end] != '\\') {
            end++;
        }
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** Takes a string, or null for a JSON null. */
    public @Nullable String stringOrNull() {
        return isNull() ? null : string();
    }

    /** Takes a boolean. */
    public boolean bool() {
        if (!isBoolean()) {
            throw wrongType("a boolean");
        }
        return token() == JsonToken.VALUE_TRUE;
    }

    public @Nullable Boolean boolOrNull() {
        return isNull() ? null : bool();
    }

    /** Takes a whole number; {@code 5.0} is one, {@code 5.5} and {@code "5"} are not. */
    public long integer() {
        try {
            if (token() == JsonToken.VALUE_NUMBER_INT) {
                return parser.getLongValue();
            }
            if (token() == JsonToken.VALUE_NUMBER_FLOAT) {
                return parser.getDecimalValue().longValueExact();
            }
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            // The last one comes for an exponent that no decimal holds.
            throw invalid(at() + " must be a whole number of 64 bits.");
        }
        throw wrongType("an integer");
    }

    public @Nullable Long integerOrNull() {
        return isNull() ? null : integer();
    }

    /** Takes a whole number that fits 32 bits, or null. */
    public @Nullable Integer intOrNull() {
        if (isNull()) {
            return null;
        }
        long value = integer();
        if (value != (int) value) {
            throw invalid(at() + " must be a whole number of 32 bits.");
        }
        return (int) value;
    }

    /** Takes a number; one beyond the range of a double is refused, for no JSON could carry it on as infinity. */
    public double number() {
        if (token() != JsonToken.VALUE_NUMBER_INT && token() != JsonToken.VALUE_NUMBER_FLOAT) {
            throw wrongType("a number");
        }
        try {
            double value = parser.getDoubleValue();
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (IOException e) {
            throw JsonFaults.malformed(e);
        }
        throw invalid(at() + " is a number out of range.");
    }

    public @Nullable Double numberOrNull() {
        return isNull() ? null : number();
    }

    /** Takes any scalar as the text it was written as; null for a JSON null. */
    public @Nullable String scalarText() {
        if (isNull()) {
            return null;
        }
        if (token() == null || isObject() || isArray()) {
            throw wrongType("a string or a number");
        }
        return text();
    }

    /**
     * Takes any value as raw JSON, exactly as written; only line breaks between tokens become spaces, so that the text can
     * stand on one SSE line.
     */
    public String raw() {
        int start = tokenStart();
        skip();
        finish();
        return raw(start);
    }

    /**
     * The raw text of the value that began at an offset taken from {@link #tokenStart} and that the cursor has just passed:
     * it stands on the value's last token.
     */
    public String raw(int start) {
        int end = position();
        while (JsonBytes.isBlank(bytes[end - 1])) {
            end--; // the parser looks one byte beyond a number that is the whole document
        }
        return JsonBytes.onOneLine(bytes, start, end);
    }

    /**
     * A second cursor over the object or array that began at an offset and that this cursor has just passed; paths read on
     * as before. For objects whose {@code type} comes after what it types.
     */
    public JsonCursor again(int start) {
        return new JsonCursor(bytes, start, position(), path());
    }

    /**
     * A second cursor on the object or array this one stands on, which does not move; paths read on as before. For values
     * that have to be looked through before it is known how to read them.
     */
    public JsonCursor ahead() {
        return new JsonCursor(bytes, tokenStart(), limit, path());
    }

    /** Takes any value and forgets it; its syntax is checked all the same, of a string when the cursor moves on. */
    public void skip() {
        if (token() == null) {
            throw wrongType("a JSON value");
        }
        if (!isObject() && !isArray()) {
            return;
        }
        try {
            parser.skipChildren();
        } catch (IOException e) {
            throw JsonFaults.malformed(e);
        }
        JsonToken last = parser.currentToken();
        if (last == null || !last.isStructEnd()) {
            throw JsonFaults.cut();
        }
    }

    /** Checks that nothing but white space follows. */
    public void end() {
        if (advance() != null) {
            throw Fault.invalid(null, "There is more after the end of the JSON value.")
                    .exception();
        }
    }

    /** Ends here and gives back the parser's memory: whatever follows is neither read nor checked. */
    public void leave() {
        try {
            parser.close();
        } catch (IOException e) {
            throw JsonFaults.malformed(e);
        }
    }

    /** The byte offset, in the array given, of the token the cursor stands on. */
    public int tokenStart() {
        return offset + (int) parser.currentTokenLocation().getByteOffset();
    }

    /**
     * The string that a member of the object the cursor stands on has, without moving: what a discriminator says before its
     * object is entered, wherever among the members it was written. Null where there is no such string, or where the object
     * is malformed, which whoever takes the object finds out with the right position. Costs nothing to speak of where the
     * member comes first, one scan of the members before it elsewhere.
     */
    public @Nullable String peek(String member) {
        if (!isObject()) {
            return null;
        }
        int start = tokenStart();
        String first = JsonBytes.firstMember(bytes, start + 1, limit, member);
        if (first != null) {
            return first;
        }
        try {
            JsonCursor ahead = new JsonCursor(bytes, start, limit - start);
            while (ahead.nextField()) {
                if (ahead.name().equals(member)) {
                    return ahead.isString() ? ahead.string() : null;
                }
                ahead.skip();
            }
        } catch (FaultException malformed) {
            return null;
        }
        return null;
    }

    /** The path of the value the cursor stands on, such as {@code messages[2].content}; empty at the root. */
    public String path() {
        StringBuilder path = new StringBuilder(base);
        JsonStreamContext context = parser.getParsingContext();
        JsonFaults.appendPath(path, isObject() || isArray() ? context.getParent() : context);
        return path.toString();
    }

    /** A fault at the value the cursor stands on. */
    public RuntimeException invalid(String message) {
        return invalid(path(), message);
    }

    /** A fault at a path. */
    public RuntimeException invalid(String path, String message) {
        return Fault.invalid(path.isEmpty() ? null : path, message).exception();
    }

    private String text() {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw JsonFaults.malformed(e);
        }
    }

    private void require(JsonToken expected, String what) {
        if (token() != expected) {
            throw wrongType(what);
        }
    }

    private RuntimeException wrongType(String expected) {
        return invalid(at() + " must be " + expected + ", not " + JsonFaults.describe(token()) + ".");
    }

    private String at() {
        String path = path();
        return path.isEmpty() ? "The request body" : "'" + path + "'";
    }

    private @Nullable JsonToken advance() {
        try {
            JsonToken token = parser.nextToken();
            if (token == null && !parser.getParsingContext().inRoot()) {
                throw JsonFaults.cut();
            }
            return token;
        } catch (IOException e) {
            throw JsonFaults.malformed(e);
        }
    }

    private void finish() {
        try {
            parser.finishToken();
        } catch (IOException e) {
            throw JsonFaults.malformed(e);
        }
    }

    /**
     * The byte offset, in the array given, behind what was read so far: where the cursor stands at the end of an object or an
     * array, right behind its bracket.
     */
    public int position() {
        return offset + (int) parser.currentLocation().getByteOffset();
    }
}
