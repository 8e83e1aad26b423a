package com.xiaojinpro.gateway.connector.compatible;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a server that speaks OpenAI chat completions differs from OpenAI: one switch for every difference that was met.
 * The defaults change nothing in a request of the same dialect. Immutable; made by {@link ChatSwitchesBuilder}.
 *
 * @param streamUsage whether {@code stream_options.include_usage} is understood (H75)
 * @param developerRole whether the role {@code developer} is known; else it is {@code system} (H87)
 * @param maxTokensField how the output limit is spelled (H83)
 * @param parallelToolCalls whether {@code parallel_tool_calls} is known
 * @param toolChoiceRequired whether {@code tool_choice: "required"} is known; else it is {@code auto}
 * @param strictTools whether {@code strict} of tools and schemas is known (H50)
 * @param jsonOutput what of {@code response_format} is known
 * @param reasoningReplay which reasoning of the history is sent back (H63)
 * @param reasoningField in which member it is sent back
 * @param reasoningStyle how reasoning is asked for
 * @param efforts the effort words the server knows; the nearest lower one stands for others (H69)
 * @param thinkingArgument the argument of the chat template that switches thinking on
 * @param stringContent whether content must be a string (H89)
 * @param nullContent what stands as content of a turn that only calls tools (H90)
 * @param toolMedia whether tool messages may hold images; else they follow in a user message (H55)
 * @param unknownFields whether fields this gateway does not know are sent (H82)
 * @param sendsDone whether the server says when a stream is over; if not, the end of its bytes does (H104)
 * @param doneWithoutReason whether {@code [DONE]} without a finish reason is a plain end of plain text (H31)
 * @param imageUrls whether the server fetches images by URL
 * @param fileUrls whether {@code file_data} may be a URL
 * @param videoUrls whether {@code video_url} parts are known
 * @param maxStop how many stop sequences are allowed; 0 for any number (H86)
 * @param maxTemperature the highest temperature; null for any
 * @param sameRoleTurns whether two messages of one role may follow each other (H88)
 * @param lateSystem whether system messages may stand behind others (H88)
 * @param reasoningSeparate whether reasoning tokens are counted beside completion tokens (H73)
 * @param cacheHints what becomes of prompt-cache breakpoints (H93)
 * @param thinkTags whether thoughts stand in the text as {@code <think>} (H65)
 * @param toolIds which tool-call ids are accepted
 * @param extraSampling whether {@code top_k}, {@code min_p} and {@code repetition_penalty} are known
 * @param userField in which field an end-user id is sent
 * @param seedField how the seed is spelled
 * @param assistantImages whether a turn of the assistant may hold generated images; else they follow in a user message
 * @param toolSignatures whether Gemini's signatures of calls are sent back in {@code extra_content}
 * @param sampling whether the model lets a client sample
 * @param impliedEffort the effort of a model where the client names none; null where that is not known
 * @param refusedFields request fields the server refuses; they are left out and reported
 * @param openAiFields whether OpenAI's own {@code verbosity}, {@code prompt_cache_key}, {@code service_tier} and {@code
 *     metadata} are known
 * @param foreignExtras unknown top-level fields of other dialects that this server knows all the same
 */
public record ChatSwitches(
        boolean streamUsage,
        boolean developerRole,
        MaxTokensField maxTokensField,
        boolean parallelToolCalls,
        boolean toolChoiceRequired,
        boolean strictTools,
        JsonOutput jsonOutput,
        ReasoningReplay reasoningReplay,
        ReasoningField reasoningField,
        ReasoningStyle reasoningStyle,
        List<String> efforts,
        String thinkingArgument,
        boolean stringContent,
        NullContent nullContent,
        boolean toolMedia,
        boolean unknownFields,
        boolean sendsDone,
        boolean doneWithoutReason,
        boolean imageUrls,
        boolean fileUrls,
        boolean videoUrls,
        int maxStop,
        @Nullable Double maxTemperature,
        boolean sameRoleTurns,
        boolean lateSystem,
        boolean reasoningSeparate,
        CacheHints cacheHints,
        boolean thinkTags,
        ToolIdForm toolIds,
        boolean extraSampling,
        UserField userField,
        SeedField seedField,
        boolean assistantImages,
        boolean toolSignatures,
        SamplingRule sampling,
        @Nullable String impliedEffort,
        Set<String> refusedFields,
        boolean openAiFields,
        Set<String> foreignExtras) {

    /** Every effort word there is, from none to most. */
    public static final List<String> ALL_EFFORTS = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    public ChatSwitches {
        efforts = List.copyOf(efforts);
        foreignExtras = Set.copyOf(foreignExtras);
        refusedFields = Set.copyOf(refusedFields);
    }

    /** How the output limit is spelled. */
    public enum MaxTokensField {
        /** As the client spelled it; {@code max_tokens} for clients of another dialect. */
        AUTO("max_tokens"),
        MAX_TOKENS("max_tokens"),
        MAX_COMPLETION_TOKENS("max_completion_tokens");

        private final String field;

        MaxTokensField(String field) {
            this.field = field;
        }

        String field() {
            return field;
        }
    }

    /** Whether a model takes {@code temperature}, {@code top_p} and the log probabilities that go with sampling. */
    public enum SamplingRule {
        ALWAYS,
        /** Only where it does not reason (GPT-5.1 and later). */
        WITHOUT_REASONING,
        NEVER
    }

    /** How far {@code response_format} is known. */
    public enum JsonOutput {
        JSON_SCHEMA,
        JSON_OBJECT,
        NONE
    }

    /** Which reasoning of the history is sent back. */
    public enum ReasoningReplay {
        /** What the client of this dialect sends back; nothing of other dialects. */
        KEEP,
        NEVER,
        /** With turns that call tools; an empty text where there is none. */
        TOOL_TURNS,
        /** With every turn of the assistant; an empty text where there is none. */
        ALWAYS
    }

    /** The member of an assistant message that carries reasoning back. */
    public enum ReasoningField {
        REASONING_CONTENT,
        REASONING,
        REASONING_DETAILS
    }

    /** How reasoning is asked for. */
    public enum ReasoningStyle {
        /** {@code reasoning_effort: "high"}. */
        REASONING_EFFORT,
        /** {@code reasoning: {effort, max_tokens}} (OpenRouter). */
        REASONING,
        /** {@code thinking: {type}} and {@code reasoning_effort} (DeepSeek, Z.ai). */
        THINKING,
        /** {@code chat_template_kwargs: {enable_thinking}} (vLLM, SGLang). */
        CHAT_TEMPLATE_KWARGS,
        NONE
    }

    /** What stands as content of a turn that only calls tools. */
    public enum NullContent {
        NULL,
        EMPTY,
        OMIT
    }

    /** What becomes of prompt-cache breakpoints. */
    public enum CacheHints {
        /** They stay in requests of this dialect and are left out of others. */
        KEEP,
        STRIP,
        /** Anthropic's {@code cache_control} on parts and tools (OpenRouter). */
        CACHE_CONTROL,
        /** OpenAI's {@code prompt_cache_breakpoint} on parts. */
        BREAKPOINT
    }

    /** Which tool-call ids are accepted. */
    public enum ToolIdForm {
        ANY,
        /** Nine letters and digits (Mistral). */
        ALNUM9
    }

    /** The field of an end-user id. */
    public enum UserField {
        USER,
        SAFETY_IDENTIFIER,
        NONE
    }

    /** How the seed is spelled. */
    public enum SeedField {
        SEED,
        RANDOM_SEED
    }
}
