package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;

/** A call after the first where the client speaks of a single {@code function_call}: its protocol has no place for it. */
final class UntoldPart implements StreamPart {
    @Override
    public void open(ByteWriter out) {}

    @Override
    public void delta(ByteWriter out, DeltaKind kind, String value) {}

    @Override
    public void close(ByteWriter out) {}
}
