package com.xiaojinpro.gateway.connector.vertex;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;

/** A codec that is asked for the same model whatever the target. */
record NamedModel(HttpCodec codec, Target named) implements HttpCodec {
    @Override
    public boolean performs(Operation operation) {
        return codec.performs(operation);
    }

    @Override
    public UpstreamRequest encode(UnifiedRequest request, Target target, CallContext context) {
        return codec.encode(request, named, context);
    }

    @Override
    public EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target) {
        return codec.decoder(head, request, named);
    }

    @Override
    public Fault fault(UpstreamHead head, Buffer body) {
        return codec.fault(head, body);
    }
}
