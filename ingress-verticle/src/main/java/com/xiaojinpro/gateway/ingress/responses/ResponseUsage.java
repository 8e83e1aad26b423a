package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Usage;
import java.util.Set;

/**
 * Writes usage as this protocol does: input includes what was cached, output the reasoning (H71). Numbers that the provider
 * did not report for the whole answer say so in {@code usage_source}.
 */
final class ResponseUsage {
    private static final Set<String> OWN = Set.of(
            "input_tokens",
            "input_tokens_details",
            "output_tokens",
            "output_tokens_details",
            "total_tokens",
            "cost",
            "usage_source");

    private ResponseUsage() {}

    /**
     * Appends the usage object.
     *
     * @param ownDialect whether the provider speaks this protocol, so that its further fields are understood
     */
    static void write(ByteWriter out, Usage usage, boolean ownDialect) {
        out.raw("{\"input_tokens\":").number(usage.input());
        out.raw(",\"input_tokens_details\":{\"cached_tokens\":").number(usage.cacheRead());
        out.raw(",\"cache_write_tokens\":").number(usage.cacheWrite());
        out.raw("},\"output_tokens\":").number(usage.output());
        out.raw(",\"output_tokens_details\":{\"reasoning_tokens\":").number(usage.reasoning());
        out.raw("},\"total_tokens\":").number(usage.total());
        if (usage.cost() != null) {
            out.raw(",\"cost\":").raw(usage.cost().toString());
        }
        switch (usage.source()) {
            case REPORTED -> {}
            case ESTIMATED -> out.raw(",\"usage_source\":\"estimated\"");
            case PARTIAL -> out.raw(",\"usage_source\":\"partial\"");
        }
        if (ownDialect) {
            usage.extras().fields().forEach((name, raw) -> {
                if (!OWN.contains(name)) {
                    out.raw(',').string(name).raw(':').raw(raw);
                }
            });
        }
        out.raw('}');
    }
}
