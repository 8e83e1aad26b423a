package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.json.ByteWriter;

/** One readable text of a reasoning item, the thought or the summary of it, and the events that show it. */
final class ReasoningText {
    private static final byte[] CONTENT_ADDED = Output.opener("response.content_part.added");
    private static final byte[] CONTENT_DELTA = Output.opener("response.reasoning_text.delta");
    private static final byte[] CONTENT_TEXT_DONE = Output.opener("response.reasoning_text.done");
    private static final byte[] CONTENT_DONE = Output.opener("response.content_part.done");
    private static final byte[] SUMMARY_ADDED = Output.opener("response.reasoning_summary_part.added");
    private static final byte[] SUMMARY_DELTA = Output.opener("response.reasoning_summary_text.delta");
    private static final byte[] SUMMARY_TEXT_DONE = Output.opener("response.reasoning_summary_text.done");
    private static final byte[] SUMMARY_DONE = Output.opener("response.reasoning_summary_part.done");
    private static final byte[] DELTA_END = ByteWriter.template("\"}\n\n");

    private final Output output;
    private final boolean summary;
    private final String place;
    private final StringBuilder text = new StringBuilder();
    private byte[] delta = new byte[0];

    private ReasoningText(Output output, boolean summary) {
        this.output = output;
        this.summary = summary;
        this.place = summary ? ",\"summary_index\":0" : ",\"content_index\":0";
    }

    static ReasoningText content(Output output) {
        return new ReasoningText(output, false);
    }

    static ReasoningText summary(Output output) {
        return new ReasoningText(output, true);
    }

    String whole() {
        return text.toString();
    }

    /** Shows a fragment, which is not empty. */
    void add(ByteWriter out, ItemFrame item, String value) {
        if (text.isEmpty()) {
            delta = item.at(place + ",\"delta\":\"");
            part(out, summary ? SUMMARY_ADDED : CONTENT_ADDED, item, "");
        }
        text.append(value);
        output.begin(out, summary ? SUMMARY_DELTA : CONTENT_DELTA)
                .raw(delta)
                .escaped(value)
                .raw(DELTA_END);
    }

    /** Shows that the text is whole; one without a fragment stays unseen. */
    void close(ByteWriter out, ItemFrame item) {
        if (text.isEmpty()) {
            return;
        }
        String whole = text.toString();
        output.begin(out, summary ? SUMMARY_TEXT_DONE : CONTENT_TEXT_DONE).raw(item.at(place));
        out.raw(",\"text\":").string(whole);
        output.end(out);
        part(out, summary ? SUMMARY_DONE : CONTENT_DONE, item, whole);
    }

    private void part(ByteWriter out, byte[] opener, ItemFrame item, String whole) {
        output.begin(out, opener).raw(item.at(place)).raw(",\"part\":");
        if (summary) {
            ItemJson.summaryText(out, whole);
        } else {
            ItemJson.reasoningText(out, whole);
        }
        output.end(out);
    }
}
