package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.codec.AnswerReader;
import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One chat completion while it comes in, as a stream of chunks or as one object: the state machine behind both decoders.
 * What cannot be read, or breaks off, ends it with {@link UnifiedChunk.Failed}; it never ends cleanly by itself. Not
 * thread-safe.
 */
final class ChatAnswer implements AnswerReader {
    /** More choices than any client may ask for. */
    private static final int MAX_CHOICES = 128;

    private final ChatSwitches switches;
    private final Function<String, Fault> errors;
    private final String askedModel;
    private final int askedChoices;
    private final Emitter emitter;
    private final ChoiceFields fields = new ChoiceFields();
    private final List<ChoiceState> choices = new ArrayList<>(1);
    private final UsageState usage;
    private final RawObject extras = new RawObject();
    private String id = "";
    private String model = "";
    private long created;
    /** The error a chunk carries, as raw JSON. */
    private @Nullable String error;

    private boolean brokenOff;
    private boolean ended;

    /**
     * @param errors the fault behind an error that came inside the answer, as raw JSON
     * @param askedModel the model that was asked, for answers that do not name one
     * @param askedChoices how many answers were asked for
     */
    ChatAnswer(
            ChatSwitches switches,
            Function<String, Fault> errors,
            Supplier<String> ids,
            String askedModel,
            int askedChoices) {
        this.switches = switches;
        this.errors = errors;
        this.askedModel = askedModel;
        this.askedChoices = askedChoices;
        this.emitter = new Emitter(ids);
        this.usage = new UsageState(switches.reasoningSeparate());
    }

    /** The list the next events go to. */
    @Override
    public void to(List<UnifiedChunk> out) {
        emitter.to(out);
    }

    /** Whether the terminal event was given. */
    @Override
    public boolean ended() {
        return ended;
    }

    boolean hasChoices() {
        return !choices.isEmpty();
    }

    /** Whether every answer asked for has said how it ended. */
    @Override
    public boolean finished() {
        return choices.size() >= askedChoices && everyChoiceFinished();
    }

    /**
     * Takes one JSON value: a chunk, or a whole answer.
     *
     * @param eventName the event's name; {@code error} makes any value an error
     * @param whole whether it is a whole answer, whose content is in {@code message}
     */
    @Override
    public void accept(byte[] bytes, int offset, int length, String eventName, boolean whole) {
        try {
            JsonCursor json = new JsonCursor(bytes, offset, length);
            boolean isError = eventName.equals("error");
            if (json.isObject()) {
                isError |= object(json, whole);
            } else if (json.isArray()) {
                isError = true;
                json.skip();
            } else {
                throw ToolCalls.unreadable("an event that is not a JSON object");
            }
            json.end();
            if (error == null && isError) {
                error = new String(bytes, offset, length, StandardCharsets.UTF_8);
            }
            if (error != null) {
                fail(errors.apply(error));
            } else if (brokenOff) {
                fail(Fault.of(FaultKind.UPSTREAM_UNAVAILABLE, "The provider ended the answer with an error."));
            } else {
                report();
            }
        } catch (FaultException unreadable) {
            fail(ofProvider(unreadable.fault()));
        }
    }

    /** The provider said that the stream is over (H6, H31). */
    @Override
    public void done() {
        for (ChoiceState choice : choices) {
            boolean plain = !choice.hasToolCalls() && switches.doneWithoutReason();
            if (!choice.finished() && !plain) {
                incomplete("The provider ended the stream without saying how the answer ended.");
                return;
            }
        }
        finish();
    }

    /** The bytes are over and nothing said so (H31, H104). */
    @Override
    public void endOfBytes() {
        if (!everyChoiceFinished() && !barelyComplete()) {
            incomplete(
                    choices.isEmpty()
                            ? "The provider's answer held nothing."
                            : "The provider closed the stream before the answer was complete.");
        } else {
            finish();
        }
    }

    /** A whole answer is complete as such. */
    @Override
    public void endOfAnswer() {
        if (choices.isEmpty()) {
            fail(Fault.of(FaultKind.UPSTREAM_INVALID, "The provider's answer held no choices."));
        } else {
            finish();
        }
    }

    /** Ends the answer with a fault; what usage is known so far stands before it. */
    @Override
    public void fail(Fault fault) {
        if (ended) {
            return;
        }
        ended = true;
        if (emitter.started() && usage.known()) {
            emitter.emit(new UnifiedChunk.UsageReported(usage.usage(Usage.Source.PARTIAL)));
        }
        emitter.fail(new UnifiedChunk.Failed(fault));
    }

    /** Reads the members; says whether they look like an error without being called one. */
    private boolean object(JsonCursor json, boolean whole) {
        boolean errorObject = false;
        boolean sentence = false;
        boolean choicesSeen = false;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "choices" -> {
                    choicesSeen = true;
                    choices(json, whole);
                }
                case "id" -> id = kept(id, json);
                case "model" -> model = kept(model, json);
                case "created" ->
                    created = created == 0 ? Math.max(0, Lenient.integer(json, 0)) : skipped(json, created);
                case "usage" -> usage.read(json);
                case "error" -> error(json);
                case "object", "type" -> errorObject |= "error".equals(Lenient.text(json));
                case "x_groq" -> groq(json);
                // Padding against traffic analysis (OpenAI, Mistral).
                case "obfuscation", "p" -> json.skip();
                case "message", "detail", "errors" -> {
                    sentence |= Lenient.isTrueOrText(json);
                    unknown(json);
                }
                default -> unknown(json);
            }
        }
        return errorObject || (sentence && !choicesSeen);
    }

    private void choices(JsonCursor json, boolean whole) {
        if (!json.isArray()) {
            json.skip();
            return;
        }
        json.beginArray();
        while (json.nextElement()) {
            fields.read(json, whole);
            if (fields.index >= MAX_CHOICES) {
                throw ToolCalls.unreadable("a choice with the index " + fields.index);
            }
            ChoiceState choice = choice(fields.index);
            String message = fields.message;
            if (message != null && !fields.hasDelta && !choice.touched()) {
                fields.content(JsonCursor.of(message));
            }
            choice.accept(fields);
            if (fields.error != null) {
                error = fields.error;
            }
            brokenOff |= fields.finishReason != null && FinishWords.failure(fields.finishReason);
        }
    }

    private ChoiceState choice(int index) {
        int at = 0;
        while (at < choices.size() && choices.get(at).index() < index) {
            at++;
        }
        if (at == choices.size() || choices.get(at).index() != index) {
            choices.add(at, new ChoiceState(emitter, index, switches.thinkTags()));
        }
        return choices.get(at);
    }

    private void error(JsonCursor json) {
        if (Lenient.isTrueOrText(json)) {
            error = Lenient.something(json);
        } else {
            json.skip();
        }
    }

    /** Groq reports usage and errors of a stream in a member of its own. */
    private void groq(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        int start = json.tokenStart();
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "usage" -> usage.read(json);
                case "error" -> error(json);
                default -> json.skip();
            }
        }
        if (!emitter.started()) {
            extras.put("x_groq", json.raw(start));
        }
    }

    private void unknown(JsonCursor json) {
        if (emitter.started()) {
            json.skip();
            return;
        }
        String name = json.name();
        String raw = Lenient.something(json);
        if (raw != null) {
            extras.put(name, raw);
        }
    }

    private String kept(String known, JsonCursor json) {
        if (!known.isEmpty()) {
            json.skip();
            return known;
        }
        String told = Lenient.scalar(json);
        return told == null ? "" : told;
    }

    private static long skipped(JsonCursor json, long value) {
        json.skip();
        return value;
    }

    /** Starts the answer with its first choice: before it, a chunk may be a preface without id and model (H103). */
    private void report() {
        if (choices.isEmpty()) {
            return;
        }
        start();
        if (usage.reportable()) {
            emitter.emit(new UnifiedChunk.UsageReported(usage.usage(Usage.Source.REPORTED)));
        }
    }

    private void start() {
        if (!emitter.started()) {
            emitter.start(new UnifiedChunk.Started(
                    id.isEmpty() ? emitter.id("chatcmpl-") : id,
                    model.isEmpty() ? askedModel : model,
                    created,
                    Dialect.OPENAI_CHAT,
                    extras.extras()));
        }
    }

    private void finish() {
        if (ended) {
            return;
        }
        if (choices.isEmpty()) {
            incomplete("The provider's answer held no choices.");
            return;
        }
        try {
            start();
            List<UnifiedChunk.Ending> endings = new ArrayList<>(choices.size());
            for (ChoiceState choice : choices) {
                endings.add(choice.end());
            }
            if (usage.reportable()) {
                emitter.emit(new UnifiedChunk.UsageReported(usage.usage(Usage.Source.REPORTED)));
            }
            emitter.emit(new UnifiedChunk.Finished(endings));
            ended = true;
        } catch (FaultException unreadable) {
            fail(ofProvider(unreadable.fault()));
        }
    }

    private void incomplete(String sentence) {
        fail(Fault.of(FaultKind.STREAM_INCOMPLETE, sentence));
    }

    private boolean everyChoiceFinished() {
        for (ChoiceState choice : choices) {
            if (!choice.finished()) {
                return false;
            }
        }
        return !choices.isEmpty();
    }

    /** For servers that never say how an answer ends: it is complete where something came and no call is cut. */
    private boolean barelyComplete() {
        if (switches.sendsDone() || choices.isEmpty()) {
            return false;
        }
        for (ChoiceState choice : choices) {
            if (!choice.touched() || !choice.toolCallsComplete()) {
                return false;
            }
        }
        return true;
    }

    /** A fault of reading is the provider's, whatever the reader calls it. */
    private static Fault ofProvider(Fault fault) {
        if (fault.kind() != FaultKind.INVALID_REQUEST) {
            return fault;
        }
        String why = fault.message().toLowerCase(Locale.ROOT).startsWith("the json") ? " " + fault.message() : "";
        return Fault.of(FaultKind.UPSTREAM_INVALID, "The provider sent an event that cannot be read." + why);
    }
}
