package com.xiaojinpro.gateway.connector.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.SignatureStore;
import com.xiaojinpro.gateway.connector.codec.CallSignatures;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an assistant's turn in the history, each signature on the part it came with (H41, H42, H60). Made for one
 * request; not thread-safe.
 */
final class ModelTurn {
    /** The format of Google's signatures, as OpenRouter names it. */
    static final String ORIGIN = CallSignatures.GEMINI;
    /** The id of an empty thought that carries the signature of the text before it. */
    static final String OF_TEXT = "text";

    private final ToolNames names;
    private final boolean callIds;
    private final boolean signed;
    private final SignatureStore signatures;
    private final String tenant;
    private final Set<String> dropped;

    /**
     * @param callIds whether ids are sent
     * @param signed whether the first call of a turn needs a signature
     */
    ModelTurn(
            ToolNames names,
            boolean callIds,
            boolean signed,
            SignatureStore signatures,
            String tenant,
            Set<String> dropped) {
        this.names = names;
        this.callIds = callIds;
        this.signed = signed;
        this.signatures = signatures;
        this.tenant = tenant;
        this.dropped = dropped;
    }

    /** The calls of a conversation that need a signature and come without: the first of each turn. */
    static Set<String> unsigned(List<UnifiedMessage> messages) {
        Set<String> unsigned = new LinkedHashSet<>();
        for (UnifiedMessage message : messages) {
            if (message.role() == Role.ASSISTANT) {
                for (ContentPart part : CallSignatures.joined(message.parts())) {
                    if (part instanceof ContentPart.ToolCall call) {
                        if (call.signature() == null) {
                            unsigned.add(call.id());
                        }
                        break;
                    }
                }
            }
        }
        return unsigned;
    }

    /**
     * Adds the parts of one assistant message.
     *
     * @param other takes parts that look the same in every turn
     */
    void add(List<ContentPart> told, Content turn, Consumer<ContentPart> other) {
        List<ContentPart> parts = CallSignatures.joined(told);
        String ofText = null;
        boolean called = false;
        for (int i = 0; i < parts.size(); i++) {
            ContentPart part = parts.get(i);
            if (part instanceof ContentPart.ToolCall call) {
                note(call);
                call(call, !called, turn);
                called = true;
            } else if (part instanceof ContentPart.Reasoning reasoning) {
                boolean textFollows =
                        parts.subList(i, parts.size()).stream().anyMatch(ContentPart.Text.class::isInstance);
                if (textFollows && OF_TEXT.equals(reasoning.id()) && own(reasoning)) {
                    // Protocols with one field for all reasoning bring it in front of the text.
                    ofText = reasoning.signature();
                } else {
                    reasoning(reasoning, turn);
                }
            } else if (part instanceof ContentPart.Text text) {
                String behind = ofText == null ? signatureBehind(parts, i) : null;
                String signature = ofText == null ? behind : ofText;
                ofText = null;
                if (signature == null) {
                    other.accept(part);
                } else {
                    note(text);
                    turn.add(json -> text(json, text.text(), false, signature));
                    i += behind == null ? 0 : 1;
                }
            } else {
                other.accept(part);
            }
        }
    }

    private static @Nullable String signatureBehind(List<ContentPart> parts, int text) {
        if (text + 1 < parts.size()
                && parts.get(text + 1) instanceof ContentPart.Reasoning reasoning
                && OF_TEXT.equals(reasoning.id())
                && own(reasoning)) {
            return reasoning.signature();
        }
        return null;
    }

    private static boolean own(ContentPart.Reasoning reasoning) {
        return ORIGIN.equals(reasoning.origin()) && reasoning.signature() != null;
    }

    /** A thought goes back where Google signed it; others could not be read or are of no use (H62). */
    private void reasoning(ContentPart.Reasoning reasoning, Content turn) {
        String signature = reasoning.signature();
        if (!own(reasoning) || signature == null) {
            if (!ORIGIN.equals(reasoning.origin())) {
                dropped.add("reasoning");
            }
            return;
        }
        boolean thought = !reasoning.text().isEmpty();
        turn.add(json -> text(json, reasoning.text(), thought, signature));
    }

    private void call(ContentPart.ToolCall call, boolean first, Content turn) {
        String known = call.signature() != null ? call.signature() : signatures.find(tenant, call.id());
        String signature = known == null && first && signed ? CallSignatures.FOREIGN : known;
        String args = CallArguments.sent(call);
        turn.add(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("functionCall");
            if (callIds) {
                json.writeStringField("id", call.id());
            }
            json.writeStringField("name", names.sent(call.name()));
            json.writeFieldName("args");
            json.writeRawValue(args);
            json.writeEndObject();
            if (signature != null) {
                json.writeStringField("thoughtSignature", signature);
            }
            json.writeEndObject();
        });
    }

    private void note(ContentPart part) {
        if (part.cacheHint() != null) {
            dropped.add("cache_control");
        }
    }

    private static void text(JsonGenerator json, String text, boolean thought, String signature) throws IOException {
        json.writeStartObject();
        json.writeStringField("text", text);
        if (thought) {
            json.writeBooleanField("thought", true);
        }
        json.writeStringField("thoughtSignature", signature);
        json.writeEndObject();
    }
}
