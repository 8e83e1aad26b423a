package com.xiaojinpro.gateway.model.json;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events that are objects. The fields are gathered first, in whatever order they come, and the event is made when its
 * object ends. Used for one event.
 */
final class ChunkFields {
    private static final PartKind[] PART_KINDS = PartKind.values();
    private static final Dialect[] DIALECTS = Dialect.values();
    private static final FinishReason[] FINISH_REASONS = FinishReason.values();

    private @Nullable String event;
    private int index = -1;
    private int choice;
    private long created;
    private @Nullable PartKind kind;
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String name;
    private @Nullable String origin;
    private @Nullable Dialect dialect;
    private @Nullable String json;
    private @Nullable Usage usage;
    private @Nullable List<UnifiedChunk.Ending> endings;
    private @Nullable Fault fault;
    private Extras extras = Extras.NONE;

    private ChunkFields() {}

    static void write(UnifiedChunk chunk, JsonOut out) {
        out.beginObject();
        switch (chunk) {
            case UnifiedChunk.Started start ->
                out.text("k", "start")
                        .text("id", start.id())
                        .text("model", start.model())
                        .count("created", start.created())
                        .text("dialect", start.dialect().name())
                        .extras(start.extras());
            case UnifiedChunk.PartStarted part ->
                out.text("k", "part")
                        .whole("i", part.index())
                        .count("c", part.choice())
                        .text("kind", part.kind().name())
                        .text("id", part.id())
                        .text("name", part.name())
                        .text("origin", part.origin())
                        .extras(part.extras());
            case UnifiedChunk.Delta ignored -> throw new IllegalStateException("a delta is written as an array");
            case UnifiedChunk.PartEnded part -> out.text("k", "end").whole("i", part.index());
            case UnifiedChunk.UsageReported report -> {
                out.text("k", "usage").name("usage");
                UsageJson.write(report.usage(), out);
            }
            case UnifiedChunk.Opaque opaque ->
                out.text("k", "raw")
                        .count("c", opaque.choice())
                        .text("dialect", opaque.dialect().name())
                        .text("json", opaque.json());
            case UnifiedChunk.Finished finish -> {
                out.text("k", "finish").name("ends").beginArray();
                finish.endings().forEach(ending -> write(ending, out));
                out.endArray();
            }
            case UnifiedChunk.Failed failed -> {
                out.text("k", "fail").name("fault");
                FaultJson.write(failed.fault(), out);
            }
        }
        out.endObject();
    }

    static UnifiedChunk read(JsonCursor in) {
        ChunkFields fields = new ChunkFields();
        in.beginObject();
        while (in.nextField()) {
            fields.field(in);
        }
        return fields.chunk(in);
    }

    private void field(JsonCursor in) {
        switch (in.name()) {
            case "k" -> event = event(in);
            case "i" -> index = Reading.index(in);
            case "c" -> choice = Reading.index(in);
            case "created" -> created = in.integer();
            case "kind" -> kind = Reading.word(in, PART_KINDS);
            case "id" -> id = in.string();
            case "model" -> model = in.string();
            case "name" -> name = in.string();
            case "origin" -> origin = in.string();
            case "dialect" -> dialect = Reading.word(in, DIALECTS);
            case "json" -> json = in.string();
            case "usage" -> usage = UsageJson.read(in);
            case "ends" -> endings = Reading.list(in, ChunkFields::ending);
            case "fault" -> fault = FaultJson.read(in);
            case "x" -> extras = Reading.extras(in);
            default -> in.skip();
        }
    }

    private static String event(JsonCursor in) {
        String word = in.string();
        return switch (word) {
            case "start", "part", "end", "usage", "raw", "finish", "fail" -> word;
            default -> throw Reading.unknown(in, word);
        };
    }

    private UnifiedChunk chunk(JsonCursor in) {
        return switch (Reading.required(in, event, "k")) {
            case "start" ->
                new UnifiedChunk.Started(
                        Reading.required(in, id, "id"),
                        Reading.required(in, model, "model"),
                        created,
                        Reading.required(in, dialect, "dialect"),
                        extras);
            case "part" ->
                new UnifiedChunk.PartStarted(
                        part(in), choice, Reading.required(in, kind, "kind"), id, name, origin, extras);
            case "end" -> new UnifiedChunk.PartEnded(part(in));
            case "usage" -> new UnifiedChunk.UsageReported(Reading.required(in, usage, "usage"));
            case "raw" ->
                new UnifiedChunk.Opaque(
                        Reading.required(in, dialect, "dialect"), choice, Reading.required(in, json, "json"));
            case "finish" -> new UnifiedChunk.Finished(Reading.required(in, endings, "ends"));
            default -> new UnifiedChunk.Failed(Reading.required(in, fault, "fault"));
        };
    }

    private int part(JsonCursor in) {
        return Reading.required(in, index < 0 ? null : index, "i");
    }

    private static void write(UnifiedChunk.Ending ending, JsonOut out) {
        out.beginObject()
                .count("c", ending.choice())
                .text("reason", ending.reason().name())
                .text("native", ending.nativeReason())
                .text("stop", ending.stopSequence())
                .extras(ending.extras())
                .endObject();
    }

    private static UnifiedChunk.Ending ending(JsonCursor in) {
        int choice = 0;
        FinishReason reason = null;
        String nativeReason = null;
        String stop = null;
        Extras extras = Extras.NONE;
        in.beginObject();
        while (in.nextField()) {
            switch (in.name()) {
                case "c" -> choice = Reading.index(in);
                case "reason" -> reason = Reading.word(in, FINISH_REASONS);
                case "native" -> nativeReason = in.string();
                case "stop" -> stop = in.string();
                case "x" -> extras = Reading.extras(in);
                default -> in.skip();
            }
        }
        return new UnifiedChunk.Ending(choice, Reading.required(in, reason, "reason"), nativeReason, stop, extras);
    }
}
