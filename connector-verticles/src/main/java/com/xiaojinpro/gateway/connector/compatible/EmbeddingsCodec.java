package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.codec.BodyPatch;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.connector.codec.WholeDecoder;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.function.Supplier;

/** OpenAI embeddings of one server. The vectors stay the bytes they are, in both directions. Immutable and thread-safe. */
public final class EmbeddingsCodec {
    private final ChatEndpoint endpoint;
    private final AnswerFaults faults;
    private final int maxAnswerBytes;
    private final Supplier<String> ids;

    /**
     * @param maxAnswerBytes the longest answer that is held
     * @param ids makes the random tail of the answer's id, which the protocol has none of
     */
    public EmbeddingsCodec(ChatEndpoint endpoint, AnswerFaults faults, int maxAnswerBytes, Supplier<String> ids) {
        this.endpoint = endpoint;
        this.faults = faults;
        this.maxAnswerBytes = maxAnswerBytes;
        this.ids = ids;
    }

    /** What to send: the client's own body with the provider's model name, or the same written anew. */
    public UpstreamRequest encode(UnifiedRequest request, Target target, CallContext context) {
        boolean sameDialect =
                request.dialect() == Dialect.OPENAI_EMBEDDINGS && request.body().length() > 0;
        Buffer body = sameDialect
                ? new BodyPatch().put("model", JsonText.quoted(target.model())).apply(request.body())
                : written(request, target.model());
        return new UpstreamRequest(endpoint.urlFor(target.model()), endpoint.headersFor(request, context), body);
    }

    private static Buffer written(UnifiedRequest request, String model) {
        return JsonText.written(json -> {
            json.writeStartObject();
            json.writeStringField("model", model);
            json.writeArrayFieldStart("input");
            for (int i = 0; i < request.messages().size(); i++) {
                UnifiedMessage input = request.messages().get(i);
                ContentPart part = input.parts().size() == 1 ? input.parts().get(0) : null;
                if (part instanceof ContentPart.Text text) {
                    json.writeString(text.text());
                } else if (part instanceof ContentPart.Opaque tokens) {
                    json.writeRawValue(tokens.json());
                } else {
                    throw Fault.invalid(
                                    "input[" + i + "]", "This input cannot be made into a vector; a text was meant.")
                            .exception();
                }
            }
            json.writeEndArray();
            if (request.userId() != null) {
                json.writeStringField("user", UserIds.short64(request.userId()));
            }
            for (Map.Entry<String, String> field : request.extras().fields().entrySet()) {
                json.writeFieldName(field.getKey());
                json.writeRawValue(field.getValue());
            }
            json.writeEndObject();
        });
    }

    /** A decoder for one answer, which is always whole. */
    public EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target) {
        EmbeddingsAnswer answer = new EmbeddingsAnswer(
                error -> faults.inside(head, error),
                ids,
                target.model(),
                request.messages().size());
        return new WholeDecoder(answer, maxAnswerBytes);
    }
}
