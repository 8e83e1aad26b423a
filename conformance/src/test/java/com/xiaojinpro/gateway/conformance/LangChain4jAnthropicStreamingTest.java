package com.xiaojinpro.gateway.conformance;

import dev.langchain4j.model.anthropic.AnthropicChatRequestParameters;
import dev.langchain4j.model.anthropic.AnthropicChatResponseMetadata;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** With langchain4j's Anthropic client. */
class LangChain4jAnthropicStreamingTest extends LangChain4jStreamingTests {
    LangChain4jAnthropicStreamingTest() {
        super(Backend.COMPATIBLE);
    }

    @Override
    StreamingChatModel model(
            @Nullable String route, ChatRequestParameters parameters, List<ChatModelListener> listeners) {
        AnthropicStreamingChatModel.AnthropicStreamingChatModelBuilder builder = AnthropicStreamingChatModel.builder()
                .baseUrl(STAGE.gateway().baseUrl() + "/v1")
                .apiKey(Stage.KEY)
                .beta("structured-outputs-2025-11-13")
                .timeout(Stage.TIMEOUT)
                .listeners(listeners)
                .defaultRequestParameters(parameters);
        return (route == null ? builder : builder.modelName(route)).build();
    }

    @Override
    protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
        return AnthropicChatRequestParameters.builder()
                .maxOutputTokens(maxOutputTokens)
                .build();
    }

    @Override
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(StreamingChatModel model) {
        return AnthropicChatResponseMetadata.class;
    }

    @Override
    protected Class<? extends TokenUsage> tokenUsageType(StreamingChatModel model) {
        return AnthropicTokenUsage.class;
    }

    @Override
    protected boolean supportsJsonResponseFormat() {
        // The protocol has no JSON without a schema, and the client says so itself.
        return false;
    }

    /**
     * Left out: the arguments of a call without any are sent as {@code {}} (H23), and this client tells its handler of such
     * a fragment twice. The call is whole all the same, as {@link LangChain4jAnthropicTest} and the official SDKs see.
     */
    @Override
    protected void should_execute_a_tool_without_arguments_then_answer(StreamingChatModel model) {}
}
