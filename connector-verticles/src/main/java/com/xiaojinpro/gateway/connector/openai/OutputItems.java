package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The output items of one answer by their place in it; events name an item by its place, by its id, or by both. Not
 * thread-safe.
 */
final class OutputItems {
    private static final int MAX_ITEMS = 1 << 16;

    private final Emitter emitter;
    private final TreeMap<Integer, OutputItem> byIndex = new TreeMap<>();
    private final Map<String, Integer> indexById = new HashMap<>(4);
    private int newest = -1;

    OutputItems(Emitter emitter) {
        this.emitter = emitter;
    }

    /** Where an event belongs; the newest item where it does not say. */
    int place(int index, @Nullable String id) {
        if (index >= MAX_ITEMS) {
            throw Unreadable.because("an item with the index " + index);
        }
        if (index >= 0) {
            return index;
        }
        Integer known = id == null ? null : indexById.get(id);
        return known != null ? known : Math.max(0, newest);
    }

    /** An item begins. */
    void added(int index, ItemFields fields) {
        int at = index >= 0 ? place(index, null) : newest + 1;
        if (byIndex.containsKey(at)) {
            return;
        }
        OutputItem item = made(fields);
        put(at, item);
        if (fields.id != null) {
            indexById.put(fields.id, at);
        }
        if (item instanceof CallItem call) {
            call.begin(fields);
        }
    }

    /** An item is whole. */
    void done(int index, ItemFields fields) {
        Integer byId = fields.id == null ? null : indexById.get(fields.id);
        int at = index >= 0 ? place(index, null) : byId != null ? byId : newest + 1;
        OutputItem item = byIndex.get(at);
        if (item == null || !item.type().equals(fields.type)) {
            if (item != null) {
                item.end();
            }
            item = made(fields);
            put(at, item);
        }
        item.complete(fields);
    }

    /**
     * Takes an item out of the answer at the end of a stream: what was streamed of it is completed, and one that was not
     * streamed at all is taken whole. Servers give other ids there than in the stream.
     */
    void reconcile(int index, ItemFields fields) {
        Integer byId = fields.id == null ? null : indexById.get(fields.id);
        int at = byId != null ? byId : index;
        OutputItem item = byIndex.get(at);
        if (item == null) {
            item = made(fields);
            put(at, item);
        }
        if (item.type().equals(fields.type)) {
            item.complete(fields);
        }
    }

    MessageItem message(int at) {
        OutputItem item = byIndex.get(at);
        if (item instanceof MessageItem message) {
            return message;
        }
        MessageItem made = new MessageItem(emitter, new RawObject().extras());
        putNew(at, item, made);
        return made;
    }

    CallItem call(int at, boolean custom) {
        OutputItem item = byIndex.get(at);
        if (item instanceof CallItem call) {
            return call;
        }
        CallItem made = new CallItem(emitter, custom);
        putNew(at, item, made);
        return made;
    }

    ReasoningItem reasoning(int at, @Nullable String id) {
        OutputItem item = byIndex.get(at);
        if (item instanceof ReasoningItem reasoning) {
            return reasoning;
        }
        ReasoningItem made = new ReasoningItem(emitter, id);
        putNew(at, item, made);
        return made;
    }

    /** Ends every item. */
    void end() {
        byIndex.values().forEach(OutputItem::end);
    }

    boolean hasCalls() {
        return byIndex.values().stream().anyMatch(item -> item instanceof CallItem call && call.begun());
    }

    boolean refused() {
        return byIndex.values().stream().anyMatch(item -> item instanceof MessageItem message && message.refused());
    }

    /** An item that no event announced takes its place; where another kind stands, the stream makes no sense. */
    private void putNew(int at, @Nullable OutputItem there, OutputItem made) {
        if (there != null) {
            throw Unreadable.because("a piece of a " + made.type() + " for a " + there.type());
        }
        put(at, made);
    }

    private void put(int at, OutputItem item) {
        byIndex.put(at, item);
        newest = Math.max(newest, at);
    }

    private OutputItem made(ItemFields fields) {
        return switch (fields.type) {
            case "message" -> new MessageItem(emitter, fields.extras.extras());
            case "function_call" -> new CallItem(emitter, false);
            case "custom_tool_call" -> new CallItem(emitter, true);
            case "reasoning" -> new ReasoningItem(emitter, fields.id);
            default -> new HostedItem(emitter, fields.type);
        };
    }
}
