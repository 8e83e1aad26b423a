package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.connector.codec.WholeReader;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors in the forms of {@code batchEmbedContents}, {@code embedContent} and {@code predict}, in the order of the inputs. Where
 * the answer does not count tokens, they are estimated. Not thread-safe.
 */
final class Embeddings implements WholeReader.Body {
    private final int wanted;
    private final long estimate;
    private int vectors;
    private long tokens;
    private boolean counted;

    /**
     * @param wanted how many vectors there must be
     * @param estimate the tokens of the inputs, guessed
     */
    Embeddings(int wanted, long estimate) {
        this.wanted = wanted;
        this.estimate = estimate;
    }

    @Override
    public boolean member(String name, JsonCursor json, List<UnifiedChunk> out) {
        switch (name) {
            case "embeddings", "predictions" -> {
                json.beginArray();
                while (json.nextElement()) {
                    embedding(json, out);
                }
            }
            case "embedding" -> embedding(json, out);
            case "usageMetadata", "metadata" -> usage(json);
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable Usage usage() {
        if (vectors != wanted) {
            return null;
        }
        return Usage.of(counted ? tokens : estimate, 0, counted ? Usage.Source.REPORTED : Usage.Source.ESTIMATED);
    }

    private void embedding(JsonCursor json, List<UnifiedChunk> out) {
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "values" -> {
                    String values = CallArguments.compact(json.raw());
                    out.add(new UnifiedChunk.Opaque(
                            Dialect.OPENAI_EMBEDDINGS,
                            0,
                            "{\"object\":\"embedding\",\"index\":" + vectors++ + ",\"embedding\":" + values + "}"));
                }
                // predict nests once more.
                case "embeddings" -> embedding(json, out);
                case "statistics" -> usage(json);
                default -> json.skip();
            }
        }
    }

    private void usage(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "token_count", "tokenCount", "promptTokenCount" -> {
                    counted = true;
                    tokens += Math.max(0, Lenient.integer(json, 0));
                }
                default -> json.skip();
            }
        }
    }
}
