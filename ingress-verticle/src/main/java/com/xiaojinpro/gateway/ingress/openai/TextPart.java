package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import java.util.ArrayList;
import java.util.List;

/** Text: {@code delta.content}. Its citations wait for its end, which is what they point at. */
final class TextPart implements StreamPart {
    private final StreamChoice choice;
    private final byte[] before;
    private final byte[] after;
    private final int start;
    private final List<String> citations = new ArrayList<>(0);

    TextPart(StreamChoice choice) {
        this.choice = choice;
        this.before = choice.before("\"content\":\"");
        this.after = choice.after("\"");
        this.start = choice.contentLength();
    }

    @Override
    public void open(ByteWriter out) {}

    @Override
    public void delta(ByteWriter out, DeltaKind kind, String value) {
        switch (kind) {
            case CONTENT -> {
                if (!value.isEmpty()) {
                    choice.addContent(value.length());
                    out.raw(before).escaped(value).raw(after);
                }
            }
            case ANNOTATION -> citations.add(value);
            case SUMMARY, SIGNATURE, ENCRYPTED, LOGPROBS -> {}
        }
    }

    @Override
    public void close(ByteWriter out) {
        for (String citation : citations) {
            choice.cite(citation, start);
        }
    }
}
