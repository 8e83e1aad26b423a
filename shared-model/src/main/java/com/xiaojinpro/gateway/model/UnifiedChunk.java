package com.xiaojinpro.gateway.model;

import com.xiaojinpro.gateway.fault.Fault;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event of a streamed answer. The order of events is a grammar, checked by {@link ChunkGrammar}:
 * {@code Started (PartStarted(i) Delta(i)* PartEnded(i) | UsageReported | Opaque)* (Finished | Failed)}; parts may
 * interleave, indices are never used twice.
 */
public sealed interface UnifiedChunk {

    /**
     * The answer begins.
     *
     * @param created seconds since the epoch
     * @param extras further top-level fields of the provider's answer (provider name, fingerprint, service tier)
     * @param dialect the dialect of those and of all further extras of this answer
     */
    record Started(String id, String model, long created, Dialect dialect, Extras extras) implements UnifiedChunk {
        public Started {
            Objects.requireNonNull(id);
            Objects.requireNonNull(model);
        }
    }

    /**
     * A part begins.
     *
     * @param index the part, unique in the answer
     * @param choice the answer it belongs to, 0 unless several were asked for
     * @param id the call id of a tool call, the item id of reasoning
     * @param name the tool's name
     * @param origin the format of a reasoning part, see {@link ContentPart.Reasoning#origin()}
     */
    record PartStarted(
            int index,
            int choice,
            PartKind kind,
            @Nullable String id,
            @Nullable String name,
            @Nullable String origin,
            Extras extras)
            implements UnifiedChunk {
        public PartStarted {
            boolean call = kind == PartKind.TOOL_CALL || kind == PartKind.CUSTOM_TOOL_CALL;
            if (call && (id == null || id.isEmpty() || name == null || name.isEmpty())) {
                throw new IllegalArgumentException("a tool call starts with its id and its name");
            }
            if (index < 0 || choice < 0) {
                throw new IllegalArgumentException("index and choice are not negative");
            }
        }

        public static PartStarted of(int index, PartKind kind) {
            return new PartStarted(index, 0, kind, null, null, null, Extras.NONE);
        }

        public static PartStarted toolCall(int index, String id, String name) {
            return new PartStarted(index, 0, PartKind.TOOL_CALL, id, name, null, Extras.NONE);
        }

        public static PartStarted reasoning(int index, @Nullable String origin) {
            return new PartStarted(index, 0, PartKind.REASONING, null, null, origin, Extras.NONE);
        }
    }

    record Delta(int index, DeltaKind kind, String value) implements UnifiedChunk {
        public static Delta content(int index, String text) {
            return new Delta(index, DeltaKind.CONTENT, text);
        }
    }

    record PartEnded(int index) implements UnifiedChunk {}

    /** The newest usage of the whole answer. */
    record UsageReported(Usage usage) implements UnifiedChunk {}

    /**
     * Something only one dialect knows. In OpenAI chat: an object whose members belong into the {@code delta} of that
     * choice. In Anthropic: a whole content block.
     */
    record Opaque(Dialect dialect, int choice, String json) implements UnifiedChunk {}

    /** The answer is whole: one end for every choice. */
    record Finished(List<Ending> endings) implements UnifiedChunk {
        public Finished {
            endings = List.copyOf(endings);
            if (endings.isEmpty()) {
                throw new IllegalArgumentException("an answer has at least one choice");
            }
        }

        public static Finished of(FinishReason reason, @Nullable String nativeReason) {
            return new Finished(List.of(new Ending(0, reason, nativeReason, null, Extras.NONE)));
        }
    }

    /**
     * How one choice ended.
     *
     * @param nativeReason the provider's own word
     * @param stopSequence the stop sequence that was met
     * @param extras further fields of the provider about the end
     */
    record Ending(
            int choice,
            FinishReason reason,
            @Nullable String nativeReason,
            @Nullable String stopSequence,
            Extras extras) {}

    /** The answer broke off; what came before it is not whole. */
    record Failed(Fault fault) implements UnifiedChunk {}

    /** Whether this event commits an attempt: the first content, not the first byte. */
    default boolean content() {
        return switch (this) {
            case Started ignored -> false;
            case PartStarted part -> part.kind() == PartKind.TOOL_CALL || part.kind() == PartKind.CUSTOM_TOOL_CALL;
            case Delta delta -> !delta.value().isEmpty();
            case PartEnded ignored -> false;
            case UsageReported ignored -> false;
            case Opaque ignored -> true;
            case Finished ignored -> true;
            case Failed ignored -> false;
        };
    }

    /** Whether nothing may follow this event. */
    default boolean terminal() {
        return this instanceof Finished || this instanceof Failed;
    }
}
