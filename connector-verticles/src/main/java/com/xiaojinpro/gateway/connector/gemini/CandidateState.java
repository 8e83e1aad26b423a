package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One candidate while it comes in. At most one part of text or thought is open; another kind ends it (H20, H36, H70). The
 * signature of a text follows it as a thought without words (H42, H60). Not thread-safe.
 */
final class CandidateState {
    private final Emitter emitter;
    private final int index;
    private final CallState calls;
    private final PartFields fields = new PartFields();
    private final Grounding grounding = new Grounding();
    private final List<String> logprobs = new ArrayList<>(0);
    private final RawObject extras = new RawObject();
    /** Everything said, which citations point into. */
    private final StringBuilder said = new StringBuilder();

    /** The open part and its kind; -1 for none. */
    private int part = -1;

    private PartKind kind = PartKind.TEXT;
    private @Nullable String signature;
    private @Nullable String signatureOf;
    private String finishWord = "";
    private @Nullable String continuation;
    private boolean late;

    CandidateState(Emitter emitter, int index, ToolNames names, BiConsumer<String, String> signed) {
        this.emitter = emitter;
        this.index = index;
        this.calls = new CallState(emitter, index, names, signed);
    }

    int index() {
        return index;
    }

    /** Takes the candidate of one chunk. */
    void read(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        boolean ended = !finishWord.isEmpty();
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "content" -> late |= content(json) && ended;
                case "finishReason" -> {
                    String word = Lenient.text(json);
                    if (word != null && FinishWords.ends(word)) {
                        finishWord = word;
                    }
                }
                case "continuationToken" -> continuation = Lenient.word(json);
                case "finishMessage" -> {
                    String message = Lenient.word(json);
                    if (message != null) {
                        extras.put("finishMessage", JsonText.quoted(message));
                    }
                }
                case "groundingMetadata" -> grounding.grounding(json);
                case "citationMetadata" -> grounding.citations(json);
                case "logprobsResult" -> {
                    String of = GeminiLogprobs.of(json);
                    if (of != null) {
                        logprobs.add(of);
                    }
                }
                default -> json.skip();
            }
        }
        releaseLogprobs();
    }

    /** Whether it was said how the candidate ended. */
    boolean finished() {
        return !finishWord.isEmpty();
    }

    /** Whether content came behind an end: then the next end may not be the last either (H28). */
    boolean late() {
        return late;
    }

    String finishWord() {
        return finishWord;
    }

    /** What to ask with to get the rest of an answer that was cut; null where it was not (H101). */
    @Nullable
    String continuation() {
        return finishWord.equals(FinishWords.CONTINUATION) ? continuation : null;
    }

    /** The rest of the answer comes now: its end is still to be said. */
    void continued() {
        finishWord = "";
        continuation = null;
    }

    /** Ends what is open and tells how it ended. */
    UnifiedChunk.Ending end(@Nullable String blocked) {
        String word = finishWord;
        FinishReason reason =
                word.isEmpty() && blocked != null ? FinishReason.CONTENT_FILTER : FinishWords.reason(word, calls.any());
        if (reason == FinishReason.LENGTH || reason == FinishReason.CONTENT_FILTER) {
            calls.cut();
        } else {
            calls.end();
        }
        annotate();
        if (part < 0 && !logprobs.isEmpty()) {
            open(PartKind.TEXT);
        }
        releaseLogprobs();
        endPart();
        return new UnifiedChunk.Ending(index, reason, word.isEmpty() ? blocked : word, null, extras.extras());
    }

    /** Reads the parts; says whether there was any content. */
    private boolean content(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return false;
        }
        boolean any = false;
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals("parts") && json.isArray()) {
                json.beginArray();
                while (json.nextElement()) {
                    fields.read(json);
                    any |= add();
                }
            } else {
                json.skip();
            }
        }
        return any;
    }

    private boolean add() {
        if (fields.call) {
            endPart();
            calls.add(fields);
            return true;
        }
        if (fields.text != null) {
            if (!fields.text.isEmpty()) {
                calls.end();
            }
            text(fields.text, fields.thought ? PartKind.REASONING : PartKind.TEXT, fields.signature);
            return !fields.text.isEmpty();
        }
        if (fields.data != null || fields.uri != null) {
            calls.end();
            endPart();
            media();
            return true;
        }
        if (fields.other != null) {
            calls.end();
            endPart();
            emitter.emit(new UnifiedChunk.Opaque(Dialect.GEMINI, index, fields.other));
            return true;
        }
        if (fields.signature != null) {
            text("", PartKind.TEXT, fields.signature);
            return true;
        }
        return false;
    }

    private void text(String text, PartKind of, @Nullable String signed) {
        boolean signedText = signed != null && of == PartKind.TEXT;
        if (!text.isEmpty()) {
            // A signed text is a part of its own: it must go back as it came.
            if (part >= 0 && (kind != of || signature != null || signedText)) {
                endPart();
            }
            if (part < 0) {
                open(of);
            }
            emitter.delta(part, DeltaKind.CONTENT, text);
            if (of == PartKind.TEXT) {
                said.append(text);
            }
        }
        if (signed == null) {
            return;
        }
        if (part >= 0 && signature == null && (kind == of || text.isEmpty())) {
            signature = signed;
            signatureOf = text.isEmpty() || of == PartKind.REASONING ? null : ModelTurn.OF_TEXT;
        } else {
            endPart();
            signaturePart(signed, null);
        }
    }

    private void open(PartKind of) {
        part = emitter.nextPart();
        kind = of;
        String origin = of == PartKind.REASONING ? ModelTurn.ORIGIN : null;
        emitter.emit(new UnifiedChunk.PartStarted(part, index, of, null, null, origin, Extras.NONE));
    }

    private void endPart() {
        if (part < 0) {
            return;
        }
        String bound = signature;
        signature = null;
        if (kind == PartKind.REASONING && bound != null) {
            emitter.delta(part, DeltaKind.SIGNATURE, bound);
        }
        emitter.emit(new UnifiedChunk.PartEnded(part));
        part = -1;
        if (kind != PartKind.REASONING && bound != null) {
            signaturePart(bound, signatureOf);
        }
    }

    private void signaturePart(String bound, @Nullable String of) {
        int own = emitter.nextPart();
        emitter.emit(
                new UnifiedChunk.PartStarted(own, index, PartKind.REASONING, of, null, ModelTurn.ORIGIN, Extras.NONE));
        emitter.delta(own, DeltaKind.SIGNATURE, bound);
        emitter.emit(new UnifiedChunk.PartEnded(own));
    }

    /** A picture is a part; sound goes where OpenAI's clients look for it; another file only Google's own would know. */
    private void media() {
        String type = fields.mediaType == null ? "" : fields.mediaType.toLowerCase(Locale.ROOT);
        String data = fields.data;
        if (type.startsWith("image/") || (type.isEmpty() && data == null)) {
            int image = emitter.nextPart();
            emitter.emit(new UnifiedChunk.PartStarted(image, index, PartKind.IMAGE, null, null, null, Extras.NONE));
            String url = data == null ? String.valueOf(fields.uri) : "data:" + type + ";base64," + data;
            emitter.delta(image, DeltaKind.CONTENT, url);
            emitter.emit(new UnifiedChunk.PartEnded(image));
        } else if (type.startsWith("audio/") && data != null) {
            String audio = "{\"audio\":{\"id\":" + JsonText.quoted(emitter.id("audio_")) + ",\"data\":"
                    + JsonText.quoted(data) + ",\"expires_at\":0,\"transcript\":\"\"}}";
            emitter.emit(new UnifiedChunk.Opaque(Dialect.OPENAI_CHAT, index, audio));
        } else {
            String where = data == null
                    ? "\"fileData\":{\"mimeType\":" + JsonText.quoted(type) + ",\"fileUri\":"
                            + JsonText.quoted(String.valueOf(fields.uri)) + "}"
                    : "\"inlineData\":{\"mimeType\":" + JsonText.quoted(type) + ",\"data\":" + JsonText.quoted(data)
                            + "}";
            emitter.emit(new UnifiedChunk.Opaque(Dialect.GEMINI, index, "{" + where + "}"));
        }
        if (fields.signature != null) {
            signaturePart(fields.signature, null);
        }
    }

    private void releaseLogprobs() {
        if (part >= 0) {
            for (String of : logprobs) {
                emitter.delta(part, DeltaKind.LOGPROBS, of);
            }
            logprobs.clear();
        }
    }

    /** Sources belong to text: to the part that is open, or to one of their own. */
    private void annotate() {
        if (grounding.isEmpty()) {
            return;
        }
        List<String> annotations = grounding.annotations(said.toString());
        if (annotations.isEmpty()) {
            return;
        }
        if (part < 0 || kind != PartKind.TEXT) {
            endPart();
            open(PartKind.TEXT);
        }
        for (String annotation : annotations) {
            emitter.delta(part, DeltaKind.ANNOTATION, annotation);
        }
    }
}
