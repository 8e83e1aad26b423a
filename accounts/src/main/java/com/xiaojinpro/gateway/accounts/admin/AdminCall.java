package com.xiaojinpro.gateway.accounts.admin;

import com.xiaojinpro.gateway.accounts.keys.Actor;
import com.xiaojinpro.gateway.accounts.keys.Directory;
import com.xiaojinpro.gateway.accounts.keys.Page;
import com.xiaojinpro.gateway.fault.Fault;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request of an administrator who is known. */
record AdminCall(RoutingContext context, Directory directory, Actor actor) {
    private static final int DEFAULT_LIMIT = 50;

    /** What is answered. */
    record Answer(int status, @Nullable JsonObject body, boolean repeated) {
        static Answer ok(JsonObject body) {
            return new Answer(200, body, false);
        }
    }

    String path(String parameter) {
        String value = context.pathParam(parameter);
        return value == null ? "" : value;
    }

    @Nullable
    String query(String parameter) {
        String value = context.request().getParam(parameter);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Refuses what is no parameter of a request: a filter with a typing error would show too much. */
    void onlyQuery(Set<String> known) {
        for (String name : context.queryParams().names()) {
            if (!known.contains(name)) {
                throw Fault.invalid(name, "There is no parameter '" + name + "' here.")
                        .exception();
            }
        }
    }

    int limit() {
        String text = query("limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit > 0 && limit <= Page.LARGEST) {
                return limit;
            }
        } catch (NumberFormatException notOne) {
            // Said below.
        }
        throw Fault.invalid("limit", "'limit' must be a whole number from 1 to " + Page.LARGEST + ".")
                .exception();
    }

    boolean flag(String parameter) {
        String value = query(parameter);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (!value.equals("true")) {
            throw Fault.invalid(parameter, "'" + parameter + "' must be true or false.")
                    .exception();
        }
        return true;
    }

    /** The body; an empty object where there is none. */
    JsonObject body() {
        return body(context);
    }

    static JsonObject body(RoutingContext context) {
        Buffer bytes = context.body().buffer();
        if (bytes == null || bytes.length() == 0) {
            return new JsonObject();
        }
        try {
            return new JsonObject(bytes);
        } catch (DecodeException | ClassCastException e) {
            throw Fault.invalid(null, "The body is not a JSON object.").exception();
        }
    }

    @Nullable
    String idempotencyKey() {
        return context.request().getHeader("idempotency-key");
    }

    static <T> JsonObject page(Page<T> page, Function<T, JsonObject> item) {
        JsonArray data = new JsonArray();
        page.items().forEach(one -> data.add(item.apply(one)));
        return new JsonObject().put("data", data).put("next_cursor", page.next());
    }
}
