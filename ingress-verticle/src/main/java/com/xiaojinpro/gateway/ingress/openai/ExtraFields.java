package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Extras;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the fields of one object that the model has no place for; the map is made when the first one comes (H82). */
public final class ExtraFields {
    private @Nullable Map<String, String> fields;

    /** Takes the member the cursor stands on; one that is null is absent. */
    public void take(JsonCursor json) {
        if (json.isNull()) {
            json.skip();
            return;
        }
        String name = json.name();
        put(name, json.raw());
    }

    public void put(String name, String raw) {
        Map<String, String> known = fields;
        if (known == null) {
            known = new LinkedHashMap<>();
            fields = known;
        }
        known.put(name, raw);
    }

    public Extras collected() {
        Map<String, String> known = fields;
        return known == null ? Extras.NONE : Extras.of(known);
    }
}
