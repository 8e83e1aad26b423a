package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.config.Settings;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.CacheHints;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.JsonOutput;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.MaxTokensField;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.NullContent;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ReasoningField;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ReasoningReplay;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ReasoningStyle;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.SamplingRule;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.SeedField;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ToolIdForm;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.UserField;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the switches of one provider: the defaults, then a preset, then the operator's settings. Not thread-safe; used
 * once, at start.
 */
public final class ChatSwitchesBuilder {
    boolean streamUsage = true;
    boolean developerRole = false;
    MaxTokensField maxTokensField = MaxTokensField.AUTO;
    boolean parallelToolCalls = true;
    boolean toolChoiceRequired = true;
    boolean strictTools = true;
    JsonOutput jsonOutput = JsonOutput.JSON_SCHEMA;
    ReasoningReplay reasoningReplay = ReasoningReplay.KEEP;
    ReasoningField reasoningField = ReasoningField.REASONING_CONTENT;
    ReasoningStyle reasoningStyle = ReasoningStyle.REASONING_EFFORT;
    List<String> efforts = ChatSwitches.ALL_EFFORTS;
    String thinkingArgument = "enable_thinking";
    boolean stringContent = false;
    NullContent nullContent = NullContent.NULL;
    boolean toolMedia = false;
    boolean unknownFields = true;
    boolean sendsDone = true;
    boolean doneWithoutReason = true;
    boolean imageUrls = true;
    boolean fileUrls = false;
    boolean videoUrls = false;
    int maxStop = 0;

    @Nullable
    Double maxTemperature = null;

    boolean sameRoleTurns = true;
    boolean lateSystem = true;
    boolean reasoningSeparate = false;
    CacheHints cacheHints = CacheHints.KEEP;
    boolean thinkTags = false;
    ToolIdForm toolIds = ToolIdForm.ANY;
    boolean extraSampling = false;
    UserField userField = UserField.USER;
    SeedField seedField = SeedField.SEED;
    boolean assistantImages = false;
    boolean toolSignatures = false;
    SamplingRule sampling = SamplingRule.ALWAYS;

    @Nullable
    String impliedEffort = null;

    Set<String> refusedFields = Set.of();
    boolean openAiFields = false;
    Set<String> foreignExtras = Set.of();

    public ChatSwitchesBuilder() {}

    /** Starts from switches, to change a few of them. */
    public ChatSwitchesBuilder(ChatSwitches from) {
        streamUsage = from.streamUsage();
        developerRole = from.developerRole();
        maxTokensField = from.maxTokensField();
        parallelToolCalls = from.parallelToolCalls();
        toolChoiceRequired = from.toolChoiceRequired();
        strictTools = from.strictTools();
        jsonOutput = from.jsonOutput();
        reasoningReplay = from.reasoningReplay();
        reasoningField = from.reasoningField();
        reasoningStyle = from.reasoningStyle();
        efforts = from.efforts();
        thinkingArgument = from.thinkingArgument();
        stringContent = from.stringContent();
        nullContent = from.nullContent();
        toolMedia = from.toolMedia();
        unknownFields = from.unknownFields();
        sendsDone = from.sendsDone();
        doneWithoutReason = from.doneWithoutReason();
        imageUrls = from.imageUrls();
        fileUrls = from.fileUrls();
        videoUrls = from.videoUrls();
        maxStop = from.maxStop();
        maxTemperature = from.maxTemperature();
        sameRoleTurns = from.sameRoleTurns();
        lateSystem = from.lateSystem();
        reasoningSeparate = from.reasoningSeparate();
        cacheHints = from.cacheHints();
        thinkTags = from.thinkTags();
        toolIds = from.toolIds();
        extraSampling = from.extraSampling();
        userField = from.userField();
        seedField = from.seedField();
        assistantImages = from.assistantImages();
        toolSignatures = from.toolSignatures();
        sampling = from.sampling();
        impliedEffort = from.impliedEffort();
        refusedFields = from.refusedFields();
        openAiFields = from.openAiFields();
        foreignExtras = from.foreignExtras();
    }

    /** OpenRouter's own dialect of chat completions. */
    public ChatSwitchesBuilder openRouter() {
        developerRole = true;
        cacheHints = CacheHints.CACHE_CONTROL;
        reasoningStyle = ReasoningStyle.REASONING;
        reasoningField = ReasoningField.REASONING_DETAILS;
        toolMedia = true;
        assistantImages = true;
        fileUrls = true;
        videoUrls = true;
        extraSampling = true;
        foreignExtras = Set.of(
                "provider",
                "models",
                "plugins",
                "transforms",
                "session_id",
                "route",
                "trace",
                "debug",
                "usage",
                "modalities",
                "image_config",
                "top_a",
                "preset",
                "stop_server_tools_when");
        return this;
    }

    /** Overrides the switches with what the operator set. */
    public ChatSwitchesBuilder override(Settings settings) {
        streamUsage = settings.bool("stream_usage", streamUsage);
        developerRole = settings.bool("developer_role", developerRole);
        maxTokensField = word(settings, "max_tokens_field", maxTokensField);
        parallelToolCalls = settings.bool("parallel_tool_calls", parallelToolCalls);
        toolChoiceRequired = settings.bool("tool_choice_required", toolChoiceRequired);
        strictTools = settings.bool("strict_tools", strictTools);
        jsonOutput = word(settings, "json_output", jsonOutput);
        reasoningReplay = word(settings, "reasoning_replay", reasoningReplay);
        reasoningField = word(settings, "reasoning_field", reasoningField);
        reasoningStyle = word(settings, "reasoning_style", reasoningStyle);
        efforts(settings);
        thinkingArgument = settings.string("thinking_argument", thinkingArgument);
        stringContent = settings.bool("string_content", stringContent);
        nullContent = word(settings, "null_content", nullContent);
        toolMedia = settings.bool("tool_media", toolMedia);
        unknownFields = settings.bool("unknown_fields", unknownFields);
        sendsDone = settings.bool("sends_done", sendsDone);
        doneWithoutReason = settings.bool("done_without_reason", doneWithoutReason);
        imageUrls = settings.bool("image_urls", imageUrls);
        fileUrls = settings.bool("file_urls", fileUrls);
        videoUrls = settings.bool("video_urls", videoUrls);
        maxStop = (int) settings.integer("max_stop", maxStop, 0, 1_000);
        // A cap of 0 is none; the half degree of one preset is out of reach of a whole number, which only overrides it.
        long temperature = settings.integer("max_temperature", 0, 0, 10);
        maxTemperature = temperature > 0 ? Double.valueOf((double) temperature) : maxTemperature;
        sameRoleTurns = settings.bool("same_role_turns", sameRoleTurns);
        lateSystem = settings.bool("late_system", lateSystem);
        reasoningSeparate = settings.bool("reasoning_separate", reasoningSeparate);
        cacheHints = word(settings, "cache_hints", cacheHints);
        thinkTags = settings.bool("think_tags", thinkTags);
        toolIds = word(settings, "tool_ids", toolIds);
        extraSampling = settings.bool("extra_sampling", extraSampling);
        userField = word(settings, "user_field", userField);
        seedField = word(settings, "seed_field", seedField);
        assistantImages = settings.bool("assistant_images", assistantImages);
        toolSignatures = settings.bool("tool_signatures", toolSignatures);
        sampling = word(settings, "sampling", sampling);
        String implied = settings.string("implied_effort");
        impliedEffort = implied == null ? impliedEffort : implied;
        List<String> refused = settings.strings("refused_fields");
        refusedFields = refused.isEmpty() ? refusedFields : Set.copyOf(refused);
        openAiFields = settings.bool("openai_fields", openAiFields);
        return this;
    }

    /** What a model of OpenAI's own takes; it goes before what was said of the server as a whole. */
    public ChatSwitchesBuilder model(
            SamplingRule rule, @Nullable String effortUntold, List<String> knownEfforts, Set<String> refused) {
        sampling = rule;
        impliedEffort = effortUntold;
        efforts = knownEfforts;
        refusedFields = refused;
        return this;
    }

    /** How the output limit is spelled. */
    public ChatSwitchesBuilder maxTokensField(MaxTokensField field) {
        maxTokensField = field;
        return this;
    }

    /** Whether the role {@code developer} is known. */
    public ChatSwitchesBuilder developerRole(boolean known) {
        developerRole = known;
        return this;
    }

    public ChatSwitches build() {
        return new ChatSwitches(
                streamUsage,
                developerRole,
                maxTokensField,
                parallelToolCalls,
                toolChoiceRequired,
                strictTools,
                jsonOutput,
                reasoningReplay,
                reasoningField,
                reasoningStyle,
                efforts,
                thinkingArgument,
                stringContent,
                nullContent,
                toolMedia,
                unknownFields,
                sendsDone,
                doneWithoutReason,
                imageUrls,
                fileUrls,
                videoUrls,
                maxStop,
                maxTemperature,
                sameRoleTurns,
                lateSystem,
                reasoningSeparate,
                cacheHints,
                thinkTags,
                toolIds,
                extraSampling,
                userField,
                seedField,
                assistantImages,
                toolSignatures,
                sampling,
                impliedEffort,
                refusedFields,
                openAiFields,
                foreignExtras);
    }

    private void efforts(Settings settings) {
        List<String> told = settings.strings("efforts");
        if (told.isEmpty()) {
            return;
        }
        for (String effort : told) {
            if (!ChatSwitches.ALL_EFFORTS.contains(effort)) {
                settings.problem(
                        "efforts",
                        "'" + effort + "' is not an effort; one of " + String.join(", ", ChatSwitches.ALL_EFFORTS)
                                + " was meant");
                return;
            }
        }
        efforts = ChatSwitches.ALL_EFFORTS.stream().filter(told::contains).toList();
    }

    private static <E extends Enum<E>> E word(Settings settings, String key, E defaultValue) {
        Class<E> type = defaultValue.getDeclaringClass();
        List<String> allowed = Arrays.stream(type.getEnumConstants())
                .map(ChatSwitchesBuilder::spelled)
                .toList();
        String told = settings.word(key, spelled(defaultValue), allowed);
        int at = allowed.indexOf(told);
        return at < 0 ? defaultValue : type.getEnumConstants()[at];
    }

    private static String spelled(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
