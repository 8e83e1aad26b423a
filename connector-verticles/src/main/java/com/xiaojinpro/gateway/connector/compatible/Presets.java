package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.JsonOutput;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.MaxTokensField;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ReasoningField;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ReasoningReplay;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ReasoningStyle;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.SeedField;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ToolIdForm;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.UserField;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** The switches of well-known servers, each a starting point that every setting may override. */
public final class Presets {
    /** What is known of no server in particular. */
    static final String GENERIC = "generic";

    static final List<String> NAMES = List.of(
            GENERIC,
            "openai",
            "azure",
            "deepseek",
            "mistral",
            "groq",
            "xai",
            "together",
            "fireworks",
            "cerebras",
            "perplexity",
            "gemini",
            "zai",
            "dashscope",
            "vllm",
            "sglang",
            "ollama",
            "llamacpp",
            "lmstudio",
            "bare");

    private Presets() {}

    /** The preset of a base URL whose host tells whose server it is; {@link #GENERIC} for all others. */
    static String of(String baseUrl) {
        String host = host(baseUrl);
        if (host.endsWith(".openai.azure.com")
                || host.endsWith(".services.ai.azure.com")
                || host.endsWith(".cognitiveservices.azure.com")) {
            return "azure";
        }
        return switch (host) {
            case "api.openai.com" -> "openai";
            case "api.deepseek.com" -> "deepseek";
            case "api.mistral.ai", "codestral.mistral.ai" -> "mistral";
            case "api.groq.com" -> "groq";
            case "api.x.ai" -> "xai";
            case "api.together.xyz", "api.together.ai" -> "together";
            case "api.fireworks.ai" -> "fireworks";
            case "api.cerebras.ai" -> "cerebras";
            case "api.perplexity.ai" -> "perplexity";
            case "generativelanguage.googleapis.com" -> "gemini";
            case "api.z.ai", "open.bigmodel.cn" -> "zai";
            case "dashscope.aliyuncs.com", "dashscope-intl.aliyuncs.com" -> "dashscope";
            default -> GENERIC;
        };
    }

    /** The switches of a preset. */
    public static ChatSwitchesBuilder switches(String preset) {
        ChatSwitchesBuilder on = new ChatSwitchesBuilder();
        switch (preset) {
            case "openai" -> {
                on.developerRole = true;
                on.reasoningReplay = ReasoningReplay.NEVER;
                on.maxTokensField = MaxTokensField.MAX_COMPLETION_TOKENS;
                on.maxStop = 4;
                on.userField = UserField.SAFETY_IDENTIFIER;
                on.openAiFields = true;
            }
            case "azure" -> {
                on.openAiFields = true;
                on.reasoningReplay = ReasoningReplay.NEVER;
                on.developerRole = true;
                on.maxTokensField = MaxTokensField.MAX_COMPLETION_TOKENS;
                on.maxStop = 4;
            }
            case "deepseek" -> {
                on.reasoningStyle = ReasoningStyle.THINKING;
                on.reasoningReplay = ReasoningReplay.TOOL_TURNS;
                on.maxTokensField = MaxTokensField.MAX_TOKENS;
                on.jsonOutput = JsonOutput.JSON_OBJECT;
                on.strictTools = false;
                on.parallelToolCalls = false;
                on.maxStop = 16;
                on.userField = UserField.NONE;
            }
            case "mistral" -> {
                on.toolIds = ToolIdForm.ALNUM9;
                on.maxTokensField = MaxTokensField.MAX_TOKENS;
                on.seedField = SeedField.RANDOM_SEED;
                on.reasoningStyle = ReasoningStyle.NONE;
                on.reasoningReplay = ReasoningReplay.NEVER;
                on.userField = UserField.NONE;
                on.maxTemperature = 1.5;
            }
            case "groq" -> {
                on.reasoningField = ReasoningField.REASONING;
                on.maxStop = 4;
            }
            case "xai" -> {
                on.maxTokensField = MaxTokensField.MAX_COMPLETION_TOKENS;
                on.efforts = List.of("low", "high");
            }
            case "cerebras" -> on.maxTokensField = MaxTokensField.MAX_COMPLETION_TOKENS;
            case "perplexity" -> {
                on.sameRoleTurns = false;
                on.lateSystem = false;
            }
            case "gemini" -> {
                on.toolSignatures = true;
                on.reasoningReplay = ReasoningReplay.NEVER;
                on.strictTools = false;
                on.maxStop = 5;
                on.userField = UserField.NONE;
            }
            case "zai" -> {
                on.reasoningStyle = ReasoningStyle.THINKING;
                on.reasoningReplay = ReasoningReplay.TOOL_TURNS;
                on.efforts = List.of();
                on.maxStop = 1;
            }
            case "dashscope" -> {
                on.extraSampling = true;
                on.videoUrls = true;
            }
            case "vllm", "sglang" -> {
                on.extraSampling = true;
                on.videoUrls = true;
                on.reasoningStyle = ReasoningStyle.CHAT_TEMPLATE_KWARGS;
            }
            case "ollama" -> {
                on.reasoningField = ReasoningField.REASONING;
                on.efforts = List.of("none", "low", "medium", "high");
                on.imageUrls = false;
                on.maxTokensField = MaxTokensField.MAX_TOKENS;
            }
            case "llamacpp", "lmstudio" -> on.extraSampling = true;
            case "bare" -> on.sendsDone = false;
            default -> {}
        }
        return on;
    }

    private static String host(String url) {
        try {
            String host = URI.create(url).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notAUrl) {
            return "";
        }
    }
}
