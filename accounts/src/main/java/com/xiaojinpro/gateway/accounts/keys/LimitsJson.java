package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.auth.Limits;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Limits as they are kept, and as the admin API has them: an object of whole numbers, absent where there is no limit. One
 * that refuses calls while its count cannot be reached is an object itself, {@code {"limit": 100, "fail": "closed"}}.
 */
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

    private static final String LIMIT = "limit";
    private static final String FAIL = "fail";
    private static final String OPEN = "open";
    private static final String CLOSED = "closed";

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
        Set<LimitKind> closed = EnumSet.noneOf(LimitKind.class);
        @Nullable Long[] values = new Long[MEMBERS.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = limit(json, MEMBERS.get(i), path, closed);
        }
        return new Limits(
                values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7], closed);
    }

    public static JsonObject json(Limits limits) {
        JsonObject json = new JsonObject();
        for (String member : MEMBERS) {
            LimitKind kind = kind(member);
            Long limit = limits.of(kind);
            if (limit != null) {
                boolean closed = limits.failClosed().contains(kind);
                json.put(member, closed ? new JsonObject().put(LIMIT, limit).put(FAIL, CLOSED) : limit);
            }
        }
        return json;
    }

    private static @Nullable Long limit(JsonObject json, String member, String path, Set<LimitKind> closed) {
        if (!(json.getValue(member) instanceof JsonObject detailed)) {
            return number(json, member, path);
        }
        String inner = path + "." + member;
        for (String name : detailed.fieldNames()) {
            if (!name.equals(LIMIT) && !name.equals(FAIL)) {
                throw Fault.invalid(inner + "." + name, "'" + inner + "' has the members limit and fail only.")
                        .exception();
            }
        }
        Long limit = number(detailed, LIMIT, inner);
        if (limit == null) {
            throw Fault.invalid(inner + "." + LIMIT, "'" + inner + "." + LIMIT + "' is required.")
                    .exception();
        }
        Object fail = detailed.getValue(FAIL);
        if (CLOSED.equals(fail)) {
            closed.add(kind(member));
        } else if (fail != null && !OPEN.equals(fail)) {
            throw Fault.invalid(inner + "." + FAIL, "'" + inner + "." + FAIL + "' must be open or closed.")
                    .exception();
        }
        return limit;
    }

    private static LimitKind kind(String member) {
        for (LimitKind kind : LimitKind.values()) {
            if (kind.word().equals(member)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(member);
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
