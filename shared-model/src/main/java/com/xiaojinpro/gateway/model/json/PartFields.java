package com.xiaojinpro.gateway.model.json;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a message. Plain text is a bare string; every other part is an object whose {@code k} names its kind. The
 * fields are gathered first, in whatever order they come, and the part is made when its object ends. Used for one part.
 */
final class PartFields {
    private static final Dialect[] DIALECTS = Dialect.values();

    private @Nullable String kind;
    private @Nullable String text;
    private @Nullable MediaSource source;
    private @Nullable String detail;
    private @Nullable String title;
    private @Nullable String filename;
    private @Nullable Boolean citations;
    private @Nullable String format;
    private @Nullable String id;
    private @Nullable String name;
    private @Nullable String arguments;
    private boolean custom;
    private @Nullable String signature;
    private List<ContentPart> content = List.of();
    private boolean error;
    private @Nullable String summary;
    private @Nullable String encrypted;
    private @Nullable String origin;
    private @Nullable Dialect dialect;
    private @Nullable String json;
    private @Nullable CacheHint cache;
    private Extras extras = Extras.NONE;

    private PartFields() {}

    static void write(ContentPart part, JsonOut out) {
        if (part instanceof ContentPart.Text text
                && text.cacheHint() == null
                && text.extras().isEmpty()) {
            out.value(text.text());
            return;
        }
        out.beginObject();
        switch (part) {
            case ContentPart.Text text -> out.text("k", "text").text("text", text.text());
            case ContentPart.Image image -> {
                out.text("k", "image").text("detail", image.detail());
                MediaJson.write(image.source(), out.name("source"));
            }
            case ContentPart.Document document -> {
                out.text("k", "document")
                        .text("title", document.title())
                        .text("filename", document.filename())
                        .bool("citations", document.citations());
                MediaJson.write(document.source(), out.name("source"));
            }
            case ContentPart.Audio audio -> {
                out.text("k", "audio").text("format", audio.format());
                MediaJson.write(audio.source(), out.name("source"));
            }
            case ContentPart.Video video ->
                MediaJson.write(video.source(), out.text("k", "video").name("source"));
            case ContentPart.ToolCall call ->
                out.text("k", "call")
                        .text("id", call.id())
                        .text("name", call.name())
                        .text("args", call.arguments())
                        .flag("custom", call.custom())
                        .text("signature", call.signature());
            case ContentPart.ToolResult result -> {
                out.text("k", "result").text("id", result.callId()).text("name", result.name());
                out.flag("error", result.error()).name("content").beginArray();
                result.content().forEach(inner -> write(inner, out));
                out.endArray();
            }
            case ContentPart.Reasoning reasoning ->
                out.text("k", "reasoning")
                        .text("text", reasoning.text())
                        .text("summary", reasoning.summary())
                        .text("signature", reasoning.signature())
                        .text("encrypted", reasoning.encrypted())
                        .text("origin", reasoning.origin())
                        .text("id", reasoning.id());
            case ContentPart.Refusal refusal -> out.text("k", "refusal").text("text", refusal.text());
            case ContentPart.Opaque opaque ->
                out.text("k", "raw").text("dialect", opaque.dialect().name()).text("json", opaque.json());
        }
        out.cache(part.cacheHint()).extras(part.extras()).endObject();
    }

    static ContentPart read(JsonCursor in) {
        if (in.isString()) {
            return ContentPart.Text.of(in.string());
        }
        PartFields fields = new PartFields();
        in.beginObject();
        while (in.nextField()) {
            fields.field(in);
        }
        return fields.part(in);
    }

    private void field(JsonCursor in) {
        switch (in.name()) {
            case "k" -> kind = kind(in);
            case "text" -> text = in.string();
            case "source" -> source = MediaJson.read(in);
            case "detail" -> detail = in.string();
            case "title" -> title = in.string();
            case "filename" -> filename = in.string();
            case "citations" -> citations = in.bool();
            case "format" -> format = in.string();
            case "id" -> id = in.string();
            case "name" -> name = in.string();
            case "args" -> arguments = in.string();
            case "custom" -> custom = in.bool();
            case "signature" -> signature = in.string();
            case "content" -> content = Reading.list(in, PartFields::read);
            case "error" -> error = in.bool();
            case "summary" -> summary = in.string();
            case "encrypted" -> encrypted = in.string();
            case "origin" -> origin = in.string();
            case "dialect" -> dialect = Reading.word(in, DIALECTS);
            case "json" -> json = in.string();
            case "cache" -> cache = Reading.cache(in);
            case "x" -> extras = Reading.extras(in);
            default -> in.skip();
        }
    }

    private static String kind(JsonCursor in) {
        String word = in.string();
        return switch (word) {
            case "text", "image", "document", "audio", "video", "call", "result", "reasoning", "refusal", "raw" -> word;
            default -> throw Reading.unknown(in, word);
        };
    }

    private ContentPart part(JsonCursor in) {
        return switch (Reading.required(in, kind, "k")) {
            case "text" -> new ContentPart.Text(Reading.required(in, text, "text"), cache, extras);
            case "image" -> new ContentPart.Image(source(in), detail, cache, extras);
            case "document" -> new ContentPart.Document(source(in), title, filename, citations, cache, extras);
            case "audio" -> new ContentPart.Audio(source(in), format, cache, extras);
            case "video" -> new ContentPart.Video(source(in), cache, extras);
            case "call" ->
                new ContentPart.ToolCall(
                        Reading.required(in, id, "id"),
                        Reading.required(in, name, "name"),
                        Reading.required(in, arguments, "args"),
                        custom,
                        signature,
                        cache,
                        extras);
            case "result" ->
                new ContentPart.ToolResult(Reading.required(in, id, "id"), name, content, error, cache, extras);
            case "reasoning" ->
                new ContentPart.Reasoning(
                        Reading.required(in, text, "text"), summary, signature, encrypted, origin, id, extras);
            case "refusal" -> new ContentPart.Refusal(Reading.required(in, text, "text"));
            default ->
                new ContentPart.Opaque(Reading.required(in, dialect, "dialect"), Reading.required(in, json, "json"));
        };
    }

    private MediaSource source(JsonCursor in) {
        return Reading.required(in, source, "source");
    }
}
