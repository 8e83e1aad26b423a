package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Usage;
import java.util.Set;

/**
 * Writes usage as OpenAI does: prompt tokens include the cached ones, completion tokens the reasoning (H71). Numbers that
 * the provider did not report for the whole answer say so in {@code usage_source}.
 */
final class ChatUsage {
    private static final Set<String> OWN = Set.of(
            "prompt_tokens",
            "completion_tokens",
            "total_tokens",
            "prompt_tokens_details",
            "completion_tokens_details",
            "cost",
            "usage_source");
    private static final byte[] PROMPT = ByteWriter.template("{\"prompt_tokens\":");
    private static final byte[] COMPLETION = ByteWriter.template(",\"completion_tokens\":");
    private static final byte[] TOTAL = ByteWriter.template(",\"total_tokens\":");
    private static final byte[] CACHED = ByteWriter.template(",\"prompt_tokens_details\":{\"cached_tokens\":");
    private static final byte[] CACHE_WRITE = ByteWriter.template(",\"cache_write_tokens\":");
    private static final byte[] AUDIO = ByteWriter.template(",\"audio_tokens\":");
    private static final byte[] REASONING =
            ByteWriter.template("},\"completion_tokens_details\":{\"reasoning_tokens\":");
    private static final byte[] DETAILS_END = ByteWriter.template("}");
    private static final byte[] COST = ByteWriter.template(",\"cost\":");
    private static final byte[] ESTIMATED = ByteWriter.template(",\"usage_source\":\"estimated\"");
    private static final byte[] PARTIAL = ByteWriter.template(",\"usage_source\":\"partial\"");
    private static final byte[] END = ByteWriter.template("}");

    private ChatUsage() {}

    /**
     * Appends the usage object.
     *
     * @param ownDialect whether the provider spoke OpenAI too, so that its further fields are understood
     */
    static void write(ByteWriter out, Usage usage, boolean ownDialect) {
        out.raw(PROMPT).number(usage.input());
        out.raw(COMPLETION).number(usage.output());
        out.raw(TOTAL).number(usage.total());
        out.raw(CACHED).number(usage.cacheRead());
        out.raw(AUDIO).number(usage.inputAudio());
        if (usage.cacheWrite() > 0) {
            out.raw(CACHE_WRITE).number(usage.cacheWrite());
        }
        out.raw(REASONING).number(usage.reasoning());
        out.raw(AUDIO).number(usage.outputAudio());
        out.raw(DETAILS_END);
        if (usage.cost() != null) {
            out.raw(COST).raw(usage.cost().toString());
        }
        switch (usage.source()) {
            case REPORTED -> {}
            case ESTIMATED -> out.raw(ESTIMATED);
            case PARTIAL -> out.raw(PARTIAL);
        }
        if (ownDialect) {
            Members.write(out, usage.extras(), OWN);
        }
        out.raw(END);
    }
}
