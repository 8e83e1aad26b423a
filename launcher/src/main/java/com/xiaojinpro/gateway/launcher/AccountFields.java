package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.accounts.keys.LimitsJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that say what a key or a tenant may do. They become the JSON of the admin API, which is checked in one place. */
final class AccountFields {
    private static final String ALL = "all";
    /** The options, in the order of the members that they set. */
    private static final List<String> OPTIONS =
            List.of("rpm", "rpd", "tpm", "tpm-input", "tpm-output", "concurrency", "budget-day", "budget-month");

    private final JsonObject limits = new JsonObject();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--models",
            split = ",",
            paramLabel = "MODEL",
            description = "Names, or prefixes with *; an empty one allows all.")
    private @Nullable List<String> models;

    @Option(
            names = "--metadata",
            paramLabel = "NAME=VALUE",
            description = "Kept beside it; may be given several times.")
    private @Nullable Map<String, String> metadata;

    @Option(names = "--no-limits", description = "Takes all limits away that are not given.")
    private boolean noLimits;

    @Option(
            names = "--fail-closed",
            split = ",",
            paramLabel = "LIMIT",
            description = "Of the limits that are given, those that refuse calls while the cluster, which keeps the"
                    + " counts, cannot be reached: rpm, rpd, tpm, tpm-input, tpm-output, concurrency, budget-day,"
                    + " budget-month, or all.")
    private @Nullable List<String> failClosed;

    private @Nullable Instant expires;
    private boolean expiresGiven;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "Keys only: 2027-01-31T00:00:00Z, 90d from now, or never.")
    void expires(String text) {
        expiresGiven = true;
        if (text.equals("never")) {
            return;
        }
        Duration span = TimeSpan.parse(text);
        try {
            expires = span == null
                    ? Instant.parse(text)
                    : Instant.now().plus(span).truncatedTo(ChronoUnit.SECONDS);
        } catch (java.time.format.DateTimeParseException e) {
            throw new TypeConversionException(
                    "'" + text + "' is no time; 2027-01-31T00:00:00Z, 90d or never was meant");
        }
    }

    @Option(names = "--rpm", paramLabel = "N", description = "Requests per minute.")
    void requestsPerMinute(long limit) {
        limit(0, limit);
    }

    @Option(names = "--rpd", paramLabel = "N", description = "Requests per day.")
    void requestsPerDay(long limit) {
        limit(1, limit);
    }

    @Option(names = "--tpm", paramLabel = "N", description = "Tokens per minute, input and output together.")
    void tokensPerMinute(long limit) {
        limit(2, limit);
    }

    @Option(names = "--tpm-input", paramLabel = "N", description = "Input tokens per minute.")
    void inputTokensPerMinute(long limit) {
        limit(3, limit);
    }

    @Option(names = "--tpm-output", paramLabel = "N", description = "Output tokens per minute.")
    void outputTokensPerMinute(long limit) {
        limit(4, limit);
    }

    @Option(names = "--concurrency", paramLabel = "N", description = "Requests at the same time.")
    void concurrentRequests(long limit) {
        limit(5, limit);
    }

    @Option(names = "--budget-day", paramLabel = "USD", description = "Dollars per day, such as 2.50.")
    void budgetPerDay(BigDecimal dollars) {
        limit(6, micros(dollars));
    }

    @Option(names = "--budget-month", paramLabel = "USD", description = "Dollars per month.")
    void budgetPerMonth(BigDecimal dollars) {
        limit(7, micros(dollars));
    }

    /** What was given, as the admin API would be told. */
    JsonObject json() {
        JsonObject json = new JsonObject();
        if (models != null) {
            List<String> named = new ArrayList<>(models);
            named.removeIf(String::isEmpty);
            json.put("models", new JsonArray(named));
        }
        if (metadata != null) {
            json.put("metadata", new JsonObject(new LinkedHashMap<>(metadata)));
        }
        if (noLimits || !limits.isEmpty() || failClosed != null) {
            json.put("limits", detailed());
        }
        if (expiresGiven) {
            json.put("expires_at", expires == null ? null : expires.toString());
        }
        return json;
    }

    /** The limits that were given, and which of them fail closed. */
    private JsonObject detailed() {
        JsonObject detailed = limits.copy();
        for (String named : failClosed == null ? List.<String>of() : failClosed) {
            int option = OPTIONS.indexOf(named);
            String member = option < 0 ? named : LimitsJson.MEMBERS.get(option);
            if (!named.equals(ALL) && !limits.containsKey(member)) {
                throw new ParameterException(
                        command.commandLine(),
                        "--fail-closed names '" + named + "', which is not among the limits that are given");
            }
            for (String given : limits.fieldNames()) {
                if (named.equals(ALL) || given.equals(member)) {
                    detailed.put(
                            given,
                            new JsonObject().put("limit", limits.getLong(given)).put("fail", "closed"));
                }
            }
        }
        return detailed;
    }

    private void limit(int member, long value) {
        limits.put(LimitsJson.MEMBERS.get(member), value);
    }

    private static long micros(BigDecimal dollars) {
        try {
            return dollars.movePointRight(6).longValueExact();
        } catch (ArithmeticException e) {
            throw new TypeConversionException(
                    "'" + dollars + "' has more than six places; money is counted in millionths");
        }
    }
}
