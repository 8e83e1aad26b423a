package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.Untold;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashSet;
import java.util.Set;

/** Writes a whole answer as a {@code chat.completion}; it says what the stream of the same events says. */
final class ChatAnswer {
    private final ByteWriter out = new ByteWriter(2_048);
    private final UnifiedRequest request;
    private final UnifiedAnswer answer;
    private final boolean ownDialect;

    private ChatAnswer(UnifiedRequest request, UnifiedAnswer answer) {
        this.request = request;
        this.answer = answer;
        this.ownDialect = answer.dialect() == Dialect.OPENAI_CHAT;
    }

    static Buffer render(UnifiedRequest request, UnifiedAnswer answer, CallIdentity call) {
        return new ChatAnswer(request, answer).render(call);
    }

    /** What of an answer a completion has no place for. */
    static Set<String> untold(UnifiedRequest request, UnifiedAnswer answer) {
        Set<String> untold = new LinkedHashSet<>(0);
        for (UnifiedAnswer.Choice choice : answer.choices()) {
            int calls = 0;
            for (UnifiedAnswer.AnswerPart part : choice.parts()) {
                if (part.part() instanceof ContentPart.Opaque opaque && opaque.dialect() != Dialect.OPENAI_CHAT) {
                    untold.add(Untold.OPAQUE.word());
                }
                if (!request.legacyFunctions() || !(part.part() instanceof ContentPart.ToolCall call)) {
                    continue;
                }
                if (calls++ > 0) {
                    untold.add(Untold.TOOL_CALLS.word());
                } else if (call.signature() != null) {
                    untold.add(Untold.SIGNATURE.word());
                }
            }
        }
        return untold;
    }

    private Buffer render(CallIdentity call) {
        String id = answer.id();
        out.raw("{\"id\":").string(id.isEmpty() ? "chatcmpl-" + call.requestId() : id);
        out.raw(",\"object\":\"chat.completion\",\"created\":");
        out.number(answer.created() > 0 ? answer.created() : call.createdSeconds());
        out.raw(",\"model\":").string(answer.model().isEmpty() ? request.model() : answer.model());
        if (ownDialect) {
            Members.write(out, answer.extras(), Members.COMPLETION);
        }
        out.raw(",\"choices\":[");
        for (int i = 0; i < answer.choices().size(); i++) {
            out.raw(i == 0 ? "" : ",");
            choice(answer.choices().get(i));
        }
        out.raw("]");
        Usage usage = answer.usage();
        if (usage != null) {
            ChatUsage.write(out.raw(",\"usage\":"), usage, ownDialect);
        }
        return out.raw("}").take();
    }

    private void choice(UnifiedAnswer.Choice choice) {
        AnswerMessage message = new AnswerMessage(answer.dialect(), request.legacyFunctions());
        choice.parts().forEach(message::add);
        String word = FinishWord.of(choice.ending().reason(), request.legacyFunctions(), message.refused());
        out.raw("{\"index\":").number(choice.index()).raw(",\"message\":");
        message.write(out);
        out.raw(",\"logprobs\":");
        Logprobs.write(out, choice.logprobs());
        out.raw(",\"finish_reason\":").string(word);
        Members.writeEnding(out, choice.ending(), word, ownDialect);
        out.raw("}");
    }
}
