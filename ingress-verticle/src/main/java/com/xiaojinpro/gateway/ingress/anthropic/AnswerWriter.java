package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.SignatureTag;
import com.xiaojinpro.gateway.ingress.protocol.Untold;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.TokenEstimate;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a whole answer as a Message: what the stream of the same events adds up to. Members that newer SDKs declare as
 * present are there, null where there is nothing to say. Used once.
 */
final class AnswerWriter {
    private static final byte[] STOP = ByteWriter.template("],");
    private static final byte[] DIAGNOSTICS = ByteWriter.template(",\"diagnostics\":");
    private static final byte[] USAGE = ByteWriter.template(",\"usage\":");
    private static final byte[] COMMA = ByteWriter.template(",");
    private static final byte[] CLOSE = ByteWriter.template("}");

    private final UnifiedRequest request;
    private final UnifiedAnswer answer;
    private final CallIdentity call;
    private final boolean claude;
    private final ByteWriter out = new ByteWriter(1024);
    private boolean first = true;
    private boolean called;
    private boolean refused;
    private long quarters;

    private AnswerWriter(UnifiedRequest request, UnifiedAnswer answer, CallIdentity call) {
        this.request = request;
        this.answer = answer;
        this.call = call;
        this.claude = answer.dialect() == Dialect.ANTHROPIC_MESSAGES;
    }

    static Buffer write(UnifiedRequest request, UnifiedAnswer answer, CallIdentity call) {
        return new AnswerWriter(request, answer, call).message();
    }

    /** What of an answer a Message has no place for. */
    static Set<String> untold(UnifiedAnswer answer) {
        Set<String> untold = new LinkedHashSet<>(0);
        if (answer.choices().size() > 1) {
            untold.add(Untold.CHOICES.word());
        }
        UnifiedAnswer.Choice choice = choice(answer);
        if (!choice.logprobs().isEmpty()) {
            untold.add(Untold.LOGPROBS.word());
        }
        for (UnifiedAnswer.AnswerPart part : choice.parts()) {
            List<String> annotations = part.annotations();
            if (Citations.shown(annotations, answer.dialect()).size() < annotations.size()) {
                untold.add(Untold.CITATIONS.word());
            }
            if (part.part() instanceof ContentPart.Opaque opaque && opaque.dialect() != Dialect.ANTHROPIC_MESSAGES) {
                untold.add(Untold.OPAQUE.word());
            }
        }
        return untold;
    }

    private Buffer message() {
        UnifiedAnswer.Choice choice = choice(answer);
        UnifiedChunk.Ending ending = choice.ending();
        Extras extras = own(answer.extras());
        MessageJson.begin(answer.id(), answer.model().isEmpty() ? request.model() : answer.model(), call, out);
        for (UnifiedAnswer.AnswerPart part : choice.parts()) {
            block(part);
        }
        out.raw(STOP);
        StopJson.write(ending, answer.dialect(), extras, called, refused, out);
        out.raw(DIAGNOSTICS);
        RawJson.value(extras.get("diagnostics"), out);
        out.raw(USAGE);
        UsageJson.write(usage(), answer.dialect(), out);
        Extras last = own(ending.extras());
        RawJson.members(last, MessageJson.WRITTEN, out);
        // What the end says of a member replaces what the start said.
        Set<String> written = new HashSet<>(MessageJson.WRITTEN);
        written.addAll(last.fields().keySet());
        RawJson.members(extras, written, out);
        return out.raw(CLOSE).take();
    }

    private static UnifiedAnswer.Choice choice(UnifiedAnswer answer) {
        for (UnifiedAnswer.Choice choice : answer.choices()) {
            if (choice.index() == 0) {
                return choice;
            }
        }
        return answer.choices().getFirst();
    }

    private Usage usage() {
        Usage reported = answer.usage();
        return reported != null
                ? reported
                : Usage.of(TokenEstimate.prompt(request), TokenEstimate.tokens(quarters), Usage.Source.ESTIMATED);
    }

    private void block(UnifiedAnswer.AnswerPart part) {
        switch (part.part()) {
            case ContentPart.Text text -> text(text.text(), part.annotations(), text.extras());
            case ContentPart.Refusal refusal -> {
                refused |= !refusal.text().isEmpty();
                text(refusal.text(), List.of(), Extras.NONE);
            }
            case ContentPart.Image image -> image(image.source());
            case ContentPart.Reasoning reasoning -> thinking(reasoning);
            case ContentPart.ToolCall toolCall -> call(toolCall);
            case ContentPart.Opaque opaque -> {
                if (opaque.dialect() == Dialect.ANTHROPIC_MESSAGES) {
                    RawJson.value(opaque.json(), next(opaque.json()));
                }
            }
            // No provider answers with these, and the protocol has no form for them.
            case ContentPart.Document ignored -> {}
            case ContentPart.Audio ignored -> {}
            case ContentPart.Video ignored -> {}
            case ContentPart.ToolResult ignored -> {}
        }
    }

    private void text(String text, List<String> annotations, Extras extras) {
        if (!text.isEmpty()) {
            List<String> citations = Citations.shown(annotations, answer.dialect());
            BlockJson.text(text, citations, own(extras), next(text));
        }
    }

    private void image(MediaSource source) {
        String url = switch (source) {
            case MediaSource.Url link -> link.url();
            case MediaSource.Inline inline -> "data:" + inline.mediaType() + ";base64," + inline.base64();
            case MediaSource.PlainText ignored -> "";
            case MediaSource.FileId file -> file.id();
        };
        if (!url.isEmpty()) {
            text(RenderedImage.BEFORE + url + RenderedImage.AFTER, List.of(), Extras.NONE);
        }
    }

    private void thinking(ContentPart.Reasoning reasoning) {
        String text = reasoning.text();
        String summary = reasoning.summary();
        if (text.isEmpty() && summary != null) {
            text = summary;
        }
        boolean own = SignatureTag.ANTHROPIC.equals(reasoning.origin());
        String encrypted = reasoning.encrypted();
        if (!text.isEmpty() || reasoning.signature() != null || (encrypted != null && !own)) {
            String signature = SignatureTag.shown(
                    reasoning.origin(), reasoning.signature(), own ? null : encrypted, reasoning.id());
            BlockJson.thinking(text, signature, own(reasoning.extras()), next(text));
        }
        if (own && encrypted != null) {
            BlockJson.redacted(encrypted, next(""));
        }
    }

    private void call(ContentPart.ToolCall toolCall) {
        called = true;
        String signature = toolCall.signature();
        if (signature != null) {
            BlockJson.thinking("", SignatureTag.ofCall(signature, toolCall.id()), Extras.NONE, next(""));
        }
        String input = ToolInput.of(toolCall.arguments(), toolCall.custom());
        BlockJson.call(toolCall.id(), toolCall.name(), input, own(toolCall.extras()), next(input));
    }

    private Extras own(Extras extras) {
        return claude ? extras : Extras.NONE;
    }

    /** Begins the next block; the text that it shows is counted for an estimate. */
    private ByteWriter next(String shown) {
        quarters += TokenEstimate.quarters(shown);
        if (!first) {
            out.raw(COMMA);
        }
        first = false;
        return out;
    }
}
