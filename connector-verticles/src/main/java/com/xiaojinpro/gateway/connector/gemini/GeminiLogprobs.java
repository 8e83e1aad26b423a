package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code logprobsResult} as an OpenAI {@code logprobs} object. Pure. */
final class GeminiLogprobs {
    private record Candidate(String token, String probability) {}

    private GeminiLogprobs() {}

    /** Consumes the value; null where it tells nothing. */
    static @Nullable String of(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return null;
        }
        List<Candidate> chosen = List.of();
        List<List<Candidate>> top = new ArrayList<>();
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "chosenCandidates" -> chosen = candidates(json);
                case "topCandidates" -> {
                    json.beginArray();
                    while (json.nextElement()) {
                        List<Candidate> of = List.of();
                        json.beginObject();
                        while (json.nextField()) {
                            if (json.name().equals("candidates")) {
                                of = candidates(json);
                            } else {
                                json.skip();
                            }
                        }
                        top.add(of);
                    }
                }
                default -> json.skip();
            }
        }
        return chosen.isEmpty() ? null : written(chosen, top);
    }

    private static List<Candidate> candidates(JsonCursor json) {
        List<Candidate> candidates = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            String token = "";
            String probability = "-9999";
            json.beginObject();
            while (json.nextField()) {
                switch (json.name()) {
                    case "token" -> token = String.valueOf(Lenient.scalar(json));
                    case "logProbability" -> probability = json.raw();
                    default -> json.skip();
                }
            }
            candidates.add(new Candidate(token, probability));
        }
        return candidates;
    }

    private static String written(List<Candidate> chosen, List<List<Candidate>> top) {
        ByteWriter out = new ByteWriter(1024).raw("{\"content\":[");
        for (int i = 0; i < chosen.size(); i++) {
            out.raw(i > 0 ? "," : "");
            candidate(out, chosen.get(i));
            out.raw(",\"top_logprobs\":[");
            List<Candidate> others = i < top.size() ? top.get(i) : List.of();
            for (int k = 0; k < others.size(); k++) {
                out.raw(k > 0 ? "," : "");
                candidate(out, others.get(k));
                out.raw('}');
            }
            out.raw("]}");
        }
        return out.raw("],\"refusal\":null}").take().toString(StandardCharsets.UTF_8);
    }

    private static void candidate(ByteWriter out, Candidate candidate) {
        out.raw("{\"token\":").string(candidate.token()).raw(",\"logprob\":").raw(candidate.probability());
        out.raw(",\"bytes\":[");
        byte[] bytes = candidate.token().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            out.raw(i > 0 ? "," : "").number(bytes[i] & 0xFF);
        }
        out.raw(']');
    }
}
