package com.xiaojinpro.gateway.conformance;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** langchain4j's own tests of what a chat model must do, with its OpenAI client, whatever provider answers. */
@Timeout(60)
class LangChain4jOpenAiTest extends AbstractChatModelIT {
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
        OpenAiChatModel.OpenAiChatModelBuilder builder = builder().defaultRequestParameters(parameters);
        return (parameters.modelName() == null ? builder.modelName(Backend.ANTHROPIC.route("chat")) : builder).build();
    }

    private static OpenAiChatModel.OpenAiChatModelBuilder builder() {
        return OpenAiChatModel.builder()
                .baseUrl(STAGE.gateway().baseUrl() + "/v1")
                .apiKey(Stage.KEY)
                .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .strictJsonSchema(true)
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
        return OpenAiChatRequestParameters.builder()
                .maxCompletionTokens(maxOutputTokens)
                .build();
    }

    @Override
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(ChatModel model) {
        return OpenAiChatResponseMetadata.class;
    }

    @Override
    protected Class<? extends TokenUsage> tokenUsageType(ChatModel model) {
        return OpenAiTokenUsage.class;
    }
}
