package com.xiaojinpro.gateway.ingress.responses;

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
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a whole answer as a response object: what the stream of the same events adds up to. Used once. */
final class ResponseAnswer {
    private final UnifiedRequest request;
    private final UnifiedAnswer answer;
    private final UnifiedAnswer.Choice choice;
    private final CallIdentity call;
    private final boolean own;
    private final ByteWriter items = new ByteWriter(1024);
    private int next;
    private boolean refused;
    private long quarters;

    ResponseAnswer(UnifiedRequest request, UnifiedAnswer answer, CallIdentity call) {
        this.request = request;
        this.answer = answer;
        this.choice = first(answer);
        this.call = call;
        this.own = answer.dialect() == Dialect.OPENAI_RESPONSES;
        List<String> logprobs = TokenLogprobs.all(choice.logprobs());
        for (UnifiedAnswer.AnswerPart part : choice.parts()) {
            logprobs = add(part, logprobs);
        }
    }

    /** What of an answer a response object has no place for. */
    static Set<String> untold(UnifiedAnswer answer) {
        Set<String> untold = new LinkedHashSet<>(0);
        if (answer.choices().size() > 1) {
            untold.add(Untold.CHOICES.word());
        }
        boolean told = false;
        UnifiedAnswer.Choice choice = first(answer);
        for (UnifiedAnswer.AnswerPart part : choice.parts()) {
            told |= part.part() instanceof ContentPart.Text;
            if (part.part() instanceof ContentPart.Opaque opaque && opaque.dialect() != Dialect.OPENAI_RESPONSES) {
                untold.add(Untold.OPAQUE.word());
            }
            if (annotations(answer, part.annotations(), 0).size()
                    < part.annotations().size()) {
                untold.add(Untold.CITATIONS.word());
            }
        }
        if (!told && !TokenLogprobs.all(choice.logprobs()).isEmpty()) {
            untold.add(Untold.LOGPROBS.word());
        }
        return untold;
    }

    Buffer write() {
        ResponseObject object = new ResponseObject(
                request, call, answer.dialect(), answer.id(), answer.model(), answer.created(), answer.extras());
        object.report(choice.ending().extras());
        Usage usage = answer.usage();
        if (usage == null) {
            usage = Usage.of(TokenEstimate.prompt(request), TokenEstimate.tokens(quarters), Usage.Source.ESTIMATED);
        }
        byte[] output = items.take().getBytes();
        ByteWriter out = new ByteWriter(1024 + output.length);
        object.write(
                out,
                ResponseStatus.of(choice.ending().reason(), refused),
                null,
                array -> array.raw('[').raw(output).raw(']'),
                usage);
        return out.take();
    }

    private static UnifiedAnswer.Choice first(UnifiedAnswer answer) {
        for (UnifiedAnswer.Choice choice : answer.choices()) {
            if (choice.index() == 0) {
                return choice;
            }
        }
        return answer.choices().getFirst();
    }

    /** Takes the next part; the log probabilities, which belong to the first text, are given back until it comes. */
    private List<String> add(UnifiedAnswer.AnswerPart answered, List<String> logprobs) {
        switch (answered.part()) {
            case ContentPart.Text text -> {
                List<String> annotations =
                        annotations(answer, answered.annotations(), text.text().length());
                if (text.text().isEmpty() && annotations.isEmpty()) {
                    return logprobs;
                }
                text(text, annotations, logprobs);
                return List.of();
            }
            case ContentPart.Refusal refusal -> refusal(refusal.text());
            case ContentPart.Reasoning thought -> thought(thought);
            case ContentPart.ToolCall toolCall -> call(toolCall);
            case ContentPart.Image image -> image(image);
            case ContentPart.Opaque opaque -> {
                if (opaque.dialect() == Dialect.OPENAI_RESPONSES) {
                    item().raw(opaque.json());
                }
            }
            // No model answers with these.
            case ContentPart.Document ignored -> {}
            case ContentPart.Audio ignored -> {}
            case ContentPart.Video ignored -> {}
            case ContentPart.ToolResult ignored -> {}
        }
        return logprobs;
    }

    private static List<String> annotations(UnifiedAnswer answer, List<String> given, int end) {
        List<String> shown = new ArrayList<>(given.size());
        for (String each : given) {
            String annotation = Annotations.shown(each, answer.dialect(), end);
            if (annotation != null) {
                shown.add(annotation);
            }
        }
        return shown;
    }

    private void text(ContentPart.Text text, List<String> annotations, List<String> logprobs) {
        count(text.text());
        byte[] part = ItemJson.text(new ByteWriter(256), text.text(), annotations, logprobs)
                .take()
                .getBytes();
        Extras extras = own(text.extras());
        String id = Ids.item("msg", extras, call, next);
        ItemJson.message(item(), id, ItemJson.COMPLETED, part, extras);
    }

    private void refusal(String text) {
        refused = true;
        if (text.isEmpty()) {
            return;
        }
        count(text);
        byte[] part = ItemJson.refusal(new ByteWriter(256), text).take().getBytes();
        String id = Ids.item("msg", Extras.NONE, call, next);
        ItemJson.message(item(), id, ItemJson.COMPLETED, part, Extras.NONE);
    }

    private void thought(ContentPart.Reasoning thought) {
        String summary = thought.summary() == null ? "" : thought.summary();
        if (thought.text().isEmpty()
                && summary.isEmpty()
                && thought.signature() == null
                && thought.encrypted() == null) {
            return;
        }
        count(thought.text());
        count(summary);
        String given = ReasoningPart.ownId(thought.origin(), thought.id());
        Extras extras = own(thought.extras());
        String id = given == null ? Ids.item("rs", extras, call, next) : given;
        String opaque =
                ReasoningPart.encrypted(thought.origin(), thought.signature(), thought.encrypted(), thought.id());
        ItemJson.reasoning(item(), id, thought.text(), summary, opaque, extras);
    }

    private void call(ContentPart.ToolCall toolCall) {
        count(toolCall.arguments());
        Extras extras = own(toolCall.extras());
        String id = Ids.item(toolCall.custom() ? "ctc" : "fc", extras, call, next);
        ItemJson.call(
                item(),
                toolCall.custom(),
                id,
                ItemJson.COMPLETED,
                toolCall.id(),
                toolCall.name(),
                toolCall.arguments(),
                extras);
        String signature = toolCall.signature();
        if (signature != null) {
            String tag = SignatureTag.ofCall(signature, toolCall.id());
            String sealId = Ids.item("rs", Extras.NONE, call, next);
            ItemJson.reasoning(item(), sealId, "", "", tag, Extras.NONE);
        }
    }

    private void image(ContentPart.Image image) {
        String url = url(image.source());
        if (url.isEmpty()) {
            return;
        }
        String base64 = image.source() instanceof MediaSource.Inline inline ? inline.base64() : ImagePart.base64(url);
        if (base64 == null) {
            text(ContentPart.Text.of(ImagePart.link(url)), List.of(), List.of());
            return;
        }
        Extras extras = own(image.extras());
        String id = Ids.item("ig", extras, call, next);
        ItemJson.image(item(), id, ItemJson.COMPLETED, base64, extras);
    }

    private static String url(MediaSource source) {
        return switch (source) {
            case MediaSource.Url url -> url.url();
            case MediaSource.Inline inline -> inline.base64();
            case MediaSource.PlainText ignored -> "";
            case MediaSource.FileId file -> file.id();
        };
    }

    private Extras own(Extras extras) {
        return own ? extras : Extras.NONE;
    }

    private void count(@Nullable String text) {
        quarters += text == null ? 0 : TokenEstimate.quarters(text);
    }

    /** Begins the next item; its id has to be made before. */
    private ByteWriter item() {
        return next++ == 0 ? items : items.raw(',');
    }
}
