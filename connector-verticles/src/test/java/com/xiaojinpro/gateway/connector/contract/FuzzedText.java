package com.xiaojinpro.gateway.connector.contract;

/** Answers with everything in them that a dialect knows, to be damaged. */
final class FuzzedText {
    static final String MESSAGES = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":3,"output_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":1}}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm \\u00fc"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig=="}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"server_tool_use","id":"s1","name":"web_search","input":{}}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: content_block_start
            data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t1","name":"f","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\":1}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":2}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":9}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    static final String GEMINI = """
            data: {"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true},{"text":"Hi","thoughtSignature":"c2ln"}]},"index":0}],"modelVersion":"m","responseId":"r"}

            data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"a":[1,{"b":null}]}},"thoughtSignature":"c2ln"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}},{"executableCode":{"code":"1"}}]},"groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://e.com","title":"t"}}],"groundingSupports":[{"segment":{"startIndex":0,"endIndex":2,"text":"Hi"},"groundingChunkIndices":[0]}]}}]}

            data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"g","partialArgs":[{"jsonPath":"$.a","stringValue":"x","willContinue":true}],"willContinue":true}}]}}]}

            data: {"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.a","stringValue":"y"}]}}]},"finishReason":"STOP","logprobsResult":{"chosenCandidates":[{"token":"a","logProbability":-0.1}]}}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":2,"thoughtsTokenCount":1,"totalTokenCount":7}}

            """;

    static final String RESPONSES = """
            event: response.created
            data: {"type":"response.created","response":{"id":"resp_1","object":"response","model":"m","status":"in_progress","output":[]}}

            event: response.output_item.added
            data: {"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}

            event: response.reasoning_summary_text.delta
            data: {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"hm"}

            event: response.output_item.done
            data: {"type":"response.output_item.done","output_index":0,"item":{"id":"rs_1","type":"reasoning","encrypted_content":"AA==","summary":[{"type":"summary_text","text":"hm"}]}}

            event: response.output_item.added
            data: {"type":"response.output_item.added","output_index":1,"item":{"id":"msg_1","type":"message","role":"assistant","content":[]}}

            event: response.output_text.delta
            data: {"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"Hi \\u00fc"}

            event: response.output_item.done
            data: {"type":"response.output_item.done","output_index":1,"item":{"id":"msg_1","type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi \\u00fc","annotations":[]}]}}

            event: response.output_item.added
            data: {"type":"response.output_item.added","output_index":2,"item":{"id":"fc_1","type":"function_call","call_id":"c1","name":"f","arguments":""}}

            event: response.function_call_arguments.delta
            data: {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":2,"delta":"{\\"a\\":1}"}

            event: response.output_item.done
            data: {"type":"response.output_item.done","output_index":2,"item":{"id":"fc_1","type":"function_call","call_id":"c1","name":"f","arguments":"{\\"a\\":1}"}}

            event: response.completed
            data: {"type":"response.completed","response":{"id":"resp_1","object":"response","model":"m","status":"completed","output":[],"usage":{"input_tokens":3,"output_tokens":9,"output_tokens_details":{"reasoning_tokens":2}}}}

            """;

    static final String CHAT = """
            data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm","format":"anthropic-claude-v1","index":0}]},"finish_reason":null}]}

            : OPENROUTER PROCESSING

            data: {"id":"c1","choices":[{"index":0,"delta":{"reasoning_details":[{"type":"reasoning.text","signature":"sig==","format":"anthropic-claude-v1","index":0}]}}]}

            data: {"id":"c1","choices":[{"index":0,"delta":{"content":"Hi \\u00fc"},"logprobs":{"content":[{"token":"Hi","logprob":-0.1,"bytes":[72],"top_logprobs":[]}]}}]}

            data: {"id":"c1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"f","arguments":""}},{"index":1,"id":"t2","type":"function","function":{"name":"g","arguments":"{}"}}]}}]}

            data: {"id":"c1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"a\\":1}"}}]}}]}

            data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

            data: {"id":"c1","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":9,"cost":0.1,"completion_tokens_details":{"reasoning_tokens":2}}}

            data: [DONE]

            """;

    static final String VECTORS = """
            {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-2e-3,1]},{"object":"embedding","index":1,"embedding":"AACAPwAAAEA="}],"model":"m","usage":{"prompt_tokens":3,"total_tokens":3}}
            """;

    static final String GOOGLE_VECTORS = """
            {"embeddings":[{"values":[0.1,-2e-3]},{"values":[1,2]}],"usageMetadata":{"promptTokenCount":3}}
            """;

    static final String VERTEX_VECTORS = """
            {"predictions":[{"embeddings":{"values":[1],"statistics":{"token_count":3,"truncated":false}}},{"embeddings":{"values":[2.5]}}],"metadata":{"billableCharacterCount":4}}
            """;

    static final String COUNT = "{\"input_tokens\":7,\"totalTokens\":7,\"object\":\"response.input_tokens\"}";

    private FuzzedText() {}
}
