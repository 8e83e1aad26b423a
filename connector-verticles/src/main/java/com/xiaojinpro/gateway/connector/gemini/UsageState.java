package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Usage;

/**
 * {@code usageMetadata} as it comes in: cumulative, with any field missing from any chunk, so the newest of each counts (H19).
 * Candidates exclude thoughts there and the prompt excludes what tools brought in; both are included here (H72). The pieces of
 * a continued answer are added up (H101). Not thread-safe.
 */
final class UsageState {
    private static final long UNKNOWN = -1;

    private long prompt = UNKNOWN;
    private long cached = UNKNOWN;
    private long candidates = UNKNOWN;
    private long thoughts = UNKNOWN;
    private long toolPrompt = UNKNOWN;
    private long audioIn = UNKNOWN;
    private long audioOut = UNKNOWN;
    private final RawObject further = new RawObject();
    private final long[] before = new long[6];
    private boolean earlier;
    /** The newest event's members behind its candidates, as an object; not yet read where it has a length. */
    private byte[] unread = {};

    private int unreadLength;

    /**
     * Takes what stands behind the candidates of an event, from a comma on, in place of all that was taken so and not yet read:
     * it is valid, and counts what that counted.
     */
    void readLater(byte[] event, int from, int limit) {
        int length = limit - from;
        if (unread.length < length) {
            unread = new byte[length + 16];
        }
        System.arraycopy(event, from, unread, 0, length);
        unread[0] = '{';
        unreadLength = length;
    }

    /** Reads what was taken and not read: before another tail comes, which may not count what this one did. */
    void settle() {
        if (unreadLength == 0) {
            return;
        }
        JsonCursor json = new JsonCursor(unread, 0, unreadLength);
        unreadLength = 0;
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals("usageMetadata")) {
                read(json);
            } else {
                json.skip();
            }
        }
        json.end();
    }

    void read(JsonCursor json) {
        settle();
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "promptTokenCount" -> prompt = count(json, prompt);
                case "cachedContentTokenCount" -> cached = count(json, cached);
                case "candidatesTokenCount" -> candidates = count(json, candidates);
                case "thoughtsTokenCount" -> thoughts = count(json, thoughts);
                case "toolUsePromptTokenCount" -> {
                    toolPrompt = count(json, toolPrompt);
                    further.put("toolUsePromptTokenCount", Long.toString(Math.max(0, toolPrompt)));
                }
                case "promptTokensDetails" -> audioIn = audio(json, audioIn);
                case "candidatesTokensDetails" -> audioOut = audio(json, audioOut);
                case "trafficType", "serviceTier" -> {
                    String name = json.name();
                    further.put(name, json.raw());
                }
                default -> json.skip();
            }
        }
    }

    /** Whether the prompt was counted. */
    boolean known() {
        settle();
        return prompt != UNKNOWN || earlier;
    }

    /** Whether the answer was counted, too, as it is with the last chunk. */
    boolean whole() {
        settle();
        return prompt != UNKNOWN && (candidates != UNKNOWN || thoughts != UNKNOWN);
    }

    /** The next piece of the answer is counted anew. */
    void nextPiece() {
        settle();
        if (!earlier && prompt != UNKNOWN) {
            further.put("firstPromptTokenCount", Long.toString(prompt));
        }
        earlier = true;
        before[0] += input();
        before[1] += Math.max(0, cached);
        before[2] += output();
        before[3] += Math.max(0, thoughts);
        before[4] += Math.max(0, audioIn);
        before[5] += Math.max(0, audioOut);
        prompt = UNKNOWN;
        cached = UNKNOWN;
        candidates = UNKNOWN;
        thoughts = UNKNOWN;
        toolPrompt = UNKNOWN;
        audioIn = UNKNOWN;
        audioOut = UNKNOWN;
    }

    Usage usage(Usage.Source source) {
        settle();
        return new Usage(
                before[0] + input(),
                before[1] + Math.max(0, cached),
                0,
                0,
                before[4] + Math.max(0, audioIn),
                before[2] + output(),
                before[3] + Math.max(0, thoughts),
                before[5] + Math.max(0, audioOut),
                null,
                source,
                further.extras());
    }

    private long input() {
        return Math.max(0, prompt) + Math.max(0, toolPrompt);
    }

    private long output() {
        return Math.max(0, candidates) + Math.max(0, thoughts);
    }

    /** Counts beyond any model are nonsense, and sums of them must not overflow. */
    private static long count(JsonCursor json, long known) {
        long value = Lenient.integer(json, UNKNOWN);
        return value < 0 ? known : Math.min(value, 1L << 40);
    }

    private static long audio(JsonCursor json, long known) {
        if (!json.isArray()) {
            json.skip();
            return known;
        }
        long audio = known;
        json.beginArray();
        while (json.nextElement()) {
            if (!json.isObject()) {
                json.skip();
                continue;
            }
            boolean ofAudio = "AUDIO".equals(json.peek("modality"));
            json.beginObject();
            while (json.nextField()) {
                if (ofAudio && json.name().equals("tokenCount")) {
                    audio = count(json, audio);
                } else {
                    json.skip();
                }
            }
        }
        return audio;
    }
}
