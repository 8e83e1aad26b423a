package com.xiaojinpro.gateway.conformance;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicChatRequestParameters;
import dev.langchain4j.model.anthropic.AnthropicChatResponseMetadata;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/** With langchain4j's Anthropic client. */
class LangChain4jAnthropicTest extends LangChain4jChatTests {
    LangChain4jAnthropicTest() {
        super(Backend.COMPATIBLE);
    }

    @Override
    ChatModel model(@Nullable String route, ChatRequestParameters parameters) {
        AnthropicChatModel.AnthropicChatModelBuilder builder = AnthropicChatModel.builder()
                .baseUrl(STAGE.gateway().baseUrl() + "/v1")
                .apiKey(Stage.KEY)
                .beta("structured-outputs-2025-11-13")
                .timeout(Stage.TIMEOUT)
                .maxRetries(0)
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
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(ChatModel model) {
        return AnthropicChatResponseMetadata.class;
    }

    @Override
    protected Class<? extends TokenUsage> tokenUsageType(ChatModel model) {
        return AnthropicTokenUsage.class;
    }

    @Override
    protected boolean supportsJsonResponseFormat() {
        // The protocol has no JSON without a schema, and the client says so itself.
        return false;
    }
}
