package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Extras;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members only an assistant message has, while they come in, and the order its parts are put in. */
final class AssistantDraft {
    private final List<ContentPart> images = new ArrayList<>(0);
    private List<ContentPart.ToolCall> calls = List.of();
    private ContentPart.@Nullable ToolCall legacyCall;
    private @Nullable ReasoningDetails details;
    private @Nullable String reasoningContent;
    private @Nullable String reasoning;
    private @Nullable String refusal;
    private @Nullable String firstField;

    /** Takes the member the cursor stands on, which is not null; false where it is none of these. */
    boolean take(JsonCursor json, String legacyId) {
        String field = json.name();
        switch (field) {
            case "tool_calls" -> calls = CallReader.calls(json);
            case "function_call" -> legacyCall = CallReader.legacy(json, legacyId);
            case "refusal" -> refusal = json.string();
            case "reasoning_content" -> reasoningContent = json.string();
            case "reasoning" -> reasoning = json.string();
            case "reasoning_details" -> details = ReasoningDetails.read(json);
            case "images" -> images(json);
            default -> {
                return false;
            }
        }
        boolean empty = field.equals("tool_calls") && calls.isEmpty();
        if (firstField == null && !empty) {
            firstField = field;
        }
        return true;
    }

    /** The first of these members that came, or null. */
    @Nullable
    String firstField() {
        return firstField;
    }

    @Nullable
    String legacyName() {
        return legacyCall == null ? null : legacyCall.name();
    }

    /** All parts in the order a model makes them: thoughts, content, refusal, images, calls. */
    List<ContentPart> parts(List<ContentPart> content) {
        List<ContentPart> parts = new ArrayList<>();
        thoughts(parts);
        content(content, parts);
        String refused = refusal;
        if (refused != null && !refused.isEmpty() && !parts.contains(new ContentPart.Refusal(refused))) {
            parts.add(new ContentPart.Refusal(refused));
        }
        parts.addAll(images);
        for (ContentPart.ToolCall call : calls) {
            parts.add(signed(call));
        }
        ContentPart.ToolCall called = legacyCall;
        if (called != null) {
            parts.add(called);
        }
        return parts;
    }

    private void thoughts(List<ContentPart> parts) {
        ReasoningDetails detailed = details;
        boolean readable = detailed != null && detailed.readable();
        String plain = reasoningContent != null && !reasoningContent.isEmpty() ? reasoningContent : reasoning;
        if (plain != null && !plain.isEmpty() && !readable) {
            parts.add(new ContentPart.Reasoning(plain, null, null, null, null, null, Extras.NONE));
        }
        if (detailed != null) {
            Set<String> ids = new HashSet<>();
            for (ContentPart.ToolCall call : calls) {
                ids.add(call.id());
            }
            parts.addAll(detailed.parts(ids));
        }
    }

    /** An empty text beside a call or a thought is how clients spell no text (H21, H90). */
    private void content(List<ContentPart> content, List<ContentPart> parts) {
        boolean alone = parts.isEmpty()
                && calls.isEmpty()
                && legacyCall == null
                && images.isEmpty()
                && (refusal == null || refusal.isEmpty());
        for (ContentPart part : content) {
            if (alone || !(part instanceof ContentPart.Text text && text.text().isEmpty())) {
                parts.add(part);
            }
        }
    }

    private ContentPart.ToolCall signed(ContentPart.ToolCall call) {
        String signature = details == null || call.signature() != null ? null : details.callSignature(call.id());
        return signature == null
                ? call
                : new ContentPart.ToolCall(
                        call.id(),
                        call.name(),
                        call.arguments(),
                        call.custom(),
                        signature,
                        call.cacheHint(),
                        call.extras());
    }

    private void images(JsonCursor json) {
        json.beginArray();
        while (json.nextElement()) {
            ContentPart.Image image = null;
            json.beginObject();
            while (json.nextField()) {
                if (json.name().equals("image_url")) {
                    image = PartReader.image(json);
                } else {
                    json.skip();
                }
            }
            if (image == null) {
                throw Violation.missing(json, "image_url");
            }
            images.add(image);
        }
    }
}
