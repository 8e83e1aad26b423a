package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.ingress.protocol.Untold;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names under which dropped fields are counted. A closed set: a client can name a field anything, and what it invents is
 * counted as {@code other}.
 */
final class DroppedFields {
    static final String OTHER = "other";

    private static final Set<String> KNOWN = Stream.concat(
                    Stream.of(
                            "audio",
                            "cache_control",
                            "citations",
                            "container",
                            "context_management",
                            "frequency_penalty",
                            "include",
                            "logit_bias",
                            "logprobs",
                            "max_tool_calls",
                            "mcp_servers",
                            "metadata",
                            "min_p",
                            "modalities",
                            "n",
                            "parallel_tool_calls",
                            "prediction",
                            "presence_penalty",
                            "prompt_cache_key",
                            "prompt_cache_retention",
                            "reasoning",
                            "repetition_penalty",
                            "response_format",
                            "seed",
                            "service_tier",
                            "stop",
                            "store",
                            "temperature",
                            "text",
                            "thinking",
                            "tool_choice",
                            "tools",
                            "top_k",
                            "top_logprobs",
                            "top_p",
                            "truncation",
                            "user",
                            "verbosity",
                            "web_search_options"),
                    Arrays.stream(Untold.values()).map(Untold::word))
            .collect(Collectors.toUnmodifiableSet());

    private DroppedFields() {}

    /** The label of a dropped field: what stands before the first dot or bracket of its path, where that is known. */
    static String label(String name) {
        if (KNOWN.contains(name)) {
            return name;
        }
        int end = 0;
        while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
            end++;
        }
        String head = name.substring(0, end);
        return KNOWN.contains(head) ? head : OTHER;
    }
}
