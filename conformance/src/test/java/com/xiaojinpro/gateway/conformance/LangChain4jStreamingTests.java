package com.xiaojinpro.gateway.conformance;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mockito.InOrder;

/** langchain4j's own tests of what a streaming chat model must do, whatever provider answers. Each class is of one client. */
@Timeout(60)
abstract class LangChain4jStreamingTests extends AbstractStreamingChatModelIT {
    private static final ChatRequestParameters NONE =
            ChatRequestParameters.builder().build();

    @RegisterExtension
    static final Stage STAGE = new Stage();

    /** The provider of the tests that need one only: one whose protocol the client does not speak. */
    private final Backend other;

    LangChain4jStreamingTests(Backend other) {
        this.other = other;
    }

    /**
     * A model of the client's.
     *
     * @param route null where the parameters name it
     */
    abstract StreamingChatModel model(
            @Nullable String route, ChatRequestParameters parameters, List<ChatModelListener> listeners);

    @BeforeAll
    void oblige() {
        ObligingModel.behind(STAGE);
    }

    @Override
    protected List<StreamingChatModel> models() {
        return Stream.of(Backend.values())
                .map(backend -> model(backend.route("chat"), NONE, List.of()))
                .toList();
    }

    @Override
    protected StreamingChatModel createModelWith(ChatRequestParameters parameters) {
        return model(parameters.modelName() == null ? other.route("chat") : null, parameters, List.of());
    }

    @Override
    public StreamingChatModel createModelWith(ChatModelListener listener) {
        return model(other.route("chat"), NONE, List.of(listener));
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
    protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder order, String id) {
        ToolCallbacks.verify(handler, order, 0, id, "getWeather", "{\"city\":\"Munich\"}");
    }

    @Override
    protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder order, String id1, String id2) {
        verifyToolCallbacks(handler, order, id1);
        ToolCallbacks.verify(handler, order, 1, id2, "getTime", "{\"country\":\"France\"}");
    }
}
