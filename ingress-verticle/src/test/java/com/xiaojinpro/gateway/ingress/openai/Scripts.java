package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Event sequences of answers, all of them within the grammar. */
final class Scripts {

    /** One part, whole: what starts it and its pieces. */
    record Part(int choice, PartKind kind, String name, String origin, boolean item, List<Piece> pieces) {}

    record Piece(DeltaKind kind, String value) {}

    /**
     * One answer.
     *
     * @param events the events, the last one terminal
     */
    record Script(int choices, List<UnifiedChunk> events) {
        boolean failed() {
            return events.getLast() instanceof UnifiedChunk.Failed;
        }

        UnifiedChunk.Started started() {
            return (UnifiedChunk.Started) events.getFirst();
        }
    }

    private Scripts() {}

    /** Answers whose parts interleave freely; some of them break off. */
    static Arbitrary<Script> interleaved() {
        return scripts(true, true);
    }

    /** Whole answers whose parts come one after the other, as most providers send them. */
    static Arbitrary<Script> sequential() {
        return scripts(false, false);
    }

    private static Arbitrary<Script> scripts(boolean interleave, boolean mayFail) {
        Arbitrary<Integer> choices = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just(1)),
                Tuple.of(1, Arbitraries.integers().between(2, 3)));
        Arbitrary<Boolean> fails = mayFail ? Arbitraries.of(false, false, false, true) : Arbitraries.just(false);
        return choices.flatMap(n -> Combinators.combine(
                        parts(n).list().ofMaxSize(7),
                        Arbitraries.of(Dialect.class),
                        Arbitraries.of(FinishReason.class).list().ofSize(n),
                        usage().injectNull(0.2),
                        Arbitraries.longs(),
                        fails)
                .as((parts, dialect, reasons, usage, seed, fail) ->
                        script(n, parts, dialect, reasons, usage, interleave ? new Random(seed) : null, fail)));
    }

    private static Script script(
            int choices,
            List<Part> parts,
            Dialect dialect,
            List<FinishReason> reasons,
            Usage usage,
            Random interleaving,
            boolean fail) {
        List<UnifiedChunk> events = new ArrayList<>();
        events.add(new UnifiedChunk.Started(
                "id-1", "provider-model", 7, dialect, Extras.of(Map.of("system_fingerprint", "\"fp\""))));
        List<Deque<UnifiedChunk>> queues = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            queues.add(new ArrayDeque<>(events(i * 3, parts.get(i))));
        }
        while (!queues.isEmpty()) {
            int next = interleaving == null ? 0 : interleaving.nextInt(queues.size());
            events.add(queues.get(next).removeFirst());
            if (queues.get(next).isEmpty()) {
                queues.remove(next);
            }
        }
        if (usage != null) {
            events.add(
                    1 + (events.size() - 1) / 2, new UnifiedChunk.UsageReported(Usage.of(1, 1, Usage.Source.PARTIAL)));
            events.add(new UnifiedChunk.UsageReported(usage));
        }
        if (fail) {
            int kept = interleaving == null ? events.size() : 1 + interleaving.nextInt(events.size());
            events.subList(kept, events.size()).clear();
            events.add(new UnifiedChunk.Failed(Fault.of(FaultKind.STREAM_INCOMPLETE, "It \"broke\" off.\n")));
            return new Script(choices, events);
        }
        List<UnifiedChunk.Ending> endings = new ArrayList<>();
        for (int choice = 0; choice < choices; choice++) {
            endings.add(new UnifiedChunk.Ending(choice, reasons.get(choice), "native", null, Extras.NONE));
        }
        events.add(new UnifiedChunk.Finished(endings));
        return new Script(choices, events);
    }

    private static List<UnifiedChunk> events(int index, Part part) {
        boolean call = part.kind == PartKind.TOOL_CALL || part.kind == PartKind.CUSTOM_TOOL_CALL;
        String id = call || part.item ? "id_" + index : null;
        List<UnifiedChunk> events = new ArrayList<>();
        events.add(new UnifiedChunk.PartStarted(
                index, part.choice, part.kind, id, call ? part.name : null, part.origin, Extras.NONE));
        for (Piece piece : part.pieces) {
            events.add(new UnifiedChunk.Delta(index, piece.kind, piece.value));
        }
        events.add(new UnifiedChunk.PartEnded(index));
        return events;
    }

    private static Arbitrary<Part> parts(int choices) {
        Arbitrary<Integer> choice = Arbitraries.integers().between(0, choices - 1);
        return choice.flatMap(c -> Arbitraries.oneOf(
                fragments().map(pieces -> new Part(c, PartKind.TEXT, null, null, false, pieces)),
                fragments().map(pieces -> new Part(c, PartKind.REFUSAL, null, null, false, pieces)),
                Combinators.combine(names(), arguments())
                        .as((name, pieces) -> new Part(c, PartKind.TOOL_CALL, name, null, false, pieces)),
                Combinators.combine(names(), fragments())
                        .as((name, pieces) -> new Part(c, PartKind.CUSTOM_TOOL_CALL, name, null, false, pieces)),
                addresses().map(pieces -> new Part(c, PartKind.IMAGE, null, null, false, pieces)),
                thoughts(c)));
    }

    /** Thoughts as the known providers make them. */
    private static Arbitrary<Part> thoughts(int choice) {
        Arbitrary<List<Piece>> text = fragments();
        return Arbitraries.oneOf(
                text.map(pieces -> new Part(choice, PartKind.REASONING, null, null, false, pieces)),
                text.map(pieces -> new Part(
                        choice,
                        PartKind.REASONING,
                        null,
                        "anthropic-claude-v1",
                        false,
                        with(pieces, DeltaKind.SIGNATURE))),
                Arbitraries.just(new Part(
                        choice,
                        PartKind.REASONING,
                        null,
                        "anthropic-claude-v1",
                        false,
                        List.of(new Piece(DeltaKind.ENCRYPTED, "cmVkYWN0ZWQ=")))),
                text.map(pieces -> new Part(
                        choice,
                        PartKind.REASONING,
                        null,
                        "openai-responses-v1",
                        true,
                        with(
                                pieces.stream()
                                        .map(piece -> new Piece(DeltaKind.SUMMARY, piece.value))
                                        .toList(),
                                DeltaKind.ENCRYPTED))));
    }

    private static List<Piece> with(List<Piece> pieces, DeltaKind closing) {
        List<Piece> closed = new ArrayList<>(pieces);
        closed.add(new Piece(closing, "c2lnbmVk"));
        return closed;
    }

    private static Arbitrary<List<Piece>> fragments() {
        return texts().map(text -> new Piece(DeltaKind.CONTENT, text)).list().ofMaxSize(4);
    }

    private static Arbitrary<List<Piece>> addresses() {
        return Arbitraries.integers()
                .between(1, 99)
                .map(n -> List.of(
                        new Piece(DeltaKind.CONTENT, "https://images.example/"),
                        new Piece(DeltaKind.CONTENT, n + ".png")));
    }

    /** JSON objects in pieces cut anywhere, and the ways of saying nothing. */
    private static Arbitrary<List<Piece>> arguments() {
        Arbitrary<List<Piece>> nothing = Arbitraries.of("", " ", "\n")
                .map(text -> new Piece(DeltaKind.CONTENT, text))
                .list()
                .ofMaxSize(2);
        Arbitrary<List<Piece>> something = Combinators.combine(
                        Arbitraries.of("", " "), texts(), Arbitraries.integers().between(0, 30))
                .as((space, value, cut) -> {
                    String json = space
                            + new JsonObject().put("a", value).put("b", 1.5).encode();
                    int at = Math.min(cut, json.length());
                    return List.of(
                            new Piece(DeltaKind.CONTENT, json.substring(0, at)),
                            new Piece(DeltaKind.CONTENT, json.substring(at)));
                });
        return Arbitraries.oneOf(nothing, something);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("f", "weather", "mcp.tool:x/y", "名前");
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of("", "Hi", "Héllo 🌍", "\"quoted\\\" \n\r\t", "data: [DONE]\n\n", "\u2028\u0000\u001f"),
                Arbitraries.strings().ofMaxLength(12).map(Scripts::encodable));
    }

    /** Lone surrogates have no UTF-8; what becomes of them is a test of its own. */
    private static String encodable(String text) {
        return text.codePoints()
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Arbitrary<Usage> usage() {
        Arbitrary<Long> counts = Arbitraries.longs().between(0, 1L << 40);
        return Combinators.combine(
                        counts, counts, counts, counts, counts, counts, counts, Arbitraries.of(Usage.Source.class))
                .as((in, read, short5m, long1h, out, thought, audio, source) ->
                        new Usage(in, read, short5m, long1h, audio, out, thought, audio, null, source, Extras.NONE));
    }
}
