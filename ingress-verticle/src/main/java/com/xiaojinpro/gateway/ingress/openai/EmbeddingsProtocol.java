package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.ClientProtocol;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;

/** OpenAI embeddings, the one form in which clients ask for vectors. Never streamed. Pure and thread-safe. */
public final class EmbeddingsProtocol implements ClientProtocol {

    @Override
    public UnifiedRequest read(Buffer body) {
        return EmbeddingsReader.read(body);
    }

    @Override
    public Buffer answer(UnifiedRequest request, UnifiedAnswer answer, CallIdentity call) {
        return EmbeddingsAnswer.render(request, answer);
    }

    @Override
    public ErrorResponse error(Fault fault, CallIdentity call) {
        return ChatErrors.response(fault);
    }
}
