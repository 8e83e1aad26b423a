package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.UnifiedChunk;

/**
 * One choice of a stream: it hands out the indices of OpenAI's dialect, which count calls, thoughts and images each on
 * their own and never the parts between them (H13, H102).
 */
final class StreamChoice {
    private static final byte[] ROLE = ByteWriter.template("\"role\":\"assistant\",\"content\":\"\"");

    private final ChunkFrame frame;
    private final Dialect dialect;
    private final int index;
    private final boolean legacy;
    private final byte[] delta;
    private final byte[] end;
    private final Annotations annotations = new Annotations();
    private int calls;
    private int details;
    private int images;
    private int contentLength;
    private boolean refused;

    /**
     * @param dialect the dialect of the answer's citations and extras
     * @param legacy whether calls are told in the deprecated way
     */
    StreamChoice(ChunkFrame frame, Dialect dialect, int index, boolean legacy) {
        this.frame = frame;
        this.dialect = dialect;
        this.index = index;
        this.legacy = legacy;
        this.delta = frame.deltaOf(index);
        this.end = frame.unfinished();
    }

    /** Says the role; called once, before anything else (H17). */
    void begin(ByteWriter out, boolean firstOfStream) {
        if (firstOfStream) {
            frame.beginFirst(out, index);
        } else {
            out.raw(delta);
        }
        out.raw(ROLE).raw(end);
    }

    /** The bytes of a chunk of this choice up to and with the beginning of a delta's members. */
    byte[] before(String members) {
        return joined(delta, ByteWriter.template(members));
    }

    /** The bytes of a chunk of this choice from the end of a delta's members on. */
    byte[] after(String members) {
        return joined(ByteWriter.template(members), end);
    }

    /** Writes one chunk whose delta has these members. */
    void chunk(ByteWriter out, String members) {
        out.raw(delta).raw(members).raw(end);
    }

    void logprobs(ByteWriter out, String logprobs) {
        out.raw(delta);
        frame.endWithLogprobs(out, logprobs);
    }

    /** Writes what is only known at the end, then the one chunk with the finish reason. */
    void finish(ByteWriter out, UnifiedChunk.Ending ending) {
        if (!annotations.isEmpty()) {
            out.raw(delta);
            annotations.write(out);
            out.raw(end);
        }
        FinishReason reason = ending.reason();
        out.raw(delta);
        frame.endFinished(out, ending, FinishWord.of(reason, legacy, refused));
    }

    int nextCall() {
        return calls++;
    }

    boolean anyCall() {
        return calls > 0;
    }

    int nextDetail() {
        return details++;
    }

    int nextImage() {
        return images++;
    }

    void refuse() {
        refused = true;
    }

    /** How many chars of content this choice has so far. */
    int contentLength() {
        return contentLength;
    }

    void addContent(int chars) {
        contentLength += chars;
    }

    /** Keeps a citation of the content that began at an offset and ends here; all are told in one chunk at the end. */
    void cite(String citation, int start) {
        annotations.add(dialect, citation, start, contentLength);
    }

    Dialect dialect() {
        return dialect;
    }

    boolean legacy() {
        return legacy;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
