package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.codec.Hash;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.util.HashMap;
import java.util.Map;

/**
 * Tool names as Anthropic takes them, up to 64 of letters, digits, {@code _} and {@code -}, and back again (H51). A name
 * that fits stays; another keeps what of it fits and gets a hash of the whole, the same in every request. Made from one
 * request, for its body and for its answer alike.
 */
final class ToolNames {
    private static final int LONGEST = 64;
    private static final int HASH = 8;

    private final Map<String, String> sent = new HashMap<>(0);
    private final Map<String, String> told = new HashMap<>(0);

    ToolNames(UnifiedRequest request) {
        for (ToolSpec tool : request.tools()) {
            switch (tool) {
                case ToolSpec.Function function -> add(function.name());
                case ToolSpec.Custom custom -> add(custom.name());
                case ToolSpec.Opaque ignored -> {}
            }
        }
        if (request.toolChoice() instanceof ToolChoice.Named named) {
            add(named.name());
        }
        for (UnifiedMessage message : request.messages()) {
            for (ContentPart part : message.parts()) {
                if (part instanceof ContentPart.ToolCall call) {
                    add(call.name());
                }
            }
        }
    }

    /** The name to send for a name of the client. */
    String sent(String name) {
        return sent.getOrDefault(name, name);
    }

    /** The client's name for a name of the answer. */
    String told(String name) {
        return told.getOrDefault(name, name);
    }

    private void add(String name) {
        if (!fits(name) && !sent.containsKey(name)) {
            String made = made(name);
            sent.put(name, made);
            told.put(made, name);
        }
    }

    private static boolean fits(String name) {
        return !name.isEmpty() && name.length() <= LONGEST && name.chars().allMatch(ToolNames::plain);
    }

    static boolean plain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private static String made(String name) {
        StringBuilder made = new StringBuilder(LONGEST);
        for (int i = 0; i < name.length() && made.length() < LONGEST - HASH - 1; i++) {
            char c = name.charAt(i);
            made.append(plain(c) ? c : '_');
        }
        return made.append('_').append(Hash.hex(name), 0, HASH).toString();
    }
}
