package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.nio.charset.StandardCharsets;

/**
 * Which candidate an object of {@code candidates} belongs to. It says so behind its content, which must not be given out
 * before that is known (H102). Pure.
 */
final class CandidateIndex {
    private static final byte[] KEY = "\"index\"".getBytes(StandardCharsets.US_ASCII);

    private CandidateIndex() {}

    /**
     * The index of the object that the cursor stands on; its position in the array where it does not say.
     *
     * @param limit where the event ends in the bytes, or where in it what says nothing of candidates begins
     */
    static int of(JsonCursor json, byte[] bytes, int limit, int position) {
        if (!json.isObject() || (position == 0 && allZero(bytes, json.tokenStart(), limit))) {
            return position;
        }
        JsonCursor ahead = json.ahead();
        ahead.beginObject();
        while (ahead.nextField()) {
            if (ahead.name().equals("index")) {
                return (int) Lenient.integer(ahead, position);
            }
            ahead.skip();
        }
        return position;
    }

    /**
     * Whether no index in these bytes is anything but 0, as in nearly every chunk: then there is no need to parse it twice.
     * False where that cannot be told at a glance; a name may be written with escapes.
     */
    private static boolean allZero(byte[] bytes, int from, int limit) {
        for (int i = from; i < limit; i++) {
            byte b = bytes[i];
            if (b == '\\') {
                i++;
                if (i < limit && bytes[i] == 'u') {
                    return false;
                }
            } else if (b == '"' && bytes[Math.min(i + 1, limit - 1)] == 'i' && keyAt(bytes, i, limit)) {
                i = zeroAfter(bytes, i + KEY.length, limit);
                if (i < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean keyAt(byte[] bytes, int at, int limit) {
        if (limit - at < KEY.length) {
            return false;
        }
        for (int i = 2; i < KEY.length; i++) {
            if (bytes[at + i] != KEY[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where the 0 behind a key stands; -1 where something else does. */
    private static int zeroAfter(byte[] bytes, int from, int limit) {
        int at = blanks(bytes, from, limit);
        if (at == limit || bytes[at] != ':') {
            return -1;
        }
        at = blanks(bytes, at + 1, limit);
        if (at + 1 >= limit || bytes[at] != '0') {
            return -1;
        }
        byte next = bytes[at + 1];
        return next == ',' || next == '}' || next <= ' ' ? at : -1;
    }

    private static int blanks(byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }
}
