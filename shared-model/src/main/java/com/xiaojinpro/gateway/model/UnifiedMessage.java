package com.xiaojinpro.gateway.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One turn of the conversation, in the client's order; system and developer messages stay where they stood.
 *
 * @param name the participant name of OpenAI messages, or null
 */
public record UnifiedMessage(
        Role role, List<ContentPart> parts, @Nullable String name, Extras extras) {
    public UnifiedMessage {
        Objects.requireNonNull(role);
        parts = List.copyOf(parts);
        boolean results = role == Role.TOOL;
        for (ContentPart part : parts) {
            if (results != part instanceof ContentPart.ToolResult) {
                throw new IllegalArgumentException("tool results live in TOOL messages, and only they do");
            }
        }
    }

    public static UnifiedMessage of(Role role, List<ContentPart> parts) {
        return new UnifiedMessage(role, parts, null, Extras.NONE);
    }
}
