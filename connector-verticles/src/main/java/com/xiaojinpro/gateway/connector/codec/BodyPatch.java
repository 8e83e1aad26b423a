package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.connector.wire.ByteView;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.json.Splice;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A few changes to the members of one JSON object, made on its bytes: everything that is not changed stays byte for byte,
 * key order and white space included. The object must be valid JSON; the ingress has read it. Not thread-safe.
 */
public final class BodyPatch {
    private sealed interface Edit {}

    private record Put(Buffer json) implements Edit {}

    private record Replace(Buffer json) implements Edit {}

    private record Remove() implements Edit {}

    private record Merge(BodyPatch inner) implements Edit {}

    private final Map<String, Edit> edits = new LinkedHashMap<>();

    /** Replaces a member, or adds it at the end; a second member of the name is removed. */
    public BodyPatch put(String name, String json) {
        return put(name, Buffer.buffer(json));
    }

    public BodyPatch put(String name, Buffer json) {
        edits.put(name, new Put(json));
        return this;
    }

    /** Replaces a member where it is. */
    public BodyPatch replace(String name, String json) {
        edits.put(name, new Replace(Buffer.buffer(json)));
        return this;
    }

    public BodyPatch remove(String name) {
        edits.put(name, new Remove());
        return this;
    }

    /** Changes members of a member that is an object; adds the object where there is none. */
    public BodyPatch merge(String name, BodyPatch inner) {
        edits.put(name, new Merge(inner));
        return this;
    }

    /** The changed object. What is large and unchanged in it is not copied: the given object must not change any more. */
    public Buffer apply(Buffer object) {
        ByteView view = ByteView.of(object);
        Splice out = new Splice(view.length() + 256);
        new Run(view.bytes(), out).object(this, view.offset(), view.offset() + view.length());
        return out.whole();
    }

    /** One pass over the bytes. */
    private static final class Run {
        private final byte[] bytes;
        private final Splice out;

        Run(byte[] bytes, Splice out) {
            this.bytes = bytes;
            this.out = out;
        }

        /** Copies the object that begins at or after {@code from} with its edits, and what stands around it. */
        void object(BodyPatch patch, int from, int end) {
            Set<String> done = new HashSet<>();
            int copied = from;
            int at = space(from) + 1;
            int lastKeptEnd = -1;
            while (true) {
                at = space(at);
                if (bytes[at] == ',') {
                    at = space(at + 1);
                }
                if (bytes[at] == '}') {
                    break;
                }
                int nameEnd = string(at);
                String name = name(at, nameEnd);
                int valueStart = space(space(nameEnd) + 1);
                int valueEnd = value(valueStart);
                Edit edit = patch.edits.get(name);
                boolean again = edit != null && !done.add(name);
                if (edit instanceof Remove || again) {
                    // With the comma before it; the first one goes with the comma behind it.
                    if (lastKeptEnd >= 0) {
                        copy(copied, lastKeptEnd);
                        copied = valueEnd;
                    } else {
                        copy(copied, at);
                        copied = nextMember(valueEnd);
                    }
                } else {
                    if (edit != null) {
                        copy(copied, valueStart);
                        replace(edit, valueStart, valueEnd);
                        copied = valueEnd;
                    }
                    lastKeptEnd = valueEnd;
                }
                at = valueEnd;
            }
            if (lastKeptEnd >= 0) {
                copy(copied, Math.max(copied, lastKeptEnd));
                copied = Math.max(copied, lastKeptEnd);
            } else {
                copy(copied, at);
                copied = at;
            }
            add(patch, done, lastKeptEnd >= 0);
            copy(copied, end);
        }

        private void replace(Edit edit, int start, int end) {
            switch (edit) {
                case Put put -> out.append(put.json());
                case Replace replace -> out.append(replace.json());
                case Merge merge -> {
                    if (bytes[start] == '{') {
                        object(merge.inner(), start, end);
                    } else {
                        addition(merge);
                    }
                }
                case Remove ignored -> throw new IllegalStateException("a removed member is not replaced");
            }
        }

        private void add(BodyPatch patch, Set<String> done, boolean comma) {
            boolean between = comma;
            for (Map.Entry<String, Edit> entry : patch.edits.entrySet()) {
                boolean adds = entry.getValue() instanceof Put || entry.getValue() instanceof Merge;
                if (adds && !done.contains(entry.getKey())) {
                    out.append(between ? ",\"" : "\"").append(entry.getKey()).append("\":");
                    addition(entry.getValue());
                    between = true;
                }
            }
        }

        private void addition(Edit edit) {
            if (edit instanceof Put put) {
                out.append(put.json());
            } else if (edit instanceof Merge merge) {
                out.append("{");
                add(merge.inner(), Set.of(), false);
                out.append("}");
            }
        }

        private void copy(int from, int to) {
            if (to > from) {
                out.append(bytes, from, to - from);
            }
        }

        private int nextMember(int valueEnd) {
            int at = space(valueEnd);
            return bytes[at] == ',' ? space(at + 1) : at;
        }

        private String name(int quote, int end) {
            for (int i = quote + 1; i < end - 1; i++) {
                if (bytes[i] == '\\') {
                    return new JsonCursor(bytes, quote, end - quote).string();
                }
            }
            return new String(bytes, quote + 1, end - quote - 2, StandardCharsets.UTF_8);
        }

        private int space(int from) {
            return JsonSpans.space(bytes, from);
        }

        private int string(int quote) {
            return JsonSpans.string(bytes, quote);
        }

        private int value(int start) {
            return JsonSpans.value(bytes, start);
        }
    }
}
