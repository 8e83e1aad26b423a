package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * Writes the answer to an embeddings request: one vector for each input, in the encoding that was asked for, or a fault
 * where there are not as many (an SDK would pair them with the wrong texts).
 */
final class EmbeddingsAnswer {
    private static final Set<String> OWN = Set.of("object", "data", "model", "usage");

    private EmbeddingsAnswer() {}

    static Buffer render(UnifiedRequest request, UnifiedAnswer answer) {
        boolean base64 = "\"base64\"".equals(request.extras().get("encoding_format"));
        ByteWriter out = new ByteWriter(64 * 1024).raw("{\"object\":\"list\",\"data\":[");
        int vectors = 0;
        for (UnifiedAnswer.Choice choice : answer.choices()) {
            for (UnifiedAnswer.AnswerPart part : choice.parts()) {
                if (part.part() instanceof ContentPart.Opaque item && item.dialect() == Dialect.OPENAI_EMBEDDINGS) {
                    out.raw(vectors++ == 0 ? "" : ",").raw(item(item.json(), base64));
                }
            }
        }
        if (vectors != request.messages().size()) {
            throw unreadable(
                    "The provider answered " + request.messages().size() + " inputs with " + vectors + " vectors.");
        }
        out.raw("],\"model\":").string(answer.model());
        Usage usage = answer.usage();
        long tokens = usage == null ? 0 : usage.input();
        out.raw(",\"usage\":{\"prompt_tokens\":")
                .number(tokens)
                .raw(",\"total_tokens\":")
                .number(tokens)
                .raw("}");
        Members.write(out, answer.extras(), OWN);
        return out.raw("}").take();
    }

    private static String item(String json, boolean base64) {
        try {
            return VectorEncoding.of(json, base64);
        } catch (FaultException e) {
            throw unreadable("The provider's answer holds a vector that cannot be read.");
        }
    }

    private static RuntimeException unreadable(String message) {
        return Fault.of(FaultKind.UPSTREAM_INVALID, message).exception();
    }
}
