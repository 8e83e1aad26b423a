package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.ClientProtocol;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import com.xiaojinpro.gateway.ingress.protocol.StreamRenderer;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * The OpenAI Chat Completions protocol, with the members that OpenRouter, DeepSeek and others added where it has no word of
 * its own. Pure and thread-safe.
 */
public final class OpenAiChatProtocol implements ClientProtocol {

    @Override
    public UnifiedRequest read(Buffer body) {
        return RequestReader.read(body);
    }

    @Override
    public StreamRenderer stream(UnifiedRequest request, CallIdentity call) {
        return new ChatStream(request, call);
    }

    @Override
    public Buffer answer(UnifiedRequest request, UnifiedAnswer answer, CallIdentity call) {
        return ChatAnswer.render(request, answer, call);
    }

    @Override
    public Set<String> dropped(UnifiedRequest request, UnifiedAnswer answer) {
        return ChatAnswer.untold(request, answer);
    }

    @Override
    public ErrorResponse error(Fault fault, CallIdentity call) {
        return ChatErrors.response(fault);
    }
}
