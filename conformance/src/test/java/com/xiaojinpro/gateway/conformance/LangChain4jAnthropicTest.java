package com.xiaojinpro.gateway.conformance;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicChatRequestParameters;
import dev.langchain4j.model.anthropic.AnthropicChatResponseMetadata;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** langchain4j's own tests of what a chat model must do, with its OpenAI client, whatever provider answers. */
@Timeout(60)
class LangChain4jAnthropicTest extends AbstractChatModelIT {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    @BeforeAll
    void oblige() {
        ObligingModel.behind(STAGE);
    }

    @Override
    protected List<ChatModel> models() {
        return Stream.of(Backend.values())
                .<ChatModel>map(
                        backend -> builder().modelName(backend.route("chat")).build())
                .toList();
    }

    @Override
    protected ChatModel createModelWith(ChatRequestParameters parameters) {
        AnthropicChatModel.AnthropicChatModelBuilder builder = builder().defaultRequestParameters(parameters);
        return (parameters.modelName() == null ? builder.modelName(Backend.COMPATIBLE.route("chat")) : builder).build();
    }

    private static AnthropicChatModel.AnthropicChatModelBuilder builder() {
        return AnthropicChatModel.builder()
                .baseUrl(STAGE.gateway().baseUrl() + "/v1")
                .apiKey(Stage.KEY)
                .beta("structured-outputs-2025-11-13")
                .timeout(Stage.TIMEOUT)
                .maxRetries(0);
    }

    @Override
    protected String customModelName() {
        return "another";
    }

    @Override
    protected int maxOutputTokens() {
        return ObligingModel.LIMIT;
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
