package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Usage;
import java.util.Set;

/**
 * Usage as Anthropic counts it: {@code input_tokens} is what was neither read from nor written to a cache (H71), all
 * counters are totals so far. What an estimate cannot know is null, not zero.
 */
final class UsageJson {
    private static final Set<String> WRITTEN = Set.of(
            "input_tokens",
            "cache_creation_input_tokens",
            "cache_read_input_tokens",
            "cache_creation",
            "output_tokens",
            "output_tokens_details",
            "server_tool_use",
            "service_tier");

    private static final byte[] INPUT = ByteWriter.template("{\"input_tokens\":");
    private static final byte[] CACHE_WRITE = ByteWriter.template(",\"cache_creation_input_tokens\":");
    private static final byte[] CACHE_READ = ByteWriter.template(",\"cache_read_input_tokens\":");
    private static final byte[] WRITE_5M = ByteWriter.template(",\"cache_creation\":{\"ephemeral_5m_input_tokens\":");
    private static final byte[] WRITE_1H = ByteWriter.template(",\"ephemeral_1h_input_tokens\":");
    private static final byte[] NO_CACHE = ByteWriter.template(
            ",\"cache_creation_input_tokens\":null,\"cache_read_input_tokens\":null,\"cache_creation\":null");
    private static final byte[] OUTPUT = ByteWriter.template(",\"output_tokens\":");
    private static final byte[] DETAILS = ByteWriter.template(",\"output_tokens_details\":");
    private static final byte[] THINKING = ByteWriter.template("{\"thinking_tokens\":");
    private static final byte[] SERVER_TOOLS = ByteWriter.template(",\"server_tool_use\":");
    private static final byte[] TIER = ByteWriter.template(",\"service_tier\":");
    private static final byte[] NULL = ByteWriter.template("null");
    private static final byte[] CLOSE = ByteWriter.template("}");

    private UsageJson() {}

    /**
     * @param dialect the dialect of the usage's further members, which are shown in their own only
     */
    static void write(Usage usage, Dialect dialect, ByteWriter out) {
        Extras more = dialect == Dialect.ANTHROPIC_MESSAGES ? usage.extras() : Extras.NONE;
        out.raw(INPUT).number(usage.inputUncached());
        if (usage.source() == Usage.Source.ESTIMATED && usage.cacheRead() + usage.cacheWrite() == 0) {
            out.raw(NO_CACHE);
        } else {
            out.raw(CACHE_WRITE).number(usage.cacheWrite());
            out.raw(CACHE_READ).number(usage.cacheRead());
            out.raw(WRITE_5M).number(usage.cacheWrite5m());
            out.raw(WRITE_1H).number(usage.cacheWrite1h()).raw(CLOSE);
        }
        out.raw(OUTPUT).number(usage.output()).raw(DETAILS);
        details(usage, more, out);
        out.raw(SERVER_TOOLS);
        RawJson.value(more.get("server_tool_use"), out);
        out.raw(TIER);
        RawJson.value(more.get("service_tier"), out);
        RawJson.members(more, WRITTEN, out);
        out.raw(CLOSE);
    }

    private static void details(Usage usage, Extras more, ByteWriter out) {
        String details = more.get("output_tokens_details");
        if (details != null) {
            RawJson.value(details, out);
        } else if (usage.reasoning() > 0) {
            out.raw(THINKING).number(usage.reasoning()).raw(CLOSE);
        } else {
            out.raw(NULL);
        }
    }
}
