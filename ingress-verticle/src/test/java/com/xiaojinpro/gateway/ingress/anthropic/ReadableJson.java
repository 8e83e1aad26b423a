package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the JSON of generated events can be read by a test at all: the parser refuses member names with half a surrogate
 * pair, which are JSON all the same and pass through the gateway as text.
 */
final class ReadableJson {
    private ReadableJson() {}

    static boolean in(List<UnifiedChunk> chunks) {
        List<String> texts = new ArrayList<>();
        Map<Integer, StringBuilder> arguments = new HashMap<>();
        for (UnifiedChunk chunk : chunks) {
            switch (chunk) {
                case UnifiedChunk.Started start -> add(start.extras(), texts);
                case UnifiedChunk.PartStarted part -> {
                    add(part.extras(), texts);
                    arguments.put(part.index(), new StringBuilder());
                }
                case UnifiedChunk.Delta delta -> {
                    if (delta.kind() == DeltaKind.ANNOTATION) {
                        texts.add(delta.value());
                    } else if (delta.kind() == DeltaKind.CONTENT) {
                        arguments.get(delta.index()).append(delta.value());
                    }
                }
                case UnifiedChunk.UsageReported report -> add(report.usage().extras(), texts);
                case UnifiedChunk.Opaque opaque -> texts.add(opaque.json());
                case UnifiedChunk.Finished end -> end.endings().forEach(ending -> add(ending.extras(), texts));
                case UnifiedChunk.PartEnded ignored -> {}
                case UnifiedChunk.Failed ignored -> {}
            }
        }
        arguments.values().stream()
                .map(StringBuilder::toString)
                .filter(text -> text.startsWith("{") && text.endsWith("}"))
                .forEach(texts::add);
        return texts.stream().allMatch(ReadableJson::readable);
    }

    private static void add(Extras extras, List<String> texts) {
        for (Map.Entry<String, String> extra : extras.fields().entrySet()) {
            boolean whole = StandardCharsets.UTF_8.newEncoder().canEncode(extra.getKey());
            texts.add(whole ? extra.getValue() : "half a surrogate pair in the name");
        }
    }

    private static boolean readable(String json) {
        try {
            JsonCursor in = JsonCursor.of(json);
            in.skip();
            in.end();
            return true;
        } catch (FaultException unreadable) {
            return false;
        }
    }
}
