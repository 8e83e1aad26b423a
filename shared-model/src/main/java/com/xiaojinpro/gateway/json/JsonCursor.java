package com.xiaojinpro.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    /** A path shows so many chars of a name, which is the client's and may be long. */
    private static final int SHOWN_NAME = 100;

    private final byte[] bytes;
    private final int offset;
    private final int limit;
    private final String base;
    private final JsonParser parser;

    public JsonCursor(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public JsonCursor(byte[] bytes, int offset, int length) {
        this(bytes, afterByteOrderMark(bytes, offset, length), offset + length, "");
    }

    private JsonCursor(byte[] bytes, int from, int limit, String base) {
        this.bytes = bytes;
        this.offset = from;
        this.limit = limit;
        this.base = base;
        requireUtf8();
        try {
            this.parser = Json.FACTORY.createParser(bytes, from, limit - from);
        } catch (IOException e) {
            throw malformed(e);
        }
        advance();
    }

    /** A cursor over the bytes of a buffer; they are not copied where the buffer lies on the heap, as bodies do. */
    public static JsonCursor of(Buffer json) {
        ByteBuf content = ((BufferInternal) json).getByteBuf();
        return content.hasArray()
                ? new JsonCursor(
                        content.array(), content.arrayOffset() + content.readerIndex(), content.readableBytes())
                : new JsonCursor(json.getBytes());
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
            throw malformed(e);
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
        require(JsonToken.VALUE_STRING, "a string");
        int start = tokenStart() + 1;
        int end = start;
        while (end < limit && bytes[end] >= ' ' && bytes[end] != '"' && bytes[end] != '\\') {
            end++;
        }
        boolean plain = end < limit && bytes[end] == '"';
        return plain ? new String(bytes, start, end - start, StandardCharsets.ISO_8859_1) : text();
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
            throw malformed(e);
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
        while (isBlank(bytes[end - 1])) {
            end--; // the parser looks one byte beyond a number that is the whole document
        }
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                return onOneLine(start, end);
            }
        }
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /**
     * A second cursor over the object or array that began at an offset and that this cursor has just passed; paths read on
     * as before. For objects whose {@code type} comes after what it types.
     */
    public JsonCursor again(int start) {
        return new JsonCursor(bytes, start, position(), path());
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
            throw malformed(e);
        }
        JsonToken last = parser.currentToken();
        if (last == null || !last.isStructEnd()) {
            throw cut();
        }
    }

    /** Checks that nothing but white space follows. */
    public void end() {
        if (advance() != null) {
            throw Fault.invalid(null, "There is more after the end of the JSON value.")
                    .exception();
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
        String first = peekFirst(start + 1, member);
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
        append(path, isObject() || isArray() ? context.getParent() : context);
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

    /** The plain string of the first member, where it is the one asked for; read from the bytes, no parser needed. */
    private @Nullable String peekFirst(int from, String member) {
        int at = afterSpace(from);
        int nameEnd = at + 1 + member.length();
        if (nameEnd >= limit || bytes[at] != '"' || bytes[nameEnd] != '"') {
            return null;
        }
        for (int i = 0; i < member.length(); i++) {
            if (bytes[at + 1 + i] != member.charAt(i)) {
                return null;
            }
        }
        at = afterSpace(nameEnd + 1);
        if (at >= limit || bytes[at] != ':') {
            return null;
        }
        at = afterSpace(at + 1);
        if (at >= limit || bytes[at] != '"') {
            return null;
        }
        for (int end = at + 1; end < limit; end++) {
            if (bytes[end] == '"') {
                return new String(bytes, at + 1, end - at - 1, StandardCharsets.UTF_8);
            }
            if (bytes[end] == '\\' || (bytes[end] & 0xFF) < 0x20) {
                return null;
            }
        }
        return null;
    }

    private int afterSpace(int at) {
        while (at < limit && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /**
     * Refuses UTF-16 and UTF-32, which the parser would detect and decode, but whose raw text cannot be cut out by byte
     * offset. No UTF-8 JSON has a NUL, or a byte above 0xFD, in front.
     */
    private void requireUtf8() {
        for (int i = offset; i < Math.min(limit, offset + 4); i++) {
            if (bytes[i] == 0 || (bytes[i] & 0xFE) == 0xFE) {
                throw Fault.invalid(null, "The JSON must be encoded in UTF-8.")
                        .withCode("invalid_json")
                        .exception();
            }
        }
    }

    private String text() {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private void require(JsonToken expected, String what) {
        if (token() != expected) {
            throw wrongType(what);
        }
    }

    private RuntimeException wrongType(String expected) {
        return invalid(at() + " must be " + expected + ", not " + describe() + ".");
    }

    private String at() {
        String path = path();
        return path.isEmpty() ? "The request body" : "'" + path + "'";
    }

    private String describe() {
        JsonToken token = token();
        if (token == null) {
            return "empty";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "that";
        };
    }

    private @Nullable JsonToken advance() {
        try {
            JsonToken token = parser.nextToken();
            if (token == null && !parser.getParsingContext().inRoot()) {
                throw cut();
            }
            return token;
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private void finish() {
        try {
            parser.finishToken();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private int position() {
        return offset + (int) parser.currentLocation().getByteOffset();
    }

    private String onOneLine(int start, int end) {
        byte[] line = Arrays.copyOfRange(bytes, start, end);
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return new String(line, StandardCharsets.UTF_8);
    }

    private static int afterByteOrderMark(byte[] bytes, int offset, int length) {
        boolean marked = length >= 3
                && bytes[offset] == (byte) 0xEF
                && bytes[offset + 1] == (byte) 0xBB
                && bytes[offset + 2] == (byte) 0xBF;
        return marked ? offset + 3 : offset;
    }

    private static RuntimeException cut() {
        return Fault.invalid(null, "The JSON ends in the middle of a value.")
                .withCode("invalid_json")
                .exception();
    }

    private static RuntimeException malformed(IOException e) {
        String message = "The JSON is malformed.";
        if (e instanceof JsonProcessingException syntax && syntax.getLocation() != null) {
            String first = syntax.getOriginalMessage().lines().findFirst().orElse("");
            message = "The JSON is malformed at line " + syntax.getLocation().getLineNr() + ", column "
                    + syntax.getLocation().getColumnNr() + ": " + first;
        }
        return Fault.invalid(null, message).withCode("invalid_json").exception();
    }

    private static void append(StringBuilder path, @Nullable JsonStreamContext context) {
        if (context == null || context.inRoot()) {
            return;
        }
        append(path, context.getParent());
        if (context.inArray()) {
            path.append('[').append(context.getCurrentIndex()).append(']');
        } else if (context.getCurrentName() != null) {
            String name = context.getCurrentName();
            path.append(path.isEmpty() ? "" : ".").append(name, 0, Math.min(name.length(), SHOWN_NAME));
        }
    }
}
