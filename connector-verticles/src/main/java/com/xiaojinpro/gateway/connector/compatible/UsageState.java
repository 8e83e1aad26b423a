package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Usage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The usage of one answer, wherever and however often it is reported: every report is a snapshot, the newest value of
 * every field counts, nothing is added up (H19). Not thread-safe.
 */
public final class UsageState {
    private static final long UNTOLD = -1;

    /** Whether the provider counts reasoning beside the completion, not within it (H73). */
    private final boolean reasoningSeparate;

    private long prompt = UNTOLD;
    private long completion = UNTOLD;
    private long total = UNTOLD;
    private long cached = UNTOLD;
    private long cacheWrite = UNTOLD;
    private long promptAudio = UNTOLD;
    private long completionAudio = UNTOLD;
    private long reasoning = UNTOLD;
    /** Cache counters under their Anthropic names: of servers that put a compatible face on Claude. */
    private long cacheReadBeside = UNTOLD;

    private long cacheWriteBeside = UNTOLD;
    private long cacheHit = UNTOLD;
    private long cacheMiss = UNTOLD;
    private @Nullable BigDecimal cost;
    private final RawObject extras = new RawObject();
    private boolean changed;

    public UsageState(boolean reasoningSeparate) {
        this.reasoningSeparate = reasoningSeparate;
    }

    /** Takes a {@code usage} value. */
    public void read(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "prompt_tokens", "input_tokens" -> prompt = newer(json, prompt);
                case "completion_tokens", "output_tokens" -> completion = newer(json, completion);
                case "total_tokens" -> total = newer(json, total);
                case "prompt_tokens_details", "input_tokens_details" -> promptDetails(json);
                case "completion_tokens_details", "output_tokens_details" -> completionDetails(json);
                case "prompt_cache_hit_tokens" -> cacheHit = newer(json, cacheHit);
                case "prompt_cache_miss_tokens" -> cacheMiss = newer(json, cacheMiss);
                case "cached_tokens" -> cached = newer(json, cached);
                case "reasoning_tokens" -> reasoning = newer(json, reasoning);
                case "cache_read_input_tokens" -> cacheReadBeside = newer(json, cacheReadBeside);
                case "cache_creation_input_tokens" -> cacheWriteBeside = newer(json, cacheWriteBeside);
                case "cost" -> cost(json);
                default -> {
                    String name = json.name();
                    String raw = Lenient.something(json);
                    if (raw != null) {
                        extras.put(name, raw);
                    }
                }
            }
        }
    }

    /** Whether something new was told since the last {@link #usage}, and enough for a report. */
    public boolean reportable() {
        return changed && known();
    }

    /** Whether the prompt was counted; embeddings have nothing else. */
    public boolean promptKnown() {
        return promptTokens() != UNTOLD;
    }

    public boolean known() {
        return completion != UNTOLD && promptTokens() != UNTOLD;
    }

    public Usage usage(Usage.Source source) {
        changed = false;
        long input = Math.max(0, promptTokens());
        long read = firstTold(cached, cacheHit, cacheReadBeside);
        long write = firstTold(cacheWrite, cacheWriteBeside, UNTOLD);
        if (cached == UNTOLD && cacheHit == UNTOLD && read + write > input) {
            // Counted beside the prompt, as Anthropic does: then both together are the prompt.
            input += read + write;
        }
        long output = Math.max(0, completion);
        long thought = Math.max(0, reasoning);
        boolean beside = thought > 0 && (reasoningSeparate || total == input + output + thought);
        if (beside) {
            output += thought;
        } else {
            thought = Math.min(thought, output);
        }
        return new Usage(
                input,
                read,
                write,
                0,
                Math.max(0, promptAudio),
                output,
                thought,
                Math.max(0, completionAudio),
                cost,
                source,
                extras.extras());
    }

    private long promptTokens() {
        return prompt != UNTOLD || cacheHit == UNTOLD || cacheMiss == UNTOLD ? prompt : cacheHit + cacheMiss;
    }

    private void promptDetails(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "cached_tokens" -> cached = newer(json, cached);
                case "cache_write_tokens", "cache_creation_tokens" -> cacheWrite = newer(json, cacheWrite);
                case "audio_tokens" -> promptAudio = newer(json, promptAudio);
                default -> json.skip();
            }
        }
    }

    private void completionDetails(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "reasoning_tokens" -> reasoning = newer(json, reasoning);
                case "audio_tokens" -> completionAudio = newer(json, completionAudio);
                default -> json.skip();
            }
        }
    }

    private void cost(JsonCursor json) {
        if (json.isObject()) {
            extras.put("cost", json.raw());
            return;
        }
        BigDecimal told = Lenient.decimal(json);
        if (told != null && told.signum() >= 0) {
            changed |= cost == null || told.compareTo(cost) != 0;
            cost = told;
        }
    }

    private long newer(JsonCursor json, long before) {
        long told = Lenient.integer(json, UNTOLD);
        if (told < 0 || told == before) {
            return before;
        }
        changed = true;
        return told;
    }

    private static long firstTold(long first, long second, long third) {
        return Math.max(0, first != UNTOLD ? first : second != UNTOLD ? second : third);
    }
}
