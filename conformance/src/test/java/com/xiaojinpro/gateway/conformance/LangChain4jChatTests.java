package com.xiaojinpro.gateway.conformance;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** langchain4j's own tests of what a chat model must do, whatever provider answers. Each class is of one client. */
@Timeout(60)
abstract class LangChain4jChatTests extends AbstractChatModelIT {
    private static final ChatRequestParameters NONE =
            ChatRequestParameters.builder().build();

    @RegisterExtension
    static final Stage STAGE = new Stage();

    /** The provider of the tests that need one only: one whose protocol the client does not speak. */
    private final Backend other;

    LangChain4jChatTests(Backend other) {
        this.other = other;
    }

    /**
     * A model of the client's.
     *
     * @param route null where the parameters name it
     */
    abstract ChatModel model(@Nullable String route, ChatRequestParameters parameters);

    @BeforeAll
    void oblige() {
        ObligingModel.behind(STAGE);
    }

    @Override
    protected List<ChatModel> models() {
        return Stream.of(Backend.values())
                .map(backend -> model(backend.route("chat"), NONE))
                .toList();
    }

    @Override
    protected ChatModel createModelWith(ChatRequestParameters parameters) {
        return model(parameters.modelName() == null ? other.route("chat") : null, parameters);
    }

    @Override
    protected String customModelName() {
        return "another";
    }

    @Override
    protected int maxOutputTokens() {
        return ObligingModel.LIMIT;
    }
}
