package com.xiaojinpro.gateway.conformance;

import static com.xiaojinpro.gateway.conformance.LoopAspect.IDS;
import static com.xiaojinpro.gateway.conformance.LoopAspect.ORDER;
import static com.xiaojinpro.gateway.conformance.LoopAspect.ROLES;
import static com.xiaojinpro.gateway.conformance.LoopAspect.SIGNATURES;
import static com.xiaojinpro.gateway.conformance.LoopAspect.THOUGHTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import java.util.ArrayList;
import java.util.List;

/** Chat completions, with one of the ways in which servers tell thoughts beside them. */
record ChatLoopWire(String model, Thoughts thoughts) implements LoopWire {
    /** How a server tells what its model thinks, and how it wants it back. */
    enum Thoughts {
        /** It does not. */
        SILENT,
        /** Google's compatible endpoint: a signature on the call. */
        CALL_EXTRA,
        /** {@code reasoning_content}, which nobody has to give back. */
        CONTENT,
        /** {@code reasoning_content}, without which a turn with calls is refused (H63). */
        DEMANDED,
        /** {@code reasoning}. */
        REASONING,
        /** OpenRouter's details of a Claude model: text and signature. */
        CLAUDE,
        /** OpenRouter's details of a Gemini model: text, and a ciphertext with the id of the call it signs. */
        GEMINI,
        /** OpenRouter's details of an OpenAI model: a summary and a ciphertext. */
        OPENAI;

        boolean signed() {
            return switch (this) {
                case CALL_EXTRA, CLAUDE, GEMINI, OPENAI -> true;
                case SILENT, CONTENT, DEMANDED, REASONING -> false;
            };
        }
    }

    @Override
    public int turn(JsonNode body) {
        return 1
                + (int) LoopWire.all(body.path("messages"), "role").stream()
                        .filter("assistant"::equals)
                        .count();
    }

    @Override
    public Script answer(RecordedRequest request, LoopTurn turn) {
        List<ObjectNode> deltas = new ArrayList<>();
        deltas.add(node().put("role", "assistant").put("content", ""));
        thought(deltas, turn);
        if (!turn.text().isEmpty()) {
            deltas.add(node().put("content", turn.text()));
        }
        for (int i = 0; i < turn.calls().size(); i++) {
            call(deltas, turn.calls().get(i), i, turn);
        }
        String finish = turn.calls().isEmpty() ? "stop" : "tool_calls";
        return request.streaming() ? stream(deltas, finish) : whole(deltas, finish);
    }

    private void thought(List<ObjectNode> deltas, LoopTurn turn) {
        String thought = turn.thought();
        switch (thoughts) {
            case SILENT, CALL_EXTRA -> {}
            case CONTENT, DEMANDED -> {
                deltas.add(node().put("reasoning_content", thought.substring(0, 7)));
                deltas.add(node().put("reasoning_content", thought.substring(7)));
            }
            case REASONING -> {
                deltas.add(node().put("reasoning", thought.substring(0, 7)));
                deltas.add(node().put("reasoning", thought.substring(7)));
            }
            case CLAUDE -> {
                detail(deltas, "reasoning.text").put("text", thought.substring(0, 7));
                detail(deltas, "reasoning.text").put("text", thought.substring(7));
                detail(deltas, "reasoning.text").put("signature", turn.seal("thought"));
            }
            case GEMINI -> detail(deltas, "reasoning.text").put("text", thought);
            case OPENAI -> {
                detail(deltas, "reasoning.summary").put("summary", thought);
                detail(deltas, "reasoning.encrypted")
                        .put("data", turn.seal("thought"))
                        .put("id", reasoningId(turn));
            }
        }
    }

    private static String reasoningId(LoopTurn turn) {
        return "rs_" + turn.loop() + turn.number();
    }

    /** Adds a piece of a thought; as OpenRouter does it, all pieces of one thought have its index, and only the last one its id. */
    private ObjectNode detail(List<ObjectNode> deltas, String type) {
        ObjectNode delta = node();
        deltas.add(delta);
        return delta.putArray("reasoning_details")
                .addObject()
                .put("type", type)
                .put("format", format())
                .put("index", 0);
    }

    /** OpenRouter's word for who made a thought. */
    private String format() {
        return switch (thoughts) {
            case CLAUDE -> "anthropic-claude-v1";
            case GEMINI -> "google-gemini-v1";
            case OPENAI -> "openai-responses-v1";
            case SILENT, CALL_EXTRA, CONTENT, DEMANDED, REASONING -> "unknown";
        };
    }

    private void call(List<ObjectNode> deltas, LoopTurn.Call call, int index, LoopTurn turn) {
        ObjectNode delta = node();
        ObjectNode opened = delta.putArray("tool_calls").addObject().put("index", index);
        opened.put("id", call.id()).put("type", "function");
        opened.putObject("function").put("name", call.name()).put("arguments", "");
        if (index == 0 && thoughts == Thoughts.CALL_EXTRA) {
            opened.putObject("extra_content").putObject("google").put("thought_signature", turn.seal("call"));
        }
        deltas.add(delta);
        for (String fragment :
                List.of(call.arguments().substring(0, 6), call.arguments().substring(6))) {
            ObjectNode more = node();
            more.putArray("tool_calls")
                    .addObject()
                    .put("index", index)
                    .putObject("function")
                    .put("arguments", fragment);
            deltas.add(more);
        }
        if (index == 0 && thoughts == Thoughts.GEMINI) {
            detail(deltas, "reasoning.encrypted").put("data", turn.seal("call")).put("id", call.id());
        }
    }

    private Script stream(List<ObjectNode> deltas, String finish) {
        Script script = Script.stream();
        for (ObjectNode delta : deltas) {
            script.event(chunk(delta, null).toString());
        }
        script.event(chunk(node(), finish).toString());
        ObjectNode last = frame("chat.completion.chunk");
        last.putArray("choices");
        return script.event(usage(last).toString()).done();
    }

    private Script whole(List<ObjectNode> deltas, String finish) {
        ObjectNode message = node();
        ArrayNode details = JsonNodeFactory.instance.arrayNode();
        for (ObjectNode delta : deltas) {
            delta.path("reasoning_details").forEach(detail -> piece(details, (ObjectNode) detail));
            delta.remove("reasoning_details");
            ChatDeltas.add(message, delta);
        }
        if (!details.isEmpty()) {
            message.set("reasoning_details", details);
        }
        message.path("tool_calls").forEach(call -> ((ObjectNode) call).remove("index"));
        ObjectNode answer = frame("chat.completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        choice.put("finish_reason", finish).set("message", message);
        return Script.json(usage(answer).toString());
    }

    /** Pieces of one type are one entry of a whole answer. */
    private static void piece(ArrayNode details, ObjectNode piece) {
        JsonNode last = details.path(details.size() - 1);
        if (last.path("type").equals(piece.path("type"))) {
            piece.retain("text", "signature");
            ChatDeltas.add((ObjectNode) last, piece);
        } else {
            details.add(piece);
        }
    }

    private ObjectNode chunk(ObjectNode delta, String finish) {
        ObjectNode chunk = frame("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.put("finish_reason", finish).set("delta", delta);
        return chunk;
    }

    private ObjectNode frame(String object) {
        return node().put("id", "chatcmpl-scripted")
                .put("object", object)
                .put("created", 1_764_000_000)
                .put("model", model);
    }

    private static ObjectNode usage(ObjectNode answer) {
        answer.putObject("usage")
                .put("prompt_tokens", 20)
                .put("completion_tokens", 12)
                .put("total_tokens", 32);
        return answer;
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public boolean seals(LoopTurn turn, String what) {
        return switch (thoughts) {
            case SILENT, CONTENT, DEMANDED, REASONING -> false;
            case CALL_EXTRA, GEMINI -> what.equals("call") && !turn.calls().isEmpty();
            case CLAUDE, OPENAI -> what.equals("thought");
        };
    }

    @Override
    public LoopWord word(LoopAspect aspect, LoopClient.Kind client) {
        LoopWord back = client.keepsAll() ? LoopWord.KEPT : LoopWord.LOST;
        return switch (aspect) {
            case SIGNATURES ->
                thoughts == Thoughts.CALL_EXTRA && !client.keepsAll()
                        ? LoopWord.MARKED
                        : thoughts.signed() ? back : LoopWord.NONE;
            case THOUGHTS ->
                switch (thoughts) {
                    case SILENT, CALL_EXTRA -> LoopWord.NONE;
                    case CONTENT, REASONING -> client == LoopClient.Kind.CHAT ? LoopWord.KEPT : LoopWord.UNWANTED;
                    case GEMINI -> LoopWord.UNWANTED;
                    case DEMANDED, CLAUDE, OPENAI -> back;
                };
            case IDS, ORDER, ROLES -> LoopWord.KEPT;
        };
    }

    @Override
    public void check(
            JsonNode body,
            List<LoopPlayed> history,
            LoopProvider provider,
            LoopClient.Kind client,
            LoopVerdict verdict) {
        List<String> roles = new ArrayList<>(List.of("user"));
        for (LoopPlayed played : history) {
            roles.add("assistant");
            played.calls().forEach(call -> roles.add("tool"));
        }
        JsonNode messages = body.path("messages");
        verdict.same(LoopWire.all(messages, "role"), roles, ROLES, "the messages");
        int at = 1;
        for (LoopPlayed played : history) {
            JsonNode said = messages.path(at++);
            said(said, played, verdict);
            boolean own = LoopWire.own(played, provider);
            signatures(said, played, own && client.keepsAll(), verdict);
            thoughts(said, played, own, client, verdict);
            List<JsonNode> results = new ArrayList<>();
            for (int i = 0; i < played.calls().size(); i++) {
                results.add(messages.path(at++));
            }
            answered(results, played, verdict);
        }
    }

    private static void said(JsonNode message, LoopPlayed played, LoopVerdict verdict) {
        verdict.same(LoopWire.text(message.path("content")), played.turn().text(), ORDER, "the text");
        JsonNode calls = message.path("tool_calls");
        verdict.same(LoopWire.all(calls, "id"), played.ids(), IDS, "the calls");
        for (int i = 0; i < calls.size() && i < played.calls().size(); i++) {
            JsonNode function = calls.path(i).path("function");
            verdict.same(function.path("name").asText(), played.calls().get(i).name(), IDS, "the name");
            verdict.same(
                    function.path("arguments").asText(), played.calls().get(i).arguments(), IDS, "the arguments");
        }
    }

    private static void answered(List<JsonNode> results, LoopPlayed played, LoopVerdict verdict) {
        verdict.same(
                LoopVerdict.sorted(LoopWire.all(results, "tool_call_id")),
                LoopVerdict.sorted(played.ids()),
                ORDER,
                "the results right behind the calls");
        for (LoopTurn.Call call : played.calls()) {
            for (JsonNode result : results) {
                if (result.path("tool_call_id").asText().equals(call.id())) {
                    verdict.same(LoopWire.text(result.path("content")), call.result(), IDS, "the result");
                }
            }
        }
    }

    private void signatures(JsonNode message, LoopPlayed played, boolean kept, LoopVerdict verdict) {
        LoopTurn turn = played.turn();
        List<String> seals = new ArrayList<>();
        ArrayNode details = message.withArray("reasoning_details");
        String field = thoughts == Thoughts.CLAUDE ? "signature" : "data";
        details.forEach(detail -> {
            if (detail.has(field) && !detail.path("data").asText().equals(turn.seal("redacted"))) {
                seals.add(detail.path(field).asText());
                verdict.same(detail.path("format").asText(), format(), SIGNATURES, "the format of a detail");
                String id = thoughts == Thoughts.GEMINI
                        ? played.ids().getFirst()
                        : thoughts == Thoughts.OPENAI ? reasoningId(turn) : "";
                verdict.same(detail.path("id").asText(), id, SIGNATURES, "the id of a detail");
            }
        });
        message.path("tool_calls").forEach(call -> {
            JsonNode google = call.path("extra_content").path("google").path("thought_signature");
            if (!google.isMissingNode()) {
                verdict.that(thoughts == Thoughts.CALL_EXTRA, SIGNATURES, "a call carries a signature of Google");
                seals.add(google.asText());
            }
        });
        String what = thoughts == Thoughts.GEMINI || thoughts == Thoughts.CALL_EXTRA ? "call" : "thought";
        List<String> meant = new ArrayList<>();
        if (kept && thoughts.signed() && played.seals(what)) {
            meant.add(turn.seal(what));
        } else if (thoughts == Thoughts.CALL_EXTRA) {
            meant.add(GeminiLoopWire.FOREIGN);
        }
        verdict.same(seals, meant, SIGNATURES, "the seals of turn " + turn.number());
    }

    private void thoughts(
            JsonNode message, LoopPlayed played, boolean own, LoopClient.Kind client, LoopVerdict verdict) {
        LoopTurn turn = played.turn();
        String plain = message.path(thoughts == Thoughts.REASONING ? "reasoning" : "reasoning_content")
                .asText();
        StringBuilder detailed = new StringBuilder();
        message.path("reasoning_details")
                .forEach(detail -> detailed.append(detail.path("text").asText())
                        .append(detail.path("summary").asText()));
        boolean shown = !(turn.number() == 2 && played.by().wire() instanceof AnthropicLoopWire);
        String kept = own && shown && word(THOUGHTS, client) == LoopWord.KEPT ? turn.thought() : "";
        switch (thoughts) {
            case SILENT, CALL_EXTRA -> verdict.same(plain + detailed, "", THOUGHTS, "what is told of thoughts");
            case CONTENT, REASONING -> verdict.same(plain, kept, THOUGHTS, "the thought");
            case DEMANDED -> {
                verdict.same(plain, kept, THOUGHTS, "the thought");
                verdict.that(message.has("reasoning_content"), THOUGHTS, "the member that is demanded is missing");
            }
            case CLAUDE, GEMINI, OPENAI -> verdict.same(detailed.toString(), kept, THOUGHTS, "the thought");
        }
    }
}
