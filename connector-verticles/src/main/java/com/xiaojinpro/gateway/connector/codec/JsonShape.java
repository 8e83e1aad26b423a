package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;

/** Whether bytes are one whole JSON value; for the end of a stream, where half an event may lie. */
public final class JsonShape {
    private JsonShape() {}

    public static boolean whole(byte[] bytes, int from, int to) {
        try {
            JsonCursor json = new JsonCursor(bytes, from, to - from);
            json.skip();
            json.end();
            return true;
        } catch (FaultException malformed) {
            return false;
        }
    }
}
