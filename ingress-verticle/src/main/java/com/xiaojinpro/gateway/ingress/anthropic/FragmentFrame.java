package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.json.ByteWriter;

/**
 * The event of one kind of fragment, prepared up to the fragment itself for the first block indices, so that a fragment
 * costs two copies and the escaping of its text. Immutable.
 */
final class FragmentFrame {
    static final FragmentFrame TEXT = new FragmentFrame("text_delta", "text");
    static final FragmentFrame THINKING = new FragmentFrame("thinking_delta", "thinking");
    static final FragmentFrame INPUT = new FragmentFrame("input_json_delta", "partial_json");
    /** Everything behind the fragment. */
    static final byte[] END = ByteWriter.template("\"}}\n\n");

    private static final int PREPARED = 32;
    private final String delta;
    private final String member;
    private final byte[][] prepared = new byte[PREPARED][];

    private FragmentFrame(String delta, String member) {
        this.delta = delta;
        this.member = member;
        for (int index = 0; index < PREPARED; index++) {
            prepared[index] = template(index);
        }
    }

    /** Everything before the fragment, for the block of this index. */
    byte[] of(int index) {
        return index < PREPARED ? prepared[index] : template(index);
    }

    private byte[] template(int index) {
        return ByteWriter.template("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"
                + index + ",\"delta\":{\"type\":\"" + delta + "\",\"" + member + "\":\"");
    }
}
