package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.ClientProtocol;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import com.xiaojinpro.gateway.ingress.protocol.StreamRenderer;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;

/**
 * The Anthropic Messages protocol, in the versions {@code 2023-06-01} and {@code 2026-10-21}, which differ in headers only as
 * far as a gateway is concerned (H118). Pure and thread-safe.
 */
public final class AnthropicMessagesProtocol implements ClientProtocol {

    @Override
    public UnifiedRequest read(Buffer body) {
        return RequestReader.read(body);
    }

    /** Reads the body of {@code /v1/messages/count_tokens}: a request without a limit to its answer. */
    public UnifiedRequest readForCount(Buffer body) {
        return RequestReader.readForCount(body);
    }

    @Override
    public StreamRenderer stream(UnifiedRequest request, CallIdentity call) {
        return new MessageStream(request, call);
    }

    @Override
    public Buffer answer(UnifiedRequest request, UnifiedAnswer answer, CallIdentity call) {
        return AnswerWriter.write(request, answer, call);
    }

    /** The answer of {@code /v1/messages/count_tokens}. */
    public Buffer tokenCount(long inputTokens) {
        return new ByteWriter(32)
                .raw("{\"input_tokens\":")
                .number(inputTokens)
                .raw("}")
                .take();
    }

    @Override
    public ErrorResponse error(Fault fault, CallIdentity call) {
        ByteWriter out = new ByteWriter(256);
        ErrorJson.write(fault, call, out);
        return new ErrorResponse(ErrorJson.status(fault.kind()), out.take());
    }
}
