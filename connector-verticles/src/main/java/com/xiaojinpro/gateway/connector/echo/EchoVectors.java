package com.xiaojinpro.gateway.connector.echo;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.TokenEstimate;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Vectors that mean nothing: of length one, the same for the same input, so that a program around them can be tried without
 * a provider.
 */
final class EchoVectors {
    private static final int DIMENSIONS = 256;
    private static final int MOST_DIMENSIONS = 4096;

    private EchoVectors() {}

    static List<UnifiedChunk> answer(UnifiedRequest request, long created) {
        int dimensions = dimensions(request.extras());
        List<UnifiedChunk> events = new ArrayList<>();
        events.add(new UnifiedChunk.Started("", EchoProvider.MODEL, created, Dialect.OPENAI_EMBEDDINGS, Extras.NONE));
        int index = 0;
        for (UnifiedMessage input : request.messages()) {
            String vector = vector(seed(input.parts()), dimensions);
            String item = "{\"object\":\"embedding\",\"index\":" + index++ + ",\"embedding\":" + vector + "}";
            events.add(new UnifiedChunk.Opaque(Dialect.OPENAI_EMBEDDINGS, 0, item));
        }
        Usage usage = Usage.of(TokenEstimate.prompt(request), 0, Usage.Source.ESTIMATED);
        events.add(new UnifiedChunk.UsageReported(usage));
        events.add(UnifiedChunk.Finished.of(FinishReason.STOP, null));
        return events;
    }

    private static int dimensions(Extras extras) {
        String asked = extras.get("dimensions");
        if (asked == null) {
            return DIMENSIONS;
        }
        JsonCursor json = JsonCursor.of(asked);
        long dimensions = json.integer();
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw Fault.invalid("dimensions", "The echo makes vectors of 1 to " + MOST_DIMENSIONS + " dimensions.")
                    .exception();
        }
        return (int) dimensions;
    }

    private static long seed(List<ContentPart> parts) {
        long seed = 1;
        for (ContentPart part : parts) {
            String text = part instanceof ContentPart.Text plain ? plain.text() : part.toString();
            for (int i = 0; i < text.length(); i++) {
                seed = seed * 31 + text.charAt(i);
            }
        }
        return seed;
    }

    private static String vector(long seed, int dimensions) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = random.doubles(dimensions, -1, 1).toArray();
        double square = 0;
        for (double value : values) {
            square += value * value;
        }
        double length = Math.sqrt(square);
        StringBuilder json = new StringBuilder(dimensions * 13).append('[');
        for (int i = 0; i < dimensions; i++) {
            json.append(i == 0 ? "" : ",").append((float) (values[i] / length));
        }
        return json.append(']').toString();
    }
}
