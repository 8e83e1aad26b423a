package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.json.ByteWriter;
import java.util.Set;

/** The members that a Message begins with, whether it is whole or just starts. */
final class MessageJson {
    /** The members of a Message that are written by name; others of the provider follow them. */
    static final Set<String> WRITTEN = Set.of(
            "id",
            "type",
            "role",
            "model",
            "content",
            "stop_reason",
            "stop_sequence",
            "stop_details",
            "container",
            "diagnostics",
            "usage");

    private static final byte[] ID = ByteWriter.template("{\"id\":");
    private static final byte[] MODEL = ByteWriter.template(",\"type\":\"message\",\"role\":\"assistant\",\"model\":");
    private static final byte[] CONTENT = ByteWriter.template(",\"content\":[");

    private MessageJson() {}

    /** Writes everything up to the first content block. */
    static void begin(String id, String model, CallIdentity call, ByteWriter out) {
        out.raw(ID).string(id.startsWith("msg_") ? id : "msg_" + call.requestId());
        out.raw(MODEL).string(model).raw(CONTENT);
    }
}
