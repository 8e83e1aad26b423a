package com.xiaojinpro.gateway.connector.echo;

import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an answer has to go on: the last user text and the tool results since the model spoke last.
 *
 * @param fresh whether the user spoke after the model did, so that the text has not been answered yet
 * @param results a sentence for each tool result, in order
 */
record EchoTurn(EchoMarks marks, boolean fresh, List<String> results) {

    static EchoTurn of(UnifiedRequest request) {
        List<UnifiedMessage> messages = request.messages();
        int user = last(messages, Role.USER);
        int assistant = last(messages, Role.ASSISTANT);
        String text = user < 0 ? "" : text(messages.get(user).parts());
        List<String> results = results(messages, assistant);
        boolean fresh = user > assistant || results.isEmpty();
        return new EchoTurn(new MarkReader(text, EchoTools.of(request)).read(), fresh, results);
    }

    /** Text parts as they are; anything else as its kind in brackets. */
    static String text(List<ContentPart> parts) {
        StringBuilder text = new StringBuilder();
        for (ContentPart part : parts) {
            String piece = text(part);
            if (!piece.isEmpty()) {
                text.append(text.isEmpty() ? "" : "\n").append(piece);
            }
        }
        return text.toString();
    }

    private static String text(ContentPart part) {
        return switch (part) {
            case ContentPart.Text text -> text.text();
            case ContentPart.Image ignored -> "[image]";
            case ContentPart.Document ignored -> "[document]";
            case ContentPart.Audio ignored -> "[audio]";
            case ContentPart.Video ignored -> "[video]";
            case ContentPart.ToolCall call -> call.arguments();
            case ContentPart.ToolResult result -> text(result.content());
            case ContentPart.Reasoning reasoning -> reasoning.text();
            case ContentPart.Refusal refusal -> refusal.text();
            case ContentPart.Opaque ignored -> "[opaque]";
        };
    }

    private static List<String> results(List<UnifiedMessage> messages, int assistant) {
        Map<String, String> toolByCall = new HashMap<>();
        if (assistant >= 0) {
            for (ContentPart part : messages.get(assistant).parts()) {
                if (part instanceof ContentPart.ToolCall call) {
                    toolByCall.put(call.id(), call.name());
                }
            }
        }
        List<String> results = new ArrayList<>();
        for (UnifiedMessage message : messages.subList(assistant + 1, messages.size())) {
            for (ContentPart part : message.parts()) {
                if (part instanceof ContentPart.ToolResult result) {
                    String tool = toolByCall.getOrDefault(result.callId(), result.callId());
                    results.add(tool + (result.error() ? " failed: " : " returned ") + text(result.content()));
                }
            }
        }
        return results;
    }

    private static int last(List<UnifiedMessage> messages, Role role) {
        int at = messages.size() - 1;
        while (at >= 0 && messages.get(at).role() != role) {
            at--;
        }
        return at;
    }
}
