package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * The conversation in an order the server accepts: images of tool results, and such as the assistant made, in a user
 * message behind them (H55), late system
 * messages as user text, turns of one role merged (H88). Deterministic, so that the prefix of a conversation stays the
 * same (H95). Pure.
 */
final class Turns {
    /** Claude Code's first system block; it changes with every request and means nothing to others. */
    private static final String BILLING = "x-anthropic-billing-header:";

    private final ChatSwitches switches;
    private final boolean foreign;
    private final List<UnifiedMessage> out = new ArrayList<>();
    /** Media of the tool results of the running series of tool messages. */
    private final List<ContentPart> hoisted = new ArrayList<>();

    private Turns(ChatSwitches switches, boolean foreign) {
        this.switches = switches;
        this.foreign = foreign;
    }

    static List<UnifiedMessage> of(List<UnifiedMessage> messages, Dialect dialect, ChatSwitches switches) {
        Turns turns = new Turns(switches, dialect != Dialect.OPENAI_CHAT);
        for (UnifiedMessage message : messages) {
            turns.add(message);
        }
        turns.releaseHoisted();
        return turns.out;
    }

    private void add(UnifiedMessage message) {
        switch (message.role()) {
            case TOOL -> append(switches.toolMedia() ? message : hoist(message));
            case SYSTEM, DEVELOPER -> {
                releaseHoisted();
                system(message);
            }
            case USER -> {
                releaseHoisted();
                append(message);
            }
            case ASSISTANT -> {
                releaseHoisted();
                append(switches.assistantImages() ? message : withoutImages(message));
            }
        }
    }

    private void system(UnifiedMessage message) {
        List<ContentPart> parts = message.parts();
        if (foreign) {
            parts = parts.stream()
                    .filter(part -> !(part instanceof ContentPart.Text text
                            && text.text().startsWith(BILLING)))
                    .toList();
        }
        if (parts.isEmpty()) {
            return;
        }
        boolean late = out.stream().anyMatch(turn -> turn.role() != Role.SYSTEM && turn.role() != Role.DEVELOPER);
        if (!late || switches.lateSystem()) {
            append(new UnifiedMessage(message.role(), parts, message.name(), message.extras()));
            return;
        }
        List<ContentPart> marked = new ArrayList<>();
        for (ContentPart part : parts) {
            marked.add(
                    part instanceof ContentPart.Text text
                            ? new ContentPart.Text("[System] " + text.text(), text.cacheHint(), text.extras())
                            : part);
        }
        append(new UnifiedMessage(Role.USER, marked, null, Extras.NONE));
    }

    /** A tool message whose results hold text only; what else they held follows in a user message. */
    private UnifiedMessage hoist(UnifiedMessage message) {
        List<ContentPart> parts = new ArrayList<>();
        boolean changed = false;
        for (ContentPart part : message.parts()) {
            if (!(part instanceof ContentPart.ToolResult result)) {
                parts.add(part);
                continue;
            }
            List<ContentPart> texts = new ArrayList<>();
            for (ContentPart inner : result.content()) {
                if (inner instanceof ContentPart.Text || ChatParts.plainDocument(inner)) {
                    texts.add(inner);
                } else {
                    hoisted.add(inner);
                    texts.add(placeholder(inner));
                    changed = true;
                }
            }
            parts.add(new ContentPart.ToolResult(
                    result.callId(), result.name(), texts, result.error(), result.cacheHint(), result.extras()));
        }
        return changed ? new UnifiedMessage(message.role(), parts, message.name(), message.extras()) : message;
    }

    /** A turn of the assistant without the images it made; they follow its tool results, if any, in a user message. */
    private UnifiedMessage withoutImages(UnifiedMessage message) {
        List<ContentPart> parts = new ArrayList<>();
        boolean changed = false;
        for (ContentPart part : message.parts()) {
            if (part instanceof ContentPart.Image) {
                hoisted.add(part);
                parts.add(placeholder(part));
                changed = true;
            } else {
                parts.add(part);
            }
        }
        return changed ? new UnifiedMessage(message.role(), parts, message.name(), message.extras()) : message;
    }

    private static ContentPart placeholder(ContentPart part) {
        return ContentPart.Text.of("[" + word(part) + ": see the next user message]");
    }

    private static String word(ContentPart part) {
        return switch (part) {
            case ContentPart.Image ignored -> "image";
            case ContentPart.Document ignored -> "document";
            case ContentPart.Audio ignored -> "audio";
            case ContentPart.Video ignored -> "video";
            case ContentPart.Text ignored -> "text";
            case ContentPart.ToolCall ignored -> "tool call";
            case ContentPart.ToolResult ignored -> "tool result";
            case ContentPart.Reasoning ignored -> "reasoning";
            case ContentPart.Refusal ignored -> "refusal";
            case ContentPart.Opaque ignored -> "content";
        };
    }

    private void releaseHoisted() {
        if (!hoisted.isEmpty()) {
            append(UnifiedMessage.of(Role.USER, hoisted));
            hoisted.clear();
        }
    }

    private void append(UnifiedMessage message) {
        UnifiedMessage last = out.isEmpty() ? null : out.get(out.size() - 1);
        boolean merges = !switches.sameRoleTurns()
                && last != null
                && last.role() == message.role()
                && message.role() != Role.TOOL;
        if (!merges || last == null) {
            out.add(message);
            return;
        }
        List<ContentPart> parts = new ArrayList<>(last.parts());
        parts.addAll(message.parts());
        out.set(out.size() - 1, new UnifiedMessage(last.role(), parts, last.name(), last.extras()));
    }
}
