package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Extras;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Members kept as raw JSON, in order; a later value of the same name replaces the earlier one. Not thread-safe. */
public final class RawObject {
    private final Map<String, String> members = new LinkedHashMap<>(4);

    public void put(String name, String json) {
        members.put(name, json);
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    public void clear() {
        members.clear();
    }

    public void addAll(RawObject other) {
        members.putAll(other.members);
    }

    public Extras extras() {
        return Extras.of(members);
    }

    /** These members as one JSON object. */
    public String json() {
        ByteWriter out = new ByteWriter(256);
        char before = '{';
        for (Map.Entry<String, String> member : members.entrySet()) {
            out.raw(String.valueOf(before)).string(member.getKey()).raw(":").raw(member.getValue());
            before = ',';
        }
        out.raw(members.isEmpty() ? "{}" : "}");
        return out.take().toString(StandardCharsets.UTF_8);
    }
}
