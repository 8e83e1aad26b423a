package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedChunk;

/** An item that only this API knows: a call of a hosted tool, its result. It is sent when it is whole. Not thread-safe. */
final class HostedItem implements OutputItem {
    private final Emitter emitter;
    private final String type;
    private boolean sent;

    HostedItem(Emitter emitter, String type) {
        this.emitter = emitter;
        this.type = type;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public void complete(ItemFields item) {
        if (!sent) {
            sent = true;
            emitter.emit(new UnifiedChunk.Opaque(Dialect.OPENAI_RESPONSES, 0, item.raw));
        }
    }

    @Override
    public void end() {}
}
