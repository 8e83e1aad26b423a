package com.xiaojinpro.gateway.ingress.anthropic;

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
 * The Anthropic Messages protocol, in the versions {@code 2023-06-01} and {@code 2026-10-21}, which differ in headers only as
 * far as a gateway is concerned (H118). Pure and thread-safe.
 */
public final class AnthropicMessagesProtocol implements ClientProtocol {

    @Override
    public UnifiedRequest read(Buffer body) {
        return RequestReader.read(body);
    }

    @Override
    public StreamRenderer stream(UnifiedRequest request, CallIdentity call) {
        return new MessageStream(request, call);
    }

    @Override
    public Buffer answer(UnifiedRequest request, UnifiedAnswer answer, CallIdentity call) {
        return AnswerWriter.write(request, answer, call);
    }

    @Override
    public Set<String> dropped(UnifiedRequest request, UnifiedAnswer answer) {
        return AnswerWriter.untold(answer);
    }

    @Override
    public ErrorResponse error(Fault fault, CallIdentity call) {
        return ErrorJson.response(fault, call);
    }
}
