package com.xiaojinpro.gateway.connector.media;

import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The addresses in a request, and the same request with what stands behind them. Pure. */
public final class MediaUrls {
    private MediaUrls() {}

    /** The addresses of media for which the test holds, each once, tool results included. */
    public static Set<String> of(UnifiedRequest request, BiPredicate<ContentPart, String> wanted) {
        Set<String> urls = new LinkedHashSet<>(0);
        for (UnifiedMessage message : request.messages()) {
            collect(message.parts(), wanted, urls);
        }
        return urls;
    }

    /**
     * The request with the fetched media inline. It has no client body: what the body says of them is not true any more, so
     * it must be written anew.
     */
    public static UnifiedRequest inlined(UnifiedRequest request, Map<String, MediaSource.Inline> fetched) {
        List<UnifiedMessage> messages = new ArrayList<>();
        for (UnifiedMessage message : request.messages()) {
            messages.add(new UnifiedMessage(
                    message.role(), inlined(message.parts(), fetched), message.name(), message.extras()));
        }
        return new UnifiedRequestBuilder(request)
                .messages(messages)
                .body(Buffer.buffer(0))
                .build();
    }

    private static void collect(List<ContentPart> parts, BiPredicate<ContentPart, String> wanted, Set<String> urls) {
        for (ContentPart part : parts) {
            if (part instanceof ContentPart.ToolResult result) {
                collect(result.content(), wanted, urls);
            } else if (source(part) instanceof MediaSource.Url address && wanted.test(part, address.url())) {
                urls.add(address.url());
            }
        }
    }

    private static List<ContentPart> inlined(List<ContentPart> parts, Map<String, MediaSource.Inline> fetched) {
        List<ContentPart> changed = new ArrayList<>(parts.size());
        for (ContentPart part : parts) {
            if (part instanceof ContentPart.ToolResult result) {
                changed.add(new ContentPart.ToolResult(
                        result.callId(),
                        result.name(),
                        inlined(result.content(), fetched),
                        result.error(),
                        result.cacheHint(),
                        result.extras()));
                continue;
            }
            MediaSource.Inline media =
                    source(part) instanceof MediaSource.Url address ? fetched.get(address.url()) : null;
            changed.add(media == null ? part : with(part, media));
        }
        return changed;
    }

    private static @Nullable MediaSource source(ContentPart part) {
        return switch (part) {
            case ContentPart.Image image -> image.source();
            case ContentPart.Document document -> document.source();
            case ContentPart.Audio audio -> audio.source();
            case ContentPart.Video video -> video.source();
            case ContentPart.Text ignored -> null;
            case ContentPart.ToolCall ignored -> null;
            case ContentPart.ToolResult ignored -> null;
            case ContentPart.Reasoning ignored -> null;
            case ContentPart.Refusal ignored -> null;
            case ContentPart.Opaque ignored -> null;
        };
    }

    private static ContentPart with(ContentPart part, MediaSource source) {
        return switch (part) {
            case ContentPart.Image image ->
                new ContentPart.Image(source, image.detail(), image.cacheHint(), image.extras());
            case ContentPart.Document document ->
                new ContentPart.Document(
                        source,
                        document.title(),
                        document.filename(),
                        document.citations(),
                        document.cacheHint(),
                        document.extras());
            case ContentPart.Audio audio ->
                new ContentPart.Audio(source, audio.format(), audio.cacheHint(), audio.extras());
            case ContentPart.Video video -> new ContentPart.Video(source, video.cacheHint(), video.extras());
            case ContentPart.Text text -> text;
            case ContentPart.ToolCall call -> call;
            case ContentPart.ToolResult result -> result;
            case ContentPart.Reasoning reasoning -> reasoning;
            case ContentPart.Refusal refusal -> refusal;
            case ContentPart.Opaque opaque -> opaque;
        };
    }
}
