package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.codec.JsonSpans;
import com.xiaojinpro.gateway.connector.wire.ByteView;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Takes out of a client's own Messages request what Anthropic would refuse and what only this gateway can have put there:
 * thoughts and citations of other providers, which carry the gateway's tag (H62), and text blocks of nothing but white space
 * (H21). A message that is left without content goes too. Every other byte stays. Used once, on one body.
 */
final class ContentFilter {
    private static final byte[] TAG = "\"xjp1.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private record Span(int start, int end) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Edit(int start, int end, byte[] replacement) {}

    /** The members of a block that decide what becomes of it; 0 where there is none. */
    private static final class Block {
        private int type;
        private int text;
        private int signature;
        private int content;
        private int citations;
    }

    private final byte[] bytes;
    private final List<Edit> edits = new ArrayList<>(0);

    private ContentFilter(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The body without them; the same buffer where there are none. The body must be a valid JSON object. */
    static Buffer of(Buffer body) {
        ByteView view = ByteView.of(body);
        ContentFilter filter = new ContentFilter(view.bytes());
        filter.body(view.offset());
        return filter.edits.isEmpty() ? body : filter.applied(view);
    }

    private void body(int from) {
        int at = JsonSpans.space(bytes, JsonSpans.space(bytes, from) + 1);
        while (bytes[at] != '}') {
            int value = valueOf(at);
            if (bytes[value] == '[') {
                if (named(at, "messages")) {
                    messages(value);
                } else if (named(at, "system")) {
                    blocks(value);
                }
            }
            at = next(JsonSpans.value(bytes, value));
        }
    }

    private void messages(int array) {
        List<Span> messages = elements(array);
        List<Span> emptied = new ArrayList<>(0);
        for (Span message : messages) {
            int content = bytes[message.start()] == '{' ? member(message.start(), "content") : 0;
            if (content == 0) {
                continue;
            }
            boolean empty = bytes[content] == '[' ? blocks(content) : blank(content);
            if (empty) {
                emptied.add(message);
            }
        }
        if (!messages.isEmpty() && emptied.size() == messages.size()) {
            // Nothing would be left to ask: what is wrong with it, Anthropic says best.
            edits.clear();
            return;
        }
        for (Span message : emptied) {
            edits.removeIf(edit -> edit.start() >= message.start() && edit.end() <= message.end());
        }
        remove(messages, emptied);
    }

    /** Filters an array of blocks; true where blocks were there and none is left. */
    private boolean blocks(int array) {
        List<Span> blocks = elements(array);
        List<Span> refused = new ArrayList<>(0);
        for (Span block : blocks) {
            if (bytes[block.start()] == '{' && refused(block)) {
                refused.add(block);
            }
        }
        remove(blocks, refused);
        return !blocks.isEmpty() && refused.size() == blocks.size();
    }

    private boolean refused(Span span) {
        Block block = block(span.start());
        if (block.type == 0) {
            return false;
        }
        if (is(block.type, "text")) {
            if (block.text != 0 && blank(block.text)) {
                return true;
            }
            if (block.citations != 0 && bytes[block.citations] == '[') {
                citations(block.citations);
            }
        } else if (is(block.type, "thinking")) {
            return block.signature != 0 && tagged(block.signature);
        } else if (is(block.type, "tool_result") && block.content != 0 && bytes[block.content] == '[') {
            blocks(block.content);
        }
        return false;
    }

    private Block block(int object) {
        Block block = new Block();
        int at = JsonSpans.space(bytes, object + 1);
        while (bytes[at] != '}') {
            int value = valueOf(at);
            if (named(at, "type")) {
                block.type = value;
            } else if (named(at, "text")) {
                block.text = value;
            } else if (named(at, "signature")) {
                block.signature = value;
            } else if (named(at, "content")) {
                block.content = value;
            } else if (named(at, "citations")) {
                block.citations = value;
            }
            at = next(JsonSpans.value(bytes, value));
        }
        return block;
    }

    private void citations(int array) {
        List<Span> citations = elements(array);
        List<Span> foreign = new ArrayList<>(0);
        for (Span citation : citations) {
            int index = bytes[citation.start()] == '{' ? member(citation.start(), "encrypted_index") : 0;
            if (index != 0 && tagged(index)) {
                foreign.add(citation);
            }
        }
        if (!foreign.isEmpty() && foreign.size() == citations.size()) {
            edits.add(new Edit(array, JsonSpans.value(bytes, array), NULL));
        } else {
            remove(citations, foreign);
        }
    }

    /** Removes elements of an array, each with the comma before it, the first ones with the comma behind. */
    private void remove(List<Span> elements, List<Span> removed) {
        boolean kept = false;
        for (int i = 0; i < elements.size() && !removed.isEmpty(); i++) {
            Span element = elements.get(i);
            if (!removed.contains(element)) {
                kept = true;
            } else if (kept) {
                edits.add(new Edit(elements.get(i - 1).end(), element.end(), NOTHING));
            } else {
                int until = i + 1 < elements.size() ? elements.get(i + 1).start() : element.end();
                edits.add(new Edit(element.start(), until, NOTHING));
            }
        }
    }

    private Buffer applied(ByteView view) {
        edits.sort(Comparator.comparingInt(Edit::start));
        Buffer out = Buffer.buffer(view.length());
        int copied = view.offset();
        for (Edit edit : edits) {
            out.appendBytes(bytes, copied, edit.start() - copied).appendBytes(edit.replacement());
            copied = edit.end();
        }
        return out.appendBytes(bytes, copied, view.offset() + view.length() - copied);
    }

    private List<Span> elements(int array) {
        List<Span> elements = new ArrayList<>();
        int at = JsonSpans.space(bytes, array + 1);
        while (bytes[at] != ']') {
            int end = JsonSpans.value(bytes, at);
            elements.add(new Span(at, end));
            at = next(end);
        }
        return elements;
    }

    /** The value of a member of an object, the last of its name; 0 where there is none. */
    private int member(int object, String name) {
        int found = 0;
        int at = JsonSpans.space(bytes, object + 1);
        while (bytes[at] != '}') {
            int value = valueOf(at);
            if (named(at, name)) {
                found = value;
            }
            at = next(JsonSpans.value(bytes, value));
        }
        return found;
    }

    private int valueOf(int name) {
        return JsonSpans.space(bytes, JsonSpans.space(bytes, JsonSpans.string(bytes, name)) + 1);
    }

    /** What follows a value: the next one, or the bracket that closes. */
    private int next(int end) {
        int at = JsonSpans.space(bytes, end);
        return bytes[at] == ',' ? JsonSpans.space(bytes, at + 1) : at;
    }

    private boolean named(int quote, String name) {
        int end = quote + 1 + name.length();
        if (end >= bytes.length || bytes[end] != '"') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (bytes[quote + 1 + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean is(int value, String word) {
        return bytes[value] == '"' && named(value, word);
    }

    private boolean tagged(int value) {
        for (int i = 0; i < TAG.length; i++) {
            if (value + i >= bytes.length || bytes[value + i] != TAG[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a value is a string of nothing but white space, written as it is or escaped. */
    private boolean blank(int value) {
        if (bytes[value] != '"') {
            return false;
        }
        int at = value + 1;
        while (bytes[at] != '"') {
            boolean escaped = bytes[at] == '\\' && "nrtf".indexOf(bytes[at + 1]) >= 0;
            if (bytes[at] != ' ' && !escaped) {
                return false;
            }
            at += escaped ? 2 : 1;
        }
        return true;
    }
}
