package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.ingress.protocol.SignatureTag;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import org.jspecify.annotations.Nullable;

/**
 * A call: an item that is shown from its start, for its name is known. White space before the first real fragment of a
 * function's arguments waits, so that a call that says nothing else is a call with {@code {}} (H23). A signature of the call
 * follows as a reasoning item of its own, which comes back with the conversation.
 */
final class CallPart implements OutputPart {
    private static final byte[] ARGUMENTS_DELTA = Output.opener("response.function_call_arguments.delta");
    private static final byte[] ARGUMENTS_DONE = Output.opener("response.function_call_arguments.done");
    private static final byte[] INPUT_DELTA = Output.opener("response.custom_tool_call_input.delta");
    private static final byte[] INPUT_DONE = Output.opener("response.custom_tool_call_input.done");
    private static final byte[] DELTA_END = ByteWriter.template("\"}\n\n");

    private final Output output;
    private final boolean custom;
    private final String callId;
    private final String name;
    private final ItemFrame frame;
    private final byte[] delta;
    private final StringBuilder text = new StringBuilder();
    private @Nullable String signature;
    private int told;

    /** Takes a place for the call and shows that it begins. */
    CallPart(Output output, UnifiedChunk.PartStarted start, ByteWriter out) {
        this.output = output;
        this.custom = start.kind() == PartKind.CUSTOM_TOOL_CALL;
        this.callId = start.id() == null ? "" : start.id();
        this.name = start.name() == null ? "" : start.name();
        this.frame = output.add(custom ? "ctc" : "fc", start.extras());
        this.delta = frame.at(",\"delta\":\"");
        frame.added(out, item(ItemJson.IN_PROGRESS, ""));
    }

    @Override
    public void delta(ByteWriter out, DeltaKind kind, String value) {
        switch (kind) {
            case CONTENT -> {
                boolean nothingWaits = told == text.length();
                text.append(value);
                if (custom || told > 0 || !value.isBlank()) {
                    tell(out, nothingWaits ? value : text.substring(told));
                }
            }
            case SIGNATURE -> signature = value;
            case SUMMARY, ENCRYPTED, ANNOTATION, LOGPROBS -> {}
        }
    }

    @Override
    public void close(ByteWriter out) {
        if (!custom && told == 0) {
            text.setLength(0);
            text.append("{}");
        }
        String whole = text.toString();
        tell(out, whole.substring(told));
        output.begin(out, custom ? INPUT_DONE : ARGUMENTS_DONE).raw(frame.at(""));
        if (custom) {
            out.raw(",\"input\":").string(whole);
        } else {
            out.raw(",\"name\":").string(name).raw(",\"arguments\":").string(whole);
        }
        output.end(out);
        frame.done(out, item(ItemJson.COMPLETED, whole));
        String seal = signature;
        if (seal != null) {
            ReasoningPart.seal(output, out, SignatureTag.ofCall(seal, callId));
        }
    }

    @Override
    public void breakOff() {
        frame.state(item(ItemJson.INCOMPLETE, text.toString()));
    }

    /** Shows a fragment, which ends where the text ends now. */
    private void tell(ByteWriter out, String fragment) {
        if (!fragment.isEmpty()) {
            output.begin(out, custom ? INPUT_DELTA : ARGUMENTS_DELTA)
                    .raw(delta)
                    .escaped(fragment)
                    .raw(DELTA_END);
            told = text.length();
        }
    }

    private byte[] item(String status, String whole) {
        return ItemJson.call(output.scratch(), custom, frame.id(), status, callId, name, whole, frame.extras())
                .take()
                .getBytes();
    }
}
