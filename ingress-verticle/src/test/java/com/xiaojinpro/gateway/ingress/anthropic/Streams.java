package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.StreamRenderer;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.AnswerFold;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Answers rendered for tests. */
final class Streams {
    static final CallIdentity CALL = new CallIdentity("req_1", 7);
    static final UnifiedRequest REQUEST = RequestReader.read(
            Buffer.buffer(
                    "{\"model\":\"asked\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"twenty characters!!!\"}]}"));

    private Streams() {}

    static UnifiedChunk.Started started(Dialect dialect) {
        return new UnifiedChunk.Started("msg_1", "some-model", 7, dialect, Extras.NONE);
    }

    static String render(List<UnifiedChunk> chunks) {
        StreamRenderer renderer = new AnthropicMessagesProtocol().stream(REQUEST, CALL);
        ByteWriter out = new ByteWriter(64);
        for (UnifiedChunk chunk : chunks) {
            renderer.render(chunk, out);
        }
        return out.take().toString();
    }

    static String render(UnifiedChunk... chunks) {
        return render(List.of(chunks));
    }

    static AnthropicStreamValidator validated(List<UnifiedChunk> chunks) {
        return AnthropicStreamValidator.of(render(chunks));
    }

    static AnthropicStreamValidator validated(UnifiedChunk... chunks) {
        return validated(List.of(chunks));
    }

    /** The body of the same answer without streaming. */
    static JsonObject whole(List<UnifiedChunk> chunks) {
        AnswerFold fold = new AnswerFold();
        chunks.forEach(fold::accept);
        return new JsonObject(new AnthropicMessagesProtocol().answer(REQUEST, fold.answer(), CALL));
    }
}
