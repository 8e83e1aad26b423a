package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.ByteWriter;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The models of the gateway as OpenAI lists them. Immutable; made anew with every configuration. */
public final class OpenAiModels {
    private final List<String> names;
    private final long created;

    /**
     * Lists models.
     *
     * @param names the names clients may ask for, in the order they are listed
     * @param created when the gateway learned of them, in seconds since the epoch
     */
    public OpenAiModels(List<String> names, long created) {
        this.names = List.copyOf(names);
        this.created = created;
    }

    /** The body of {@code GET /v1/models}. */
    public Buffer list() {
        ByteWriter out = new ByteWriter(64 + names.size() * 96);
        out.raw("{\"object\":\"list\",\"data\":[");
        for (int i = 0; i < names.size(); i++) {
            out.raw(i == 0 ? "" : ",");
            write(out, names.get(i));
        }
        return out.raw("]}").take();
    }

    /** The body of {@code GET /v1/models/{id}}; null where there is no such model. Ids may hold slashes and colons. */
    public @Nullable Buffer model(String id) {
        if (!names.contains(id)) {
            return null;
        }
        ByteWriter out = new ByteWriter(128);
        write(out, id);
        return out.take();
    }

    private void write(ByteWriter out, String name) {
        out.raw("{\"id\":").string(name);
        out.raw(",\"object\":\"model\",\"created\":").number(created);
        out.raw(",\"owned_by\":\"xiaojinpro\"}");
    }
}
