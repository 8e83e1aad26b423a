package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.connector.codec.AnswerReader;
import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the Responses API while it comes in, as a stream of events or as one object. The answer in the terminal event
 * is the authority: what the stream left out of it is sent then (H78). A stream that ends without a terminal event is
 * incomplete, however whole it looks (H80). Not thread-safe.
 */
final class ResponsesAnswer implements AnswerReader {
    private final Function<String, Fault> errors;
    private final Emitter emitter;
    private final OutputItems items;
    private final ResponseFields response;
    private final ResponsesEvent event = new ResponsesEvent();
    private boolean ended;

    /**
     * @param errors the fault behind an error that came inside the answer, as raw JSON
     * @param askedModel the model that was asked, for answers that do not name one
     */
    ResponsesAnswer(Function<String, Fault> errors, Supplier<String> ids, String askedModel) {
        this.errors = errors;
        this.emitter = new Emitter(ids);
        this.items = new OutputItems(emitter);
        this.response = new ResponseFields(askedModel);
    }

    @Override
    public void to(List<UnifiedChunk> out) {
        emitter.to(out);
    }

    @Override
    public boolean ended() {
        return ended;
    }

    /** Usage comes with the end, never behind it. */
    @Override
    public boolean finished() {
        return false;
    }

    @Override
    public void accept(byte[] bytes, int offset, int length, String eventName, boolean whole) {
        try {
            JsonCursor json = new JsonCursor(bytes, offset, length);
            if (!json.isObject()) {
                throw Unreadable.because("an event that is not a JSON object");
            }
            if (whole) {
                wholeAnswer(json, bytes, offset, length);
                return;
            }
            String told = eventName.equals("error") ? eventName : json.peek("type");
            String type = told == null ? eventName : told;
            if (!handle(type, json)) {
                json.skip();
            } else if (type.equals("error") || type.isEmpty()) {
                fail(errors.apply(new String(bytes, offset, length, StandardCharsets.UTF_8)));
            }
            json.end();
        } catch (FaultException unreadable) {
            fail(Unreadable.ofProvider(unreadable.fault()));
        }
    }

    /** Takes one event; false where it is none of those that matter, and the cursor has not moved. */
    private boolean handle(String type, JsonCursor json) {
        switch (type) {
            case "response.output_text.delta" -> {
                ResponsesEvent e = read(json);
                MessageItem message = items.message(items.place(e.outputIndex, e.itemId));
                message.text(e.contentIndex, e.delta());
                if (e.logprobs != null) {
                    message.logprobs(e.contentIndex, e.logprobs);
                }
            }
            case "response.output_text.done" -> {
                ResponsesEvent e = read(json);
                items.message(items.place(e.outputIndex, e.itemId))
                        .complete(e.contentIndex, new ItemFields.Piece("output_text", e.text(), List.of(), e.logprobs));
            }
            case "response.refusal.delta" -> {
                ResponsesEvent e = read(json);
                items.message(items.place(e.outputIndex, e.itemId)).refusal(e.contentIndex, e.delta());
            }
            case "response.refusal.done" -> {
                ResponsesEvent e = read(json);
                items.message(items.place(e.outputIndex, e.itemId))
                        .complete(e.contentIndex, new ItemFields.Piece("refusal", e.text(), List.of(), null));
            }
            case "response.output_text.annotation.added" -> {
                ResponsesEvent e = read(json);
                if (e.annotation != null) {
                    items.message(items.place(e.outputIndex, e.itemId)).annotation(e.contentIndex, e.annotation);
                }
            }
            case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" -> {
                ResponsesEvent e = read(json);
                items.call(items.place(e.outputIndex, e.itemId), type.startsWith("response.custom"))
                        .arguments(e.delta());
            }
            case "response.function_call_arguments.done", "response.custom_tool_call_input.done" -> {
                ResponsesEvent e = read(json);
                CallItem call = items.call(items.place(e.outputIndex, e.itemId), type.startsWith("response.custom"));
                call.named(e.name);
                call.allArguments(e.text());
            }
            case "response.reasoning_summary_text.delta", "response.reasoning_summary.delta" -> {
                ResponsesEvent e = read(json);
                items.reasoning(items.place(e.outputIndex, e.itemId), e.itemId).summary(e.summaryIndex, e.delta());
            }
            case "response.reasoning_text.delta", "response.reasoning.delta" -> {
                ResponsesEvent e = read(json);
                items.reasoning(items.place(e.outputIndex, e.itemId), e.itemId).text(e.contentIndex, e.delta());
            }
            case "response.output_item.added" -> {
                ResponsesEvent e = read(json);
                if (e.item != null) {
                    start();
                    items.added(e.outputIndex, ItemFields.read(e.item));
                }
            }
            case "response.output_item.done" -> {
                ResponsesEvent e = read(json);
                if (e.item != null) {
                    start();
                    items.done(e.outputIndex, ItemFields.read(e.item));
                }
            }
            case "response.created", "response.in_progress", "response.queued" -> {
                response.event(json);
                start();
            }
            case "response.completed",
                    "response.incomplete",
                    "response.failed",
                    "response.cancelled",
                    "response.done" -> {
                response.event(json);
                terminal(type.substring("response.".length()));
            }
            // Without a type it can only be an error, or no answer of this API.
            case "error", "" -> json.skip();
            default -> {
                return false;
            }
        }
        if (!type.isEmpty() && !ended && !type.equals("error")) {
            start();
        }
        return true;
    }

    private ResponsesEvent read(JsonCursor json) {
        event.read(json);
        return event;
    }

    private void wholeAnswer(JsonCursor json, byte[] bytes, int offset, int length) {
        boolean answer = response.object(json);
        json.end();
        if (!answer) {
            fail(errors.apply(new String(bytes, offset, length, StandardCharsets.UTF_8)));
        } else {
            terminal("done");
        }
    }

    /**
     * The answer is over.
     *
     * @param word what the event's name says of the end; {@code done} where only the answer itself does
     */
    private void terminal(String word) {
        String status = status(word);
        if (response.error != null || status.equals("failed")) {
            fail(response.error == null ? failed() : errors.apply(response.error));
            return;
        }
        if (!status.equals("completed") && !status.equals("incomplete")) {
            fail(Fault.of(FaultKind.STREAM_INCOMPLETE, "The provider ended the answer in the state '" + status + "'."));
            return;
        }
        start();
        for (int i = 0; i < response.output.size(); i++) {
            items.reconcile(i, ItemFields.read(response.output.get(i)));
        }
        items.end();
        if (response.usage.known()) {
            emitter.emit(new UnifiedChunk.UsageReported(response.usage.usage(Usage.Source.REPORTED)));
        }
        String why = response.incompleteReason;
        boolean cut = status.equals("incomplete");
        FinishReason reason = cut ? incomplete(why) : completed();
        ended = true;
        emitter.emit(UnifiedChunk.Finished.of(reason, cut && why != null ? why : status));
    }

    private String status(String word) {
        String status = response.status;
        if (word.equals("failed") || word.equals("cancelled")) {
            return word;
        }
        boolean untold = status.isEmpty() || status.equals("in_progress") || status.equals("queued");
        if (untold && !word.equals("done")) {
            // The event says it, and its copy of the answer is an old one.
            return word;
        }
        return status.isEmpty() ? "completed" : status;
    }

    private FinishReason completed() {
        if (items.hasCalls()) {
            return FinishReason.TOOL_CALLS;
        }
        return items.refused() ? FinishReason.REFUSAL : FinishReason.STOP;
    }

    private static FinishReason incomplete(@Nullable String why) {
        if (why == null) {
            return FinishReason.LENGTH;
        }
        return switch (why) {
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            case "model_context_window_exceeded", "max_prompt_tokens", "context_length" -> FinishReason.CONTEXT_FULL;
            default -> FinishReason.LENGTH;
        };
    }

    private static Fault failed() {
        return Fault.of(FaultKind.UPSTREAM_UNAVAILABLE, "The provider ended the answer with an error.");
    }

    private void start() {
        if (!emitter.started()) {
            emitter.start(response.started(emitter));
        }
    }

    @Override
    public void done() {
        incompleteStream();
    }

    @Override
    public void endOfBytes() {
        incompleteStream();
    }

    @Override
    public void endOfAnswer() {
        incompleteStream();
    }

    /** A terminal event would have ended the answer. */
    private void incompleteStream() {
        fail(Fault.of(
                FaultKind.STREAM_INCOMPLETE,
                emitter.started()
                        ? "The provider closed the stream before the answer was complete."
                        : "The provider's answer held nothing."));
    }

    @Override
    public void fail(Fault fault) {
        if (ended) {
            return;
        }
        ended = true;
        if (emitter.started() && response.usage.known()) {
            emitter.emit(new UnifiedChunk.UsageReported(response.usage.usage(Usage.Source.PARTIAL)));
        }
        emitter.fail(new UnifiedChunk.Failed(fault));
    }
}
