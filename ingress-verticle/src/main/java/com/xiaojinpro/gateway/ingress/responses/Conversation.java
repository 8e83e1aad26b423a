package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts items together to turns: what an assistant thought, said and called between two words of its user is one message, as
 * every other protocol has it, so that parallel calls stay parallel and results follow their calls.
 */
final class Conversation {
    private final List<UnifiedMessage> messages = new ArrayList<>();
    private final List<ContentPart> turn = new ArrayList<>();
    private final Map<String, String> callSignatures = new HashMap<>(0);
    private Extras turnExtras = Extras.NONE;

    /** A message of the client's side. */
    void told(UnifiedMessage message) {
        endTurn();
        messages.add(message);
    }

    /** A message of the assistant. A second one that has members of its own begins a new turn, unless calls are open. */
    void said(List<ContentPart> parts, Extras extras) {
        if (parts.isEmpty()) {
            return;
        }
        boolean spoke = false;
        boolean called = false;
        for (ContentPart part : turn) {
            spoke |= part instanceof ContentPart.Text || part instanceof ContentPart.Refusal;
            called |= part instanceof ContentPart.ToolCall;
        }
        if (spoke && !called && !extras.isEmpty() && !extras.equals(turnExtras)) {
            List<ContentPart> leading = trailingThoughts();
            endTurn();
            turn.addAll(leading);
        }
        turn.addAll(parts);
        turnExtras = turnExtras.isEmpty() ? extras : turnExtras;
    }

    void called(ContentPart.ToolCall call) {
        turn.add(call);
    }

    void thought(ContentPart.Reasoning thought) {
        turn.add(thought);
    }

    /** The signature of a call, which came in an item of its own. */
    void signed(String callId, String signature) {
        callSignatures.put(callId, signature);
    }

    void result(ContentPart.ToolResult result) {
        told(UnifiedMessage.of(Role.TOOL, List.of(result)));
    }

    /** An item only this protocol knows. */
    void opaque(String raw, boolean ofClient) {
        ContentPart item = new ContentPart.Opaque(Dialect.OPENAI_RESPONSES, raw);
        if (ofClient) {
            told(UnifiedMessage.of(Role.USER, List.of(item)));
        } else {
            turn.add(item);
        }
    }

    /** All of it; nothing may be added afterwards. */
    List<UnifiedMessage> messages() {
        endTurn();
        if (!callSignatures.isEmpty()) {
            messages.replaceAll(this::signed);
        }
        return messages;
    }

    private void endTurn() {
        if (!turn.isEmpty()) {
            messages.add(new UnifiedMessage(Role.ASSISTANT, turn, null, turnExtras));
        }
        turn.clear();
        turnExtras = Extras.NONE;
    }

    private List<ContentPart> trailingThoughts() {
        int from = turn.size();
        while (from > 0 && turn.get(from - 1) instanceof ContentPart.Reasoning) {
            from--;
        }
        List<ContentPart> trailing = turn.subList(from, turn.size());
        List<ContentPart> thoughts = List.copyOf(trailing);
        trailing.clear();
        return thoughts;
    }

    private UnifiedMessage signed(UnifiedMessage message) {
        if (message.role() != Role.ASSISTANT) {
            return message;
        }
        List<ContentPart> parts = new ArrayList<>(message.parts());
        parts.replaceAll(part -> {
            if (!(part instanceof ContentPart.ToolCall call) || !callSignatures.containsKey(call.id())) {
                return part;
            }
            return new ContentPart.ToolCall(
                    call.id(),
                    call.name(),
                    call.arguments(),
                    call.custom(),
                    callSignatures.get(call.id()),
                    call.cacheHint(),
                    call.extras());
        });
        return new UnifiedMessage(Role.ASSISTANT, parts, message.name(), message.extras());
    }
}
