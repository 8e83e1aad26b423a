package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Usage;

/**
 * The usage of one answer, told at its start and again at its end: every number is a total so far, the newest counts,
 * nothing is added up (H19). A zero after something else says nothing. {@code input_tokens} is what no cache had a part in
 * (H71). Not thread-safe.
 */
final class UsageTotals {
    private static final long UNTOLD = -1;

    private long uncached = UNTOLD;
    private long cacheRead = UNTOLD;
    private long cacheWrite = UNTOLD;
    private long write5m = UNTOLD;
    private long write1h = UNTOLD;
    private long output = UNTOLD;
    private long thinking = UNTOLD;
    private final RawObject extras = new RawObject();

    /** Takes a {@code usage} value. */
    void read(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "input_tokens" -> uncached = newer(json, uncached);
                case "cache_read_input_tokens" -> cacheRead = newer(json, cacheRead);
                case "cache_creation_input_tokens" -> cacheWrite = newer(json, cacheWrite);
                case "cache_creation" -> byLifetime(json);
                case "output_tokens" -> output = newer(json, output);
                case "output_tokens_details" -> details(json);
                default -> {
                    String name = json.name();
                    if (json.isNull()) {
                        json.skip();
                    } else {
                        extras.put(name, json.raw());
                    }
                }
            }
        }
    }

    /** Takes the one number of a count. */
    void counted(JsonCursor json) {
        uncached = newer(json, uncached);
        output = 0;
    }

    /** Whether enough was told for a report. */
    boolean known() {
        return uncached != UNTOLD || output > 0;
    }

    /**
     * The totals as they stand.
     *
     * @param estimatedOutput what stands for an output that was told as nothing; 0 for no such estimate
     */
    Usage usage(Usage.Source source, long estimatedOutput) {
        long written5m = Math.max(0, write5m);
        long written1h = Math.max(0, write1h);
        // What is told as one sum was written with the short lifetime.
        written5m += Math.max(0, Math.max(0, cacheWrite) - written5m - written1h);
        long read = Math.max(0, cacheRead);
        long input = Math.max(0, uncached) + read + written5m + written1h;
        long generated = output > 0 ? output : Math.max(0, estimatedOutput);
        return new Usage(
                input,
                read,
                written5m,
                written1h,
                0,
                generated,
                Math.min(Math.max(0, thinking), generated),
                0,
                null,
                source,
                extras.extras());
    }

    private void byLifetime(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "ephemeral_5m_input_tokens" -> write5m = newer(json, write5m);
                case "ephemeral_1h_input_tokens" -> write1h = newer(json, write1h);
                default -> json.skip();
            }
        }
    }

    private void details(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        int start = json.tokenStart();
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals("thinking_tokens")) {
                thinking = newer(json, thinking);
            } else {
                json.skip();
            }
        }
        extras.put("output_tokens_details", json.raw(start));
    }

    private static long newer(JsonCursor json, long before) {
        long told = Lenient.integer(json, UNTOLD);
        return told < 0 || (told == 0 && before > 0) ? before : told;
    }
}
