package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;

/**
 * An object whose {@code type} says what its other members are. Where the type comes first, as it nearly always does, the
 * object is read as it comes; where a client sorts its keys, the object is passed once to find the type and read again.
 *
 * @param members a cursor inside the object; {@code type} members may still come and are to be skipped
 * @param start the offset of the object, for {@link JsonCursor#raw(int)}
 */
public record Tagged(String type, JsonCursor members, int start) {

    /** Opens the object the cursor stands on. */
    public static Tagged open(JsonCursor json) {
        int start = json.tokenStart();
        json.beginObject();
        boolean first = true;
        String type = null;
        while (json.nextField()) {
            if (!json.name().equals("type")) {
                json.skip();
            } else if (first) {
                return new Tagged(json.string(), json, start);
            } else {
                type = json.string();
            }
            first = false;
        }
        if (type == null) {
            throw Violation.missing(json, "type");
        }
        JsonCursor again = json.again(start);
        again.beginObject();
        return new Tagged(type, again, start);
    }

    /** Passes over what of the object has not been read. */
    public void skip() {
        while (members.nextField()) {
            members.skip();
        }
    }

    /** The whole object as raw JSON; passes over what of it has not been read. */
    public String raw() {
        skip();
        return members.raw(start);
    }

    /** The path of the type, as long as no other member has been read. */
    public String typePath() {
        return members.isObject() ? Violation.member(members.path(), "type") : members.path();
    }
}
