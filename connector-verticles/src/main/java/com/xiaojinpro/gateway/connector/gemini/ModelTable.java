package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.config.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of models, as data: by the longest prefix of the name, with what an operator says of it before what is known
 * here (documents of Google, 2026-11). A model nobody knows is taken for one of the newest generation. Immutable.
 */
final class ModelTable {
    private static final Set<String> OLD = Set.of(ModelTraits.PENALTIES, ModelTraits.SYSTEM);
    private static final Set<String> TWO_FIVE = Set.of(ModelTraits.JSON_SCHEMA, ModelTraits.SYSTEM);
    private static final Set<String> THREE = Set.of(
            ModelTraits.JSON_SCHEMA,
            ModelTraits.TOOL_MEDIA,
            ModelTraits.MIXED_TOOLS,
            ModelTraits.JSON_WITH_TOOLS,
            ModelTraits.SIGNATURES,
            ModelTraits.SYSTEM);
    private static final Thinking NONE = new Thinking.None();

    private static final Map<String, Thinking> THINKING = Map.ofEntries(
            Map.entry("", new Thinking.Levels(Thinking.LEVELS)),
            Map.entry("gemini-1", NONE),
            Map.entry("gemini-2.0", NONE),
            Map.entry("gemini-2.5-pro", new Thinking.Budget(128, 32_768, false)),
            Map.entry("gemini-2.5-pro-preview-tts", NONE),
            Map.entry("gemini-2.5-flash", new Thinking.Budget(0, 24_576, true)),
            Map.entry("gemini-2.5-flash-lite", new Thinking.Budget(512, 24_576, true)),
            Map.entry("gemini-2.5-flash-image", NONE),
            Map.entry("gemini-2.5-flash-preview-tts", NONE),
            Map.entry("gemini-3-pro", new Thinking.Levels(List.of("low", "high"))),
            Map.entry("gemini-3.1-pro", new Thinking.Levels(List.of("low", "medium", "high"))),
            Map.entry("gemma", NONE));

    private static final Map<String, Set<String>> FEATURES = Map.of(
            "", THREE,
            "gemini-1", OLD,
            "gemini-2.0", OLD,
            "gemini-2.5", TWO_FIVE,
            "gemma", Set.of(ModelTraits.PENALTIES));

    private final Map<String, Thinking> thinking;
    private final Map<String, Set<String>> features;

    private ModelTable(Map<String, Thinking> thinking, Map<String, Set<String>> features) {
        this.thinking = new TreeMap<>(thinking);
        this.features = new TreeMap<>(features);
    }

    /** What is known here, without an operator's words. */
    static ModelTable builtIn() {
        return new ModelTable(THINKING, FEATURES);
    }

    /** Reads the tables {@code thinking} and {@code features}. */
    static ModelTable of(Settings settings) {
        ModelTable table = builtIn();
        read(settings, "thinking", table.thinking, Thinking::parse, "'none', 'budget 0..24576' or 'level low high'");
        read(settings, "features", table.features, ModelTable::features, "words of " + ModelTraits.WORDS);
        return table;
    }

    private static <T> void read(
            Settings settings, String key, Map<String, T> into, Function<String, @Nullable T> reader, String meant) {
        for (Map.Entry<String, String> entry : settings.stringMap(key).entrySet()) {
            String pattern = entry.getKey().toLowerCase(Locale.ROOT);
            String prefix = pattern.endsWith("*") ? pattern.substring(0, pattern.length() - 1) : pattern;
            T value = reader.apply(entry.getValue());
            if (value == null || prefix.contains("*")) {
                settings.problem(
                        key,
                        "'" + entry.getKey() + "' is not understood; a prefix of a model's name and " + meant
                                + " were meant");
            } else {
                into.put(prefix, value);
            }
        }
    }

    private static @Nullable Set<String> features(String text) {
        List<String> words = text.isBlank() ? List.of() : List.of(text.strip().split("[\\s,]+", -1));
        return ModelTraits.WORDS.containsAll(words) ? Set.copyOf(words) : null;
    }

    ModelTraits of(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return new ModelTraits(longest(thinking, name), longest(features, name));
    }

    private static <T> T longest(Map<String, T> byPrefix, String name) {
        T best = null;
        int length = -1;
        for (Map.Entry<String, T> entry : byPrefix.entrySet()) {
            if (entry.getKey().length() > length && name.startsWith(entry.getKey())) {
                best = entry.getValue();
                length = entry.getKey().length();
            }
        }
        if (best == null) {
            throw new IllegalStateException("the empty prefix fits every name");
        }
        return best;
    }
}
