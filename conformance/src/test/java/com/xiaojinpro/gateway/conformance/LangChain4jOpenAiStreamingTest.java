package com.xiaojinpro.gateway.conformance;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** With langchain4j's OpenAI client. */
class LangChain4jOpenAiStreamingTest extends LangChain4jStreamingTests {
    LangChain4jOpenAiStreamingTest() {
        super(Backend.ANTHROPIC);
    }

    @Override
    StreamingChatModel model(
            @Nullable String route, ChatRequestParameters parameters, List<ChatModelListener> listeners) {
        OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder builder = OpenAiStreamingChatModel.builder()
                .baseUrl(STAGE.gateway().baseUrl() + "/v1")
                .apiKey(Stage.KEY)
                .strictJsonSchema(true)
                .timeout(Stage.TIMEOUT)
                .listeners(listeners)
                .defaultRequestParameters(parameters);
        return (route == null ? builder : builder.modelName(route)).build();
    }

    @Override
    protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
        return OpenAiChatRequestParameters.builder()
                .maxCompletionTokens(maxOutputTokens)
                .build();
    }

    @Override
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(StreamingChatModel model) {
        return OpenAiChatResponseMetadata.class;
    }

    @Override
    protected Class<? extends TokenUsage> tokenUsageType(StreamingChatModel model) {
        return OpenAiTokenUsage.class;
    }
}
