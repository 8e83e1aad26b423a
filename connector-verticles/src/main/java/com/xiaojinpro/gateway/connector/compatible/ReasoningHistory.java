package com.xiaojinpro.gateway.connector.compatible;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.CallSignatures;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ReasoningField;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ReasoningReplay;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reasoning of earlier turns as it is sent back: whole and in order to those who can read it, not at all to others.
 * What another provider signed is never sent as text (H60-H63).
 */
final class ReasoningHistory {
    private final ChatSwitches switches;
    private final String model;
    private final boolean own;
    private final Set<String> dropped;

    ReasoningHistory(ChatSwitches switches, String model, boolean own, Set<String> dropped) {
        this.switches = switches;
        this.model = model;
        this.own = own;
        this.dropped = dropped;
    }

    /** Whether a message the client wrote in this dialect would be written differently. */
    boolean changes(UnifiedMessage message) {
        if (message.role() != Role.ASSISTANT) {
            return false;
        }
        boolean calls = false;
        boolean reasons = false;
        boolean refused = false;
        for (ContentPart part : message.parts()) {
            calls |= part instanceof ContentPart.ToolCall;
            if (part instanceof ContentPart.Reasoning reasoning) {
                reasons = true;
                refused |= switches.reasoningField() == ReasoningField.REASONING_DETAILS && leftOut(reasoning);
            }
        }
        return refused
                || switch (switches.reasoningReplay()) {
                    // Clients give back the gateway's own spellings; the server gets the one it has itself.
                    case KEEP -> reasons && switches.reasoningField() != ReasoningField.REASONING_DETAILS;
                    case NEVER -> reasons;
                    case TOOL_TURNS -> reasons || calls;
                    case ALWAYS -> true;
                };
    }

    /** Whether a call that the client wrote in this dialect carries no signature that another provider issued. */
    boolean leaves(ContentPart.ToolCall call) {
        return call.signature() == null
                || (switches.reasoningField() == ReasoningField.REASONING_DETAILS
                        && switches.reasoningReplay() != ReasoningReplay.NEVER
                        && signs(call));
    }

    /** Whether the model reads the signature of a call. */
    private boolean signs(ContentPart.ToolCall call) {
        return call.signature() != null && ThoughtFormats.reads(model, CallSignatures.GEMINI);
    }

    /** Writes the members of an assistant message that carry its reasoning. */
    void write(JsonGenerator json, List<ContentPart.Reasoning> reasoning, List<ContentPart.ToolCall> calls)
            throws IOException {
        if (switches.reasoningReplay() == ReasoningReplay.NEVER) {
            lost(reasoning);
        } else if (switches.reasoningField() == ReasoningField.REASONING_DETAILS) {
            details(json, reasoning, calls);
        } else {
            text(json, reasoning, !calls.isEmpty());
        }
    }

    private void text(JsonGenerator json, List<ContentPart.Reasoning> reasoning, boolean calls) throws IOException {
        StringBuilder text = new StringBuilder();
        for (ContentPart.Reasoning part : reasoning) {
            if (part.origin() == null || part.origin().equals(ThoughtFormats.UNKNOWN)) {
                text.append(part.text());
            } else {
                dropped.add("reasoning");
            }
        }
        boolean sent = switch (switches.reasoningReplay()) {
            case KEEP -> own && !text.isEmpty();
            case NEVER -> false;
            case TOOL_TURNS -> calls;
            case ALWAYS -> true;
        };
        if (sent) {
            String field = switches.reasoningField() == ReasoningField.REASONING ? "reasoning" : "reasoning_content";
            // The server wants the member even where there is nothing to put into it (H63).
            json.writeStringField(field, text.toString());
        } else {
            lost(reasoning);
        }
    }

    private void details(JsonGenerator json, List<ContentPart.Reasoning> reasoning, List<ContentPart.ToolCall> calls)
            throws IOException {
        boolean signedCall = calls.stream().anyMatch(this::signs);
        if (reasoning.stream().allMatch(this::leftOut) && !signedCall) {
            lost(reasoning);
            return;
        }
        json.writeArrayFieldStart("reasoning_details");
        int index = 0;
        for (ContentPart.Reasoning part : reasoning) {
            if (leftOut(part)) {
                dropped.add("reasoning");
                continue;
            }
            if (part.summary() != null) {
                detail(json, "reasoning.summary", "summary", part.summary(), null, part, index++);
            }
            String signature = part.signature();
            boolean signed = signature != null && !signature.isEmpty();
            if (!part.text().isEmpty() || signed) {
                // A signature without text is whole and must go back (H60).
                detail(json, "reasoning.text", "text", part.text(), signed ? signature : null, part, index++);
            }
            if (part.encrypted() != null) {
                detail(json, "reasoning.encrypted", "data", part.encrypted(), null, part, index++);
            }
        }
        for (ContentPart.ToolCall call : calls) {
            if (signs(call)) {
                json.writeStartObject();
                json.writeStringField("type", "reasoning.encrypted");
                json.writeStringField("data", call.signature());
                json.writeStringField("format", CallSignatures.GEMINI);
                json.writeStringField("id", call.id());
                json.writeNumberField("index", index++);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static void detail(
            JsonGenerator json,
            String type,
            String field,
            String value,
            @Nullable String signature,
            ContentPart.Reasoning part,
            int index)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeStringField(field, value);
        if (signature != null) {
            json.writeStringField("signature", signature);
        }
        if (part.id() != null) {
            json.writeStringField("id", part.id());
        }
        json.writeStringField("format", part.origin() == null ? ThoughtFormats.UNKNOWN : part.origin());
        json.writeNumberField("index", index);
        for (Map.Entry<String, String> extra : part.extras().fields().entrySet()) {
            json.writeFieldName(extra.getKey());
            json.writeRawValue(extra.getValue());
        }
        json.writeEndObject();
    }

    /** What the model cannot read, or would refuse. */
    private boolean leftOut(ContentPart.Reasoning part) {
        return unsigned(part) || !ThoughtFormats.reads(model, part.origin());
    }

    /** Text that Anthropic or Google would refuse for its missing signature. */
    private static boolean unsigned(ContentPart.Reasoning part) {
        String origin = part.origin();
        boolean signing = origin != null && (origin.startsWith("anthropic") || origin.startsWith("google-gemini"));
        boolean proof = part.signature() != null && !part.signature().isEmpty();
        return signing && !proof && part.encrypted() == null && part.summary() == null;
    }

    private void lost(List<ContentPart.Reasoning> reasoning) {
        if (!reasoning.isEmpty()) {
            dropped.add("reasoning");
        }
    }
}
