package com.xiaojinpro.gateway.conformance;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mockito.InOrder;

/** langchain4j's own tests of what a streaming chat model must do, with its OpenAI client, whatever provider answers. */
@Timeout(60)
class LangChain4jOpenAiStreamingTest extends AbstractStreamingChatModelIT {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    @BeforeAll
    void oblige() {
        ObligingModel.behind(STAGE);
    }

    @Override
    protected List<StreamingChatModel> models() {
        return Stream.of(Backend.values())
                .<StreamingChatModel>map(
                        backend -> builder().modelName(backend.route("chat")).build())
                .toList();
    }

    @Override
    protected StreamingChatModel createModelWith(ChatRequestParameters parameters) {
        OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder builder =
                builder().defaultRequestParameters(parameters);
        return (parameters.modelName() == null ? builder.modelName(Backend.ANTHROPIC.route("chat")) : builder).build();
    }

    @Override
    public StreamingChatModel createModelWith(ChatModelListener listener) {
        return builder()
                .modelName(Backend.ANTHROPIC.route("chat"))
                .listeners(List.of(listener))
                .build();
    }

    private static OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder builder() {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(STAGE.gateway().baseUrl() + "/v1")
                .apiKey(Stage.KEY)
                .strictJsonSchema(true)
                .timeout(Stage.TIMEOUT);
    }

    /** That test waits half a minute for an answer that must not come; the tests of broken streams say the same at once. */
    @Override
    protected boolean supportsStreamingCancellation() {
        return false;
    }

    /** Where an answer is there before the client looks, as from a script, it calls back on the thread of its caller. */
    @Override
    protected boolean assertThreads() {
        return false;
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
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(StreamingChatModel model) {
        return OpenAiChatResponseMetadata.class;
    }

    @Override
    protected Class<? extends TokenUsage> tokenUsageType(StreamingChatModel model) {
        return OpenAiTokenUsage.class;
    }

    @Override
    protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder order, String id) {
        ToolCallbacks.verify(handler, order, 0, id, "getWeather", "{\"city\":\"Munich\"}");
    }

    @Override
    protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder order, String id1, String id2) {
        verifyToolCallbacks(handler, order, id1);
        ToolCallbacks.verify(handler, order, 1, id2, "getTime", "{\"country\":\"France\"}");
    }
}
