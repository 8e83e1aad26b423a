package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.model.Dialect;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is left for a caller after one decision, and the headers that say so. Of several limits of one sort the tightest is
 * told, as the headers of both vendors have room for one. One call.
 */
final class Standing {
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private enum Sort {
        REQUESTS("requests"),
        TOKENS("tokens"),
        INPUT_TOKENS("input-tokens"),
        OUTPUT_TOKENS("output-tokens");

        private final String word;

        Sort(String word) {
            this.word = word;
        }
    }

    private record Left(long limit, long remaining, long resetMillis) {
        boolean tighterThan(@Nullable Left other) {
            // A limit that is lower has less left of the same share.
            return other == null
                    || (double) remaining / Math.max(1, limit) < (double) other.remaining / Math.max(1, other.limit);
        }
    }

    private final Map<Sort, Left> tightest = new EnumMap<>(Sort.class);
    private final long nowMillis;

    Standing(long nowMillis) {
        this.nowMillis = nowMillis;
    }

    void add(Bucket bucket) {
        Sort sort = sort(bucket.kind());
        if (sort != null) {
            Left left = new Left(bucket.limit(), bucket.remaining(), bucket.windowEnd());
            if (left.tighterThan(tightest.get(sort))) {
                tightest.put(sort, left);
            }
        }
    }

    void headers(Dialect dialect, BiConsumer<String, String> out) {
        switch (dialect) {
            case ANTHROPIC_MESSAGES ->
                tightest.forEach((sort, left) -> {
                    out.accept("anthropic-ratelimit-" + sort.word + "-limit", Long.toString(left.limit));
                    out.accept("anthropic-ratelimit-" + sort.word + "-remaining", Long.toString(left.remaining));
                    out.accept(
                            "anthropic-ratelimit-" + sort.word + "-reset",
                            Instant.ofEpochMilli(left.resetMillis).toString());
                });
            case OPENAI_CHAT, OPENAI_RESPONSES, OPENAI_EMBEDDINGS, GEMINI -> {
                openAi("requests", tightest.get(Sort.REQUESTS), out);
                openAi("tokens", tokens(), out);
            }
        }
    }

    private void openAi(String word, @Nullable Left left, BiConsumer<String, String> out) {
        if (left != null) {
            out.accept("x-ratelimit-limit-" + word, Long.toString(left.limit));
            out.accept("x-ratelimit-remaining-" + word, Long.toString(left.remaining));
            out.accept("x-ratelimit-reset-" + word, duration(left.resetMillis - nowMillis));
        }
    }

    private @Nullable Left tokens() {
        Left found = null;
        for (Map.Entry<Sort, Left> entry : tightest.entrySet()) {
            if (entry.getKey() != Sort.REQUESTS && entry.getValue().tighterThan(found)) {
                found = entry.getValue();
            }
        }
        return found;
    }

    private static @Nullable Sort sort(LimitKind kind) {
        return switch (kind) {
            case REQUESTS_PER_MINUTE, REQUESTS_PER_DAY -> Sort.REQUESTS;
            case TOKENS_PER_MINUTE -> Sort.TOKENS;
            case INPUT_TOKENS_PER_MINUTE -> Sort.INPUT_TOKENS;
            case OUTPUT_TOKENS_PER_MINUTE -> Sort.OUTPUT_TOKENS;
            case CONCURRENT_REQUESTS, BUDGET_PER_DAY, BUDGET_PER_MONTH -> null;
        };
    }

    /** A time as OpenAI spells it: {@code 850ms}, {@code 12s}, {@code 6m0s}, {@code 3h5m0s}. */
    static String duration(long millis) {
        if (millis < SECOND) {
            return Math.max(0, millis) + "ms";
        }
        long seconds = (millis + SECOND - 1) / SECOND * SECOND;
        StringBuilder text = new StringBuilder(12);
        if (seconds >= HOUR) {
            text.append(seconds / HOUR).append('h');
        }
        if (seconds >= MINUTE) {
            text.append(seconds % HOUR / MINUTE).append('m');
        }
        return text.append(seconds % MINUTE / SECOND).append('s').toString();
    }
}
