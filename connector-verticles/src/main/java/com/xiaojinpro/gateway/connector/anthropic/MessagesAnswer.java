package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.codec.AnswerReader;
import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One message while it comes in, as a stream of events or as one object: the state machine behind both decoders. What cannot
 * be read, or breaks off, ends it with {@link UnifiedChunk.Failed}; a stream ends cleanly with {@code message_stop} and with
 * nothing else. Events and deltas nobody knows are passed over, as Anthropic demands. Not thread-safe.
 */
final class MessagesAnswer implements AnswerReader {
    /** The format of the thoughts that Claude signs. */
    static final String ORIGIN = "anthropic-claude-v1";

    private final Function<String, Fault> errors;
    private final String askedModel;
    private final Usage.Source source;
    private final boolean counts;
    private final Emitter emitter;
    private final AnswerNames names;
    private final AnswerBlocks blocks;
    private final UsageTotals usage = new UsageTotals();
    private final DeltaFields delta = new DeltaFields();
    private final MessageFields fields;
    private boolean ended;

    /**
     * @param errors the fault behind an error that came inside the answer, as raw JSON
     * @param askedModel the model that was asked, for answers that do not name one
     * @param counts whether the answer is a count
     * @param source what the provider's numbers are worth
     */
    MessagesAnswer(
            Function<String, Fault> errors,
            Supplier<String> ids,
            String askedModel,
            AnswerNames names,
            boolean counts,
            Usage.Source source) {
        this.errors = errors;
        this.askedModel = askedModel;
        this.names = names;
        this.counts = counts;
        this.source = source;
        this.fields = new MessageFields(usage, counts);
        this.emitter = new Emitter(ids);
        this.blocks = new AnswerBlocks(emitter, names);
    }

    @Override
    public void to(List<UnifiedChunk> out) {
        emitter.to(out);
    }

    @Override
    public boolean ended() {
        return ended;
    }

    /** Never: usage comes before the end, and the end is one event. */
    @Override
    public boolean finished() {
        return false;
    }

    @Override
    public void accept(byte[] bytes, int offset, int length, String eventName, boolean whole) {
        try {
            JsonCursor json = new JsonCursor(bytes, offset, length);
            if (!json.isObject()) {
                throw AnswerBlocks.unreadable("an event that is not a JSON object");
            }
            String error;
            if (whole) {
                error = message(json, true);
            } else {
                String type = json.peek("type");
                error = event(json, type == null ? eventName : type);
            }
            if (error == null && !whole && eventName.equals("error")) {
                error = new String(bytes, offset, length, StandardCharsets.UTF_8);
            }
            if (error != null) {
                fail(errors.apply(error));
            }
        } catch (FaultException unreadable) {
            fail(ofProvider(unreadable.fault()));
        }
    }

    @Override
    public void done() {
        // Not of this protocol; proxies add it behind the end.
        endOfBytes();
    }

    @Override
    public void endOfBytes() {
        if (!ended) {
            fail(Fault.of(
                    FaultKind.STREAM_INCOMPLETE,
                    emitter.started()
                            ? "The provider closed the stream before the answer was complete."
                            : "The provider's answer held nothing."));
        }
    }

    @Override
    public void endOfAnswer() {
        finish();
    }

    @Override
    public void fail(Fault fault) {
        if (ended) {
            return;
        }
        ended = true;
        if (emitter.started() && usage.known()) {
            emitter.emit(new UnifiedChunk.UsageReported(totals(Usage.Source.PARTIAL)));
        }
        emitter.fail(new UnifiedChunk.Failed(fault));
    }

    /** Takes one event; the answer is the raw JSON of an error, or null. */
    private @Nullable String event(JsonCursor json, String type) {
        switch (type) {
            case "content_block_delta" -> blockDelta(json);
            case "content_block_start" -> blockStart(json);
            case "content_block_stop" -> blocks.stop(index(json));
            case "message_start" -> messageStart(json);
            case "message_delta" -> {
                fields.delta(json);
                json.end();
            }
            case "message_stop" -> {
                json.skip();
                json.end();
                finish();
            }
            case "error" -> {
                String error = json.raw();
                json.end();
                return error;
            }
            case "message" -> {
                // A whole answer as the only event of a stream.
                String error = message(json, true);
                if (error == null) {
                    finish();
                }
                return error;
            }
            default -> {
                return unknown(json, type);
            }
        }
        return null;
    }

    private void blockDelta(JsonCursor json) {
        long index = -1;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "index" -> index = Lenient.integer(json, -1);
                case "delta" -> delta.read(json);
                default -> json.skip();
            }
        }
        json.end();
        blocks.delta(index, delta);
        delta.value = null;
    }

    private void blockStart(JsonCursor json) {
        long index = -1;
        BlockFields block = null;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "index" -> index = Lenient.integer(json, -1);
                case "content_block" -> {
                    if (json.isObject()) {
                        block = BlockFields.read(json);
                    } else {
                        json.skip();
                    }
                }
                default -> json.skip();
            }
        }
        json.end();
        if (block == null) {
            throw AnswerBlocks.unreadable("a block without content");
        }
        start();
        blocks.start(index, block);
    }

    private static long index(JsonCursor json) {
        long index = -1;
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals("index")) {
                index = Lenient.integer(json, -1);
            } else {
                json.skip();
            }
        }
        json.end();
        return index;
    }

    private void messageStart(JsonCursor json) {
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals("message") && json.isObject()) {
                message(json, false);
            } else {
                json.skip();
            }
        }
        json.end();
        start();
    }

    /** An event nobody knows; an error without the word for it is one all the same (H29, H113). */
    private @Nullable String unknown(JsonCursor json, String type) {
        boolean envelope = type.isEmpty();
        String error = null;
        json.beginObject();
        while (json.nextField()) {
            if (envelope && json.name().equals("error") && Lenient.isTrueOrText(json)) {
                error = Lenient.something(json);
            } else {
                json.skip();
            }
        }
        json.end();
        return error;
    }

    /**
     * Takes a message: a whole one, or the empty one that a stream begins with.
     *
     * @return the raw JSON of an error in its place, or null
     */
    private @Nullable String message(JsonCursor json, boolean whole) {
        JsonCursor content = fields.read(json);
        if (whole) {
            json.end();
        }
        if (fields.error != null) {
            return fields.error;
        }
        if (whole && content == null && !counts) {
            throw AnswerBlocks.unreadable("an answer without content");
        }
        if (whole && counts && !usage.known()) {
            throw AnswerBlocks.unreadable("a count without a number");
        }
        start();
        if (content != null) {
            content(content);
        }
        return null;
    }

    /** Takes the blocks of a whole answer; servers of other makers may write a text for them. */
    private void content(JsonCursor content) {
        if (content.isString()) {
            blocks.start(0, BlockFields.text(content.string()));
            return;
        }
        long index = 0;
        content.beginArray();
        while (content.nextElement()) {
            if (content.isObject()) {
                blocks.start(index++, BlockFields.read(content));
            } else {
                content.skip();
            }
        }
        blocks.end();
    }

    private void start() {
        if (emitter.started()) {
            return;
        }
        emitter.start(new UnifiedChunk.Started(
                fields.id.isEmpty() ? emitter.id("msg_") : fields.id,
                fields.model.isEmpty() ? askedModel : fields.model,
                0,
                Dialect.ANTHROPIC_MESSAGES,
                fields.extras.extras()));
        if (usage.known() && !counts) {
            emitter.emit(new UnifiedChunk.UsageReported(totals(source)));
        }
    }

    private void finish() {
        if (ended) {
            return;
        }
        start();
        blocks.end();
        if (usage.known() || names.estimates()) {
            emitter.emit(new UnifiedChunk.UsageReported(totals(source)));
        }
        emitter.emit(new UnifiedChunk.Finished(List.of(fields.ending(blocks.called(), blocks.answered()))));
        ended = true;
    }

    private Usage totals(Usage.Source worth) {
        return usage.usage(worth, names.estimates() ? blocks.tokens() : 0);
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
