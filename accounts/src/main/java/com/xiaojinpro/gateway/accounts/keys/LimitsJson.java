package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.auth.Limits;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Limits as they are kept, and as the admin API has them: an object of whole numbers, absent where there is no limit. */
public final class LimitsJson {
    /** The members, in the order of {@link Limits}. */
    public static final List<String> MEMBERS = List.of(
            "requests_per_minute",
            "requests_per_day",
            "tokens_per_minute",
            "input_tokens_per_minute",
            "output_tokens_per_minute",
            "concurrent_requests",
            "budget_micros_per_day",
            "budget_micros_per_month");

    private LimitsJson() {}

    /**
     * Reads limits.
     *
     * @param path of the object, for faults
     */
    public static Limits read(JsonObject json, String path) {
        for (String member : json.fieldNames()) {
            if (!MEMBERS.contains(member)) {
                throw Fault.invalid(
                                path + "." + member,
                                "There is no limit '" + member + "'; there are " + String.join(", ", MEMBERS) + ".")
                        .exception();
            }
        }
        @Nullable Long[] values = new Long[MEMBERS.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(json, MEMBERS.get(i), path);
        }
        return new Limits(values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7]);
    }

    public static JsonObject json(Limits limits) {
        JsonObject json = new JsonObject();
        put(json, 0, limits.requestsPerMinute());
        put(json, 1, limits.requestsPerDay());
        put(json, 2, limits.tokensPerMinute());
        put(json, 3, limits.inputTokensPerMinute());
        put(json, 4, limits.outputTokensPerMinute());
        put(json, 5, limits.concurrentRequests());
        put(json, 6, limits.budgetMicrosPerDay());
        put(json, 7, limits.budgetMicrosPerMonth());
        return json;
    }

    private static void put(JsonObject json, int member, @Nullable Long value) {
        if (value != null) {
            json.put(MEMBERS.get(member), value);
        }
    }

    private static @Nullable Long number(JsonObject json, String member, String path) {
        Object value = json.getValue(member);
        if (value == null) {
            return null;
        }
        boolean whole = value instanceof Integer || value instanceof Long;
        if (!whole || ((Number) value).longValue() < 0) {
            throw Fault.invalid(
                            path + "." + member, "'" + path + "." + member + "' must be a whole number of 0 or more.")
                    .exception();
        }
        return ((Number) value).longValue();
    }
}
