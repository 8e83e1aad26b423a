package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;

/** A refusal: {@code delta.refusal}. */
final class RefusalPart implements StreamPart {
    private final byte[] before;
    private final byte[] after;

    RefusalPart(StreamChoice choice) {
        this.before = choice.before("\"refusal\":\"");
        this.after = choice.after("\"");
        choice.refuse();
    }

    @Override
    public void open(ByteWriter out) {}

    @Override
    public void delta(ByteWriter out, DeltaKind kind, String value) {
        if (kind == DeltaKind.CONTENT && !value.isEmpty()) {
            out.raw(before).escaped(value).raw(after);
        }
    }

    @Override
    public void close(ByteWriter out) {}
}
