package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.ClientProtocol;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.TokenEstimate;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.buffer.Buffer;

/**
 * Anthropic's {@code /v1/messages/count_tokens}: a Messages request without a limit to its answer, never streamed. Pure and
 * thread-safe.
 */
public final class CountTokensProtocol implements ClientProtocol {

    @Override
    public UnifiedRequest read(Buffer body) {
        return new UnifiedRequestBuilder(RequestReader.readForCount(body))
                .stream(false).operation(Operation.COUNT_TOKENS).build();
    }

    @Override
    public Buffer answer(UnifiedRequest request, UnifiedAnswer answer, CallIdentity call) {
        Usage usage = answer.usage();
        return new ByteWriter(32)
                .raw("{\"input_tokens\":")
                .number(usage == null ? TokenEstimate.prompt(request) : usage.input())
                .raw("}")
                .take();
    }

    @Override
    public ErrorResponse error(Fault fault, CallIdentity call) {
        return ErrorJson.response(fault, call);
    }
}
