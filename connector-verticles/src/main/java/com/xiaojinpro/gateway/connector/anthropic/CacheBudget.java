package com.xiaojinpro.gateway.connector.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cache breakpoints of one request: Anthropic takes four, tools, system and the automatic one counted (H94). Where there
 * are more, the oldest of the messages go first, for the newest reach furthest. Asked in the order tools, system, messages.
 */
final class CacheBudget {
    private static final int MOST = 4;

    private final Set<String> dropped;
    private final boolean any;
    private int skippedInMessages;
    private int skippedElsewhere;

    CacheBudget(UnifiedRequest request, Conversation conversation, Set<String> dropped) {
        this.dropped = dropped;
        int elsewhere = request.cache() == null ? 0 : 1;
        for (ToolSpec tool : request.tools()) {
            elsewhere += tool instanceof ToolSpec.Function function && function.cacheHint() != null ? 1 : 0;
        }
        elsewhere += count(conversation.system());
        int inMessages = 0;
        for (Turn turn : conversation.turns()) {
            inMessages += count(turn.content());
        }
        this.any = elsewhere + inMessages > 0;
        int over = Math.max(0, elsewhere + inMessages - MOST);
        this.skippedInMessages = Math.min(over, inMessages);
        this.skippedElsewhere = over - skippedInMessages;
    }

    /** Whether the client set a breakpoint anywhere. */
    boolean any() {
        return any;
    }

    private static int count(List<ContentPart> parts) {
        int hints = 0;
        for (ContentPart part : parts) {
            hints += part.cacheHint() == null ? 0 : 1;
            if (part instanceof ContentPart.ToolResult result) {
                hints += count(result.content());
            }
        }
        return hints;
    }

    /** Writes the member for a breakpoint of a tool or of the system prompt. */
    void elsewhere(JsonGenerator json, @Nullable CacheHint hint) throws IOException {
        if (hint != null && skippedElsewhere > 0) {
            skippedElsewhere--;
            dropped.add("cache_control");
        } else if (hint != null) {
            member(json, hint);
        }
    }

    /** Writes the member for a breakpoint of a message. */
    void inMessage(JsonGenerator json, @Nullable CacheHint hint) throws IOException {
        if (hint != null && skippedInMessages > 0) {
            skippedInMessages--;
            dropped.add("cache_control");
        } else if (hint != null) {
            member(json, hint);
        }
    }

    /** Writes {@code cache_control}; there are two lifetimes, and any other is left to the default. */
    void member(JsonGenerator json, CacheHint hint) throws IOException {
        json.writeObjectFieldStart("cache_control");
        json.writeStringField("type", "ephemeral");
        String ttl = hint.ttl();
        if ("5m".equals(ttl) || "1h".equals(ttl)) {
            json.writeStringField("ttl", ttl);
        } else if (ttl != null) {
            dropped.add("cache_control.ttl");
        }
        json.writeEndObject();
    }
}
