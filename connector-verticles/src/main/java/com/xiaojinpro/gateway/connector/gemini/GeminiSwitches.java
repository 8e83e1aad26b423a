package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.config.Settings;
import com.xiaojinpro.gateway.connector.compatible.CompatibleType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an operator can say of a provider of this dialect, wherever it is.
 *
 * @param callIds whether calls and results are sent with their ids; some models on Vertex refuse them (H43)
 * @param fetchUrls whether Google fetches media by any address; its own are fetched in any case
 * @param streamArguments whether the arguments of calls are asked for piece by piece
 * @param safety thresholds by harm category
 * @param maxEventBytes the longest event, or whole answer, that is held
 */
public record GeminiSwitches(
        boolean callIds,
        boolean fetchUrls,
        boolean streamArguments,
        Map<String, String> safety,
        ModelTable models,
        int maxEventBytes) {
    private static final String CATEGORY = "HARM_CATEGORY_";
    private static final List<String> THRESHOLDS =
            List.of("BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF");

    public GeminiSwitches {
        safety = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(safety));
    }

    /** Reads the keys that both places have. */
    public static GeminiSwitches of(Settings settings, GeminiSite.Kind kind) {
        boolean vertex = kind == GeminiSite.Kind.VERTEX;
        return new GeminiSwitches(
                settings.bool("call_ids", !vertex),
                settings.bool("fetch_urls", false),
                settings.bool("stream_arguments", false),
                safety(settings),
                ModelTable.of(settings),
                CompatibleType.maxEventBytes(settings));
    }

    private static Map<String, String> safety(Settings settings) {
        Map<String, String> safety = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : settings.stringMap("safety").entrySet()) {
            String category = entry.getKey().toUpperCase(Locale.ROOT);
            String threshold = entry.getValue().toUpperCase(Locale.ROOT);
            if (!category.matches("[A-Z_]+") || !THRESHOLDS.contains(threshold)) {
                settings.problem(
                        "safety",
                        "'" + entry.getKey() + "' is not understood; a harm category and one of " + THRESHOLDS
                                + " were meant");
            } else {
                safety.put(category.startsWith(CATEGORY) ? category : CATEGORY + category, threshold);
            }
        }
        return safety;
    }
}
