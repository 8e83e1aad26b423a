package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of another dialect in the order Anthropic demands: a system prompt, then turns that begin with the user's,
 * each call answered by a result in the very next turn, results first and in the order of the calls (H37, H38, H88). Made
 * for one request; not thread-safe.
 */
final class Conversation {
    private static final String SYSTEM_MARK = "[System] ";
    private static final String BEGINNING = "[Start of the conversation]";
    private static final String GO_ON = "Continue.";
    private static final String NO_RESULT = "The result of this call is missing.";

    private final ClaudeModel model;
    private final boolean own;
    private final Set<String> dropped;
    private final CallIds ids = new CallIds();
    private final List<ContentPart> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    /** Images an assistant turn held; they follow in the user turn behind it. */
    private final List<ContentPart> hoisted = new ArrayList<>(0);

    private Conversation(UnifiedRequest request, ClaudeModel model, Set<String> dropped) {
        this.model = model;
        this.own = request.dialect() == Dialect.ANTHROPIC_MESSAGES;
        this.dropped = dropped;
    }

    static Conversation of(UnifiedRequest request, ClaudeModel model, Set<String> dropped) {
        Conversation conversation = new Conversation(request, model, dropped);
        for (UnifiedMessage message : request.messages()) {
            conversation.add(message);
        }
        conversation.release();
        conversation.answerCalls();
        conversation.begin();
        conversation.end();
        return conversation;
    }

    /** The system prompt; empty for none. */
    List<ContentPart> system() {
        return system;
    }

    List<Turn> turns() {
        return turns;
    }

    /**
     * Whether the calls that are being answered began without a thought that Claude signed, as they do where another provider
     * made them or a client forgot it (H59). The first turn after the user's last word counts: between tools Claude need not
     * think again.
     */
    static boolean unproven(List<UnifiedMessage> messages) {
        boolean answered = false;
        boolean proven = true;
        for (int i = messages.size() - 1; i >= 0; i--) {
            UnifiedMessage message = messages.get(i);
            boolean alone = i == 0 || messages.get(i - 1).role() != Role.TOOL;
            if (message.role() == Role.TOOL) {
                answered = true;
            } else if (message.role() == Role.ASSISTANT) {
                if (!answered) {
                    return false;
                }
                boolean continued = messages.get(i + 1).role() == Role.ASSISTANT;
                proven = (continued && proven) || message.parts().stream().anyMatch(Conversation::signed);
            } else if (message.role() == Role.USER && alone) {
                // What a user says beside results does not begin anew.
                break;
            }
        }
        return !proven;
    }

    /** Whether a part is a thought that only Claude can have made. */
    static boolean signed(ContentPart part) {
        return part instanceof ContentPart.Reasoning reasoning
                && MessagesAnswer.ORIGIN.equals(reasoning.origin())
                && (filled(reasoning.signature()) || filled(reasoning.encrypted()));
    }

    private static boolean filled(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private void add(UnifiedMessage message) {
        if (message.name() != null) {
            dropped.add("name");
        }
        switch (message.role()) {
            case SYSTEM, DEVELOPER -> system(message);
            case USER -> {
                release();
                append(Role.USER, kept(message), message);
            }
            case ASSISTANT -> {
                release();
                append(Role.ASSISTANT, kept(message), message);
            }
            case TOOL -> {
                for (ContentPart part : message.parts()) {
                    if (part instanceof ContentPart.ToolResult result) {
                        result(result);
                    }
                }
                extras(null, message);
            }
        }
    }

    private void system(UnifiedMessage message) {
        List<ContentPart> parts = kept(message);
        if (parts.isEmpty()) {
            return;
        }
        if (turns.isEmpty()) {
            system.addAll(parts);
            extras(null, message);
        } else if (model.systemTurns()) {
            append(Role.SYSTEM, parts, message);
        } else {
            List<ContentPart> marked = new ArrayList<>();
            for (ContentPart part : parts) {
                marked.add(
                        part instanceof ContentPart.Text text
                                ? new ContentPart.Text(SYSTEM_MARK + text.text(), text.cacheHint(), text.extras())
                                : part);
            }
            append(Role.USER, marked, message);
        }
    }

    /** The parts that are sent: no blank text (H21), no thought of another model (H62). */
    private List<ContentPart> kept(UnifiedMessage message) {
        List<ContentPart> parts = new ArrayList<>(message.parts().size());
        for (ContentPart part : message.parts()) {
            switch (part) {
                case ContentPart.Text text -> {
                    if (!text.text().isBlank()) {
                        parts.add(text);
                    } else if (text.cacheHint() != null) {
                        dropped.add("cache_control");
                    }
                }
                case ContentPart.Refusal refusal -> {
                    if (!refusal.text().isBlank()) {
                        parts.add(ContentPart.Text.of(refusal.text()));
                    }
                }
                case ContentPart.Reasoning reasoning -> {
                    if (signed(reasoning) && !model.thinking().isEmpty()) {
                        parts.add(reasoning);
                    } else {
                        dropped.add("reasoning");
                    }
                }
                case ContentPart.ToolCall call ->
                    parts.add(new ContentPart.ToolCall(
                            ids.call(call.id()),
                            call.name(),
                            call.arguments(),
                            call.custom(),
                            null,
                            call.cacheHint(),
                            call.extras()));
                case ContentPart.Image image -> {
                    if (message.role() == Role.ASSISTANT) {
                        hoisted.add(image);
                        parts.add(ContentPart.Text.of("[image: see the next user message]"));
                    } else {
                        parts.add(image);
                    }
                }
                case ContentPart.Document document -> parts.add(document);
                case ContentPart.Audio audio -> parts.add(audio);
                case ContentPart.Video video -> parts.add(video);
                case ContentPart.ToolResult result -> parts.add(result);
                case ContentPart.Opaque opaque -> parts.add(opaque);
            }
        }
        return parts;
    }

    private void append(Role role, List<ContentPart> parts, UnifiedMessage message) {
        if (parts.isEmpty()) {
            extras(null, message);
            return;
        }
        Turn last = turns.isEmpty() ? null : turns.getLast();
        if (last == null || last.role != role) {
            last = new Turn(role);
            turns.add(last);
        }
        last.parts.addAll(parts);
        extras(last, message);
    }

    private void extras(@Nullable Turn turn, UnifiedMessage message) {
        if (message.extras().isEmpty()) {
            return;
        }
        if (own && turn != null && turn.extras.isEmpty()) {
            turn.extras = message.extras();
        } else {
            dropped.addAll(message.extras().fields().keySet());
        }
    }

    private void release() {
        if (!hoisted.isEmpty()) {
            append(Role.USER, List.copyOf(hoisted), UnifiedMessage.of(Role.USER, List.of()));
            hoisted.clear();
        }
    }

    /** Puts a result into the turn behind its call; one without a call is told as text. */
    private void result(ContentPart.ToolResult result) {
        String id = ids.result(result.callId());
        ContentPart.ToolResult mapped = new ContentPart.ToolResult(
                id, result.name(), result.content(), result.error(), result.cacheHint(), result.extras());
        for (int i = turns.size() - 1; i >= 0; i--) {
            boolean made = turns.get(i).role == Role.ASSISTANT
                    && turns.get(i).calls().stream().anyMatch(call -> call.id().equals(id));
            if (made) {
                List<ContentPart.ToolResult> results = behind(i).results;
                results.removeIf(earlier -> earlier.callId().equals(id));
                results.add(mapped);
                return;
            }
        }
        release();
        List<ContentPart> told = new ArrayList<>();
        told.add(ContentPart.Text.of("[Result of the tool call " + result.callId() + "]"));
        told.addAll(result.content());
        append(Role.USER, told, UnifiedMessage.of(Role.USER, List.of()));
    }

    /** The user turn right behind a turn, made where there is none. */
    private Turn behind(int index) {
        if (index + 1 < turns.size() && turns.get(index + 1).role == Role.USER) {
            return turns.get(index + 1);
        }
        Turn made = new Turn(Role.USER);
        turns.add(index + 1, made);
        return made;
    }

    /** Answers calls without a result, which are refused, with an error; brings results into the order of their calls. */
    private void answerCalls() {
        for (int i = 0; i < turns.size(); i++) {
            List<ContentPart.ToolCall> calls = turns.get(i).calls();
            if (turns.get(i).role != Role.ASSISTANT || calls.isEmpty()) {
                continue;
            }
            List<ContentPart.ToolResult> results = behind(i).results;
            List<ContentPart.ToolResult> ordered = new ArrayList<>(calls.size());
            for (ContentPart.ToolCall call : calls) {
                ordered.add(results.stream()
                        .filter(result -> result.callId().equals(call.id()))
                        .findFirst()
                        .orElseGet(() -> new ContentPart.ToolResult(
                                call.id(), null, List.of(ContentPart.Text.of(NO_RESULT)), true, null, Extras.NONE)));
            }
            results.clear();
            results.addAll(ordered);
        }
    }

    /** The user speaks first; a system prompt alone becomes what the user says. */
    private void begin() {
        if (turns.isEmpty() && !system.isEmpty()) {
            Turn said = new Turn(Role.USER);
            said.parts.add(system.removeLast());
            turns.add(said);
        } else if (!turns.isEmpty() && turns.getFirst().role != Role.USER) {
            Turn first = new Turn(Role.USER);
            first.parts.add(ContentPart.Text.of(BEGINNING));
            turns.addFirst(first);
        }
    }

    /** A last turn of the assistant is the beginning of its answer, where the model takes that (H22). */
    private void end() {
        if (turns.isEmpty() || turns.getLast().role != Role.ASSISTANT) {
            return;
        }
        if (model.prefill()) {
            List<ContentPart> parts = turns.getLast().parts;
            if (parts.getLast() instanceof ContentPart.Text text) {
                parts.set(
                        parts.size() - 1,
                        new ContentPart.Text(text.text().stripTrailing(), text.cacheHint(), text.extras()));
            }
        } else {
            dropped.add("prefill");
            Turn more = new Turn(Role.USER);
            more.parts.add(ContentPart.Text.of(GO_ON));
            turns.add(more);
        }
    }
}
