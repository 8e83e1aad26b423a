package com.xiaojinpro.gateway.connector.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.SignatureStore;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a {@code generateContent} request, or the one that counts its tokens. Made for one request; not thread-safe. */
final class RequestWriter {
    /** Google's own fields that clients of other protocols send at the top level, in either spelling. */
    private static final Map<String, String> OWN = Map.of(
            "safetySettings", "safetySettings",
            "safety_settings", "safetySettings",
            "cachedContent", "cachedContent",
            "cached_content", "cachedContent",
            "labels", "labels",
            "modelArmorConfig", "modelArmorConfig",
            "model_armor_config", "modelArmorConfig");

    /** Fields that are said elsewhere in the request. */
    private static final Set<String> SAID = Set.of("stream_options", "modalities", "audio", "web_search_options");

    private final UnifiedRequest request;
    private final GeminiSwitches switches;
    private final boolean vertex;
    private final Set<String> dropped;
    private final ModelTraits traits;
    private final Contents contents;
    private final ToolFields tools;
    private final Map<String, String> own = new LinkedHashMap<>();

    RequestWriter(
            UnifiedRequest request,
            String model,
            GeminiSwitches switches,
            GeminiSite.Kind kind,
            SignatureStore signatures,
            String tenant,
            Set<String> dropped) {
        this.request = request;
        this.switches = switches;
        this.vertex = kind == GeminiSite.Kind.VERTEX;
        this.dropped = dropped;
        this.traits = switches.models().of(model);
        ToolNames names = new ToolNames(request);
        this.tools = new ToolFields(request, traits, switches, vertex, names, dropped);
        this.contents = new Contents(
                request,
                traits.has(ModelTraits.SYSTEM),
                new ModelTurn(
                        names, switches.callIds(), traits.has(ModelTraits.SIGNATURES), signatures, tenant, dropped),
                new ToolResults(names, switches.callIds(), traits.has(ModelTraits.TOOL_MEDIA)),
                dropped);
        extras();
    }

    /**
     * The request for an answer.
     *
     * @param continuation what the provider gave to go on with an answer it cut; null for none (H101)
     */
    Buffer generate(@Nullable String continuation) {
        return JsonText.request(request, json -> {
            json.writeStartObject();
            prompt(json);
            new GenerationFields(request, traits, tools.functions(), dropped).write(json);
            safety(json);
            further(json);
            if (continuation != null) {
                json.writeStringField("continuationToken", continuation);
            }
            json.writeEndObject();
        });
    }

    /** The request that counts the prompt's tokens. */
    Buffer count(String model) {
        return JsonText.request(request, json -> {
            json.writeStartObject();
            if (!vertex) {
                json.writeObjectFieldStart("generateContentRequest");
                json.writeStringField("model", model.startsWith("models/") ? model : "models/" + model);
            }
            prompt(json);
            if (!vertex) {
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    private void prompt(JsonGenerator json) throws IOException {
        if (own.containsKey("cachedContent")) {
            json.writeFieldName("cachedContent");
            json.writeRawValue(own.get("cachedContent"));
        }
        contents.write(json);
        tools.write(json);
    }

    private void extras() {
        for (Map.Entry<String, String> extra : request.extras().fields().entrySet()) {
            String name = OWN.get(extra.getKey());
            if (name != null) {
                own.put(name, extra.getValue());
            } else if (!SAID.contains(extra.getKey())) {
                dropped.add(extra.getKey());
            }
        }
        if (request.cache() != null) {
            dropped.add("cache_control");
        }
        lost("verbosity", request.verbosity());
        lost("prompt_cache_key", request.promptCacheKey());
        lost("user", request.userId());
    }

    private void safety(JsonGenerator json) throws IOException {
        String told = own.get("safetySettings");
        if (told != null) {
            json.writeFieldName("safetySettings");
            json.writeRawValue(told);
        } else if (!switches.safety().isEmpty() && !own.containsKey("modelArmorConfig")) {
            json.writeArrayFieldStart("safetySettings");
            for (Map.Entry<String, String> setting : switches.safety().entrySet()) {
                json.writeStartObject();
                json.writeStringField("category", setting.getKey());
                json.writeStringField("threshold", setting.getValue());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private void further(JsonGenerator json) throws IOException {
        String armor = own.get("modelArmorConfig");
        if (armor != null) {
            json.writeFieldName("modelArmorConfig");
            json.writeRawValue(armor);
        }
        String labels = own.get("labels");
        if (labels == null && vertex && request.metadata() != null && areLabels(request.metadata())) {
            labels = request.metadata();
        } else {
            lost("metadata", request.metadata());
        }
        if (labels != null && vertex) {
            json.writeFieldName("labels");
            json.writeRawValue(labels);
        } else {
            lost("labels", labels);
        }
        String tier = tier(request.serviceTier());
        if (tier != null && !vertex) {
            json.writeStringField("serviceTier", tier);
        } else if (tier == null) {
            boolean asked =
                    request.serviceTier() != null && !request.serviceTier().equals("auto");
            lost("service_tier", asked ? request.serviceTier() : null);
        }
    }

    /** Google's word for OpenAI's tier; null where there is none. */
    static @Nullable String tier(@Nullable String openAi) {
        if (openAi == null) {
            return null;
        }
        return switch (openAi) {
            case "flex" -> "flex";
            case "priority", "fast" -> "priority";
            case "default", "standard" -> "standard";
            default -> null;
        };
    }

    /** Whether a client's metadata keeps to what Google takes as labels: short words in lower case. */
    private static boolean areLabels(String metadata) {
        try {
            JsonCursor json = JsonCursor.of(metadata);
            json.beginObject();
            while (json.nextField()) {
                if (!json.name().matches("[a-z][a-z0-9_-]{0,62}")
                        || !json.string().matches("[a-z0-9_-]{0,63}")) {
                    return false;
                }
            }
            return true;
        } catch (FaultException other) {
            return false;
        }
    }

    private void lost(String name, @Nullable String value) {
        if (value != null) {
            dropped.add(name);
        }
    }
}
