package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.openai.OpenAiChatProtocol;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.ClientProtocol;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.TokenEstimate;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.buffer.Buffer;

/**
 * {@code POST /v1/responses/input_tokens}: the tokens of a request that is not answered. Never streamed. Pure and
 * thread-safe.
 */
public final class InputTokensProtocol implements ClientProtocol {
    private final ClientProtocol chat = new OpenAiChatProtocol();

    @Override
    public UnifiedRequest read(Buffer body) {
        return RequestReader.readForCount(body);
    }

    @Override
    public Buffer answer(UnifiedRequest request, UnifiedAnswer answer, CallIdentity call) {
        Usage usage = answer.usage();
        return new ByteWriter(64)
                .raw("{\"object\":\"response.input_tokens\",\"input_tokens\":")
                .number(usage == null ? TokenEstimate.prompt(request) : usage.input())
                .raw("}")
                .take();
    }

    @Override
    public ErrorResponse error(Fault fault, CallIdentity call) {
        return chat.error(fault, call);
    }
}
