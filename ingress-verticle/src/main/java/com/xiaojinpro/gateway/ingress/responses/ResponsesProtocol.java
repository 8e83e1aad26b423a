package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.openai.OpenAiChatProtocol;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.ClientProtocol;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import com.xiaojinpro.gateway.ingress.protocol.StreamRenderer;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * The OpenAI Responses protocol without stored state: every request brings its whole conversation, no response can be
 * asked for again. Errors before an answer are those of Chat Completions. Pure and thread-safe.
 */
public final class ResponsesProtocol implements ClientProtocol {
    private final ClientProtocol chat = new OpenAiChatProtocol();

    @Override
    public UnifiedRequest read(Buffer body) {
        return RequestReader.read(body);
    }

    @Override
    public StreamRenderer stream(UnifiedRequest request, CallIdentity call) {
        return new ResponseStream(request, call);
    }

    @Override
    public Buffer answer(UnifiedRequest request, UnifiedAnswer answer, CallIdentity call) {
        return new ResponseAnswer(request, answer, call).write();
    }

    @Override
    public Set<String> dropped(UnifiedRequest request, UnifiedAnswer answer) {
        return ResponseAnswer.untold(answer);
    }

    @Override
    public ErrorResponse error(Fault fault, CallIdentity call) {
        return chat.error(fault, call);
    }
}
