package com.xiaojinpro.gateway.model.json;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Usage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Token counts as JSON; a count of 0 is left out. */
public final class UsageJson {
    private UsageJson() {}

    public static void write(Usage usage, ByteWriter out) {
        write(usage, new JsonOut(out));
    }

    /** Reads what {@link #write} wrote; throws an internal, retryable fault where it is not that. */
    public static Usage read(byte[] bytes, int offset, int length) {
        return Reading.document("usage report", bytes, offset, length, UsageJson::read);
    }

    static void write(Usage usage, JsonOut out) {
        out.beginObject()
                .count("in", usage.input())
                .count("read", usage.cacheRead())
                .count("write5m", usage.cacheWrite5m())
                .count("write1h", usage.cacheWrite1h())
                .count("inAudio", usage.inputAudio())
                .count("out", usage.output())
                .count("reasoning", usage.reasoning())
                .count("outAudio", usage.outputAudio())
                .number("cost", usage.cost())
                .text("source", usage.source().name())
                .extras(usage.extras())
                .endObject();
    }

    static Usage read(JsonCursor in) {
        long input = 0;
        long cacheRead = 0;
        long cacheWrite5m = 0;
        long cacheWrite1h = 0;
        long inputAudio = 0;
        long output = 0;
        long reasoning = 0;
        long outputAudio = 0;
        BigDecimal cost = null;
        Usage.Source source = null;
        Extras extras = Extras.NONE;
        in.beginObject();
        while (in.nextField()) {
            switch (in.name()) {
                case "in" -> input = in.integer();
                case "read" -> cacheRead = in.integer();
                case "write5m" -> cacheWrite5m = in.integer();
                case "write1h" -> cacheWrite1h = in.integer();
                case "inAudio" -> inputAudio = in.integer();
                case "out" -> output = in.integer();
                case "reasoning" -> reasoning = in.integer();
                case "outAudio" -> outputAudio = in.integer();
                case "cost" -> cost = decimal(in.scalarText());
                case "source" -> source = source(in.string());
                case "x" -> extras = Reading.extras(in);
                default -> in.skip();
            }
        }
        return new Usage(
                input,
                cacheRead,
                cacheWrite5m,
                cacheWrite1h,
                inputAudio,
                output,
                reasoning,
                outputAudio,
                cost,
                Reading.required(in, source, "source"),
                extras);
    }

    /** The scale is kept: 0.10 stays 0.10. */
    private static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }

    /** A source this version does not know claims the least. */
    private static Usage.Source source(String word) {
        for (Usage.Source known : Usage.Source.values()) {
            if (known.name().equals(word)) {
                return known;
            }
        }
        return Usage.Source.ESTIMATED;
    }
}
