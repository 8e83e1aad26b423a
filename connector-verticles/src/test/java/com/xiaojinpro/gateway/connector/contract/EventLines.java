package com.xiaojinpro.gateway.connector.contract;

import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Events as short lines, for tests to compare and for people to read. */
public final class EventLines {
    private EventLines() {}

    public static List<String> of(List<UnifiedChunk> events) {
        return events.stream().map(EventLines::line).toList();
    }

    private static String line(UnifiedChunk event) {
        return switch (event) {
            case UnifiedChunk.Started start -> "start " + start.id() + " " + start.model();
            case UnifiedChunk.PartStarted part -> {
                String choice = part.choice() == 0 ? "" : "@" + part.choice();
                String id = part.id() == null ? "" : " #" + part.id();
                String name = part.name() == null ? "" : " " + part.name();
                String origin = part.origin() == null ? "" : " " + part.origin();
                String extras =
                        part.extras().isEmpty() ? "" : " " + part.extras().fields();
                String kind = part.kind().name().toLowerCase(Locale.ROOT);
                yield "+" + part.index() + choice + " " + kind + id + name + origin + extras;
            }
            case UnifiedChunk.Delta delta -> {
                String kind = delta.kind() == DeltaKind.CONTENT
                        ? ""
                        : delta.kind().name().toLowerCase(Locale.ROOT) + " ";
                yield delta.index() + " " + kind + delta.value();
            }
            case UnifiedChunk.PartEnded part -> "-" + part.index();
            case UnifiedChunk.UsageReported report -> "usage " + usage(report.usage());
            case UnifiedChunk.Opaque opaque ->
                "opaque " + (opaque.choice() == 0 ? "" : "@" + opaque.choice() + " ") + opaque.json();
            case UnifiedChunk.Finished finish ->
                finish.endings().stream().map(EventLines::ending).collect(Collectors.joining("; ", "end ", ""));
            case UnifiedChunk.Failed failed -> "failed " + failed.fault().kind();
        };
    }

    private static String ending(UnifiedChunk.Ending ending) {
        String stop = ending.stopSequence() == null ? "" : " at " + ending.stopSequence();
        String extras = ending.extras().isEmpty() ? "" : " " + ending.extras().fields();
        return ending.reason() + " (" + ending.nativeReason() + ")" + stop + extras;
    }

    private static String usage(Usage usage) {
        StringBuilder line = new StringBuilder(usage.input() + "/" + usage.output());
        if (usage.cacheRead() > 0) {
            line.append(" read ").append(usage.cacheRead());
        }
        if (usage.cacheWrite() > 0) {
            line.append(" write ").append(usage.cacheWrite());
        }
        if (usage.reasoning() > 0) {
            line.append(" reasoning ").append(usage.reasoning());
        }
        if (usage.cost() != null) {
            line.append(" cost ").append(usage.cost().toPlainString());
        }
        return usage.source() == Usage.Source.REPORTED ? line.toString() : line + " " + usage.source();
    }
}
