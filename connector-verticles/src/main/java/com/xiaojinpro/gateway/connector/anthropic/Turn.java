package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * One message of a Messages request while it is put together: a {@code user}, {@code assistant} or {@code system} turn. Tool
 * results stand apart, since they come first in their turn. Owned by one {@link Conversation}.
 */
final class Turn {
    final Role role;
    final List<ContentPart.ToolResult> results = new ArrayList<>(0);
    final List<ContentPart> parts = new ArrayList<>();
    Extras extras = Extras.NONE;

    Turn(Role role) {
        this.role = role;
    }

    /** The calls of the turn, in order. */
    List<ContentPart.ToolCall> calls() {
        List<ContentPart.ToolCall> calls = new ArrayList<>();
        for (ContentPart part : parts) {
            if (part instanceof ContentPart.ToolCall call) {
                calls.add(call);
            }
        }
        return calls;
    }

    /** Everything in the order it is sent. */
    List<ContentPart> content() {
        List<ContentPart> content = new ArrayList<>(results);
        content.addAll(parts);
        return content;
    }
}
