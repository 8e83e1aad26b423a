package com.xiaojinpro.gateway.conformance;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.atLeast;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import org.mockito.InOrder;

/** What langchain4j tells a handler of a tool call: its pieces, then the whole of it. */
final class ToolCallbacks {
    private ToolCallbacks() {}

    static void verify(
            StreamingChatResponseHandler handler, InOrder order, int index, String id, String name, String arguments) {
        order.verify(handler, atLeast(1))
                .onPartialToolCall(
                        argThat(call -> call.index() == index
                                && call.id().equals(id)
                                && call.name().equals(name)
                                && !call.partialArguments().isBlank()),
                        any());
        order.verify(handler).onCompleteToolCall(argThat(call -> {
            ToolExecutionRequest request = call.toolExecutionRequest();
            return call.index() == index
                    && request.id().equals(id)
                    && request.name().equals(name)
                    && request.arguments().replace(" ", "").equals(arguments);
        }));
    }
}
