package com.xiaojinpro.gateway.conformance;

import static com.xiaojinpro.gateway.conformance.LoopAspect.IDS;
import static com.xiaojinpro.gateway.conformance.LoopAspect.ORDER;
import static com.xiaojinpro.gateway.conformance.LoopAspect.ROLES;
import static com.xiaojinpro.gateway.conformance.LoopAspect.SIGNATURES;
import static com.xiaojinpro.gateway.conformance.LoopAspect.THOUGHTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.xiaojinpro.gateway.testing.AnthropicScript;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import java.util.ArrayList;
import java.util.List;

/**
 * Anthropic's messages, with a model that thinks by budget: the turn whose calls are being answered has to begin with its
 * thoughts, unchanged, and its results have to be the first things the user says (H37, H59-H61).
 */
record AnthropicLoopWire(String model) implements LoopWire {
    @Override
    public int turn(JsonNode body) {
        return 1
                + (int) LoopWire.all(body.path("messages"), "role").stream()
                        .filter("assistant"::equals)
                        .count();
    }

    @Override
    public Script answer(RecordedRequest request, LoopTurn turn) {
        AnthropicScript script = AnthropicScript.message(model);
        switch (turn.number()) {
            case 1 ->
                script.thinking(
                                turn.seal("thought"),
                                turn.thought().substring(0, 9),
                                turn.thought().substring(9))
                        .redactedThinking(turn.seal("redacted"));
            // A thought that is not shown has a signature all the same.
            case 2 -> script.thinking(turn.seal("thought"));
            default -> script.thinking(turn.seal("thought"), turn.thought());
        }
        if (!turn.text().isEmpty()) {
            script.text(turn.text());
        }
        for (LoopTurn.Call call : turn.calls()) {
            String arguments = call.arguments();
            script.tool(call.id(), call.name(), "", arguments.substring(0, 5), arguments.substring(5));
        }
        return script.finish(turn.calls().isEmpty() ? "end_turn" : "tool_use", 20)
                .answer(request);
    }

    @Override
    public boolean seals(LoopTurn turn, String what) {
        return what.equals("thought") || (what.equals("redacted") && turn.number() == 1);
    }

    @Override
    public LoopWord word(LoopAspect aspect, LoopClient.Kind client) {
        return switch (aspect) {
            case SIGNATURES, THOUGHTS -> client.keepsAll() ? LoopWord.KEPT : LoopWord.LOST;
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
        history.forEach(turn -> roles.addAll(List.of("assistant", "user")));
        JsonNode messages = body.path("messages");
        verdict.same(LoopWire.all(messages, "role"), roles, ROLES, "the turns");
        boolean proven = true;
        for (int i = 0; i < history.size(); i++) {
            boolean kept = client.keepsAll() && LoopWire.own(history.get(i), provider);
            said(messages.path(1 + 2 * i).path("content"), history.get(i), kept, verdict);
            answered(messages.path(2 + 2 * i).path("content"), history.get(i), verdict);
            // The first turn of a loop has to; Claude need not think between tools.
            proven = i == 0 ? kept : proven;
        }
        // Asked to think about calls that came without a thought, the provider would refuse.
        boolean thinks = body.path("thinking").path("type").asText().equals("enabled");
        verdict.same(thinks, proven, THOUGHTS, "whether the model is asked to think");
    }

    private static void said(JsonNode content, LoopPlayed played, boolean kept, LoopVerdict verdict) {
        LoopTurn turn = played.turn();
        boolean redacts = kept && played.seals("redacted");
        List<String> types = new ArrayList<>();
        if (kept) {
            types.add("thinking");
        }
        if (redacts) {
            types.add("redacted_thinking");
        }
        if (!turn.text().isEmpty()) {
            types.add("text");
        }
        turn.calls().forEach(call -> types.add("tool_use"));
        verdict.same(LoopWire.all(content, "type"), types, ORDER, "the blocks of turn " + turn.number());
        if (kept) {
            JsonNode thought = content.path(0);
            verdict.same(thought.path("signature").asText(), turn.seal("thought"), SIGNATURES, "the signature");
            // Anthropic's own second thought is not shown.
            boolean shown = turn.number() != 2 || !(played.by().wire() instanceof AnthropicLoopWire);
            verdict.same(thought.path("thinking").asText(), shown ? turn.thought() : "", THOUGHTS, "the thought");
        }
        if (redacts) {
            verdict.same(content.path(1).path("data").asText(), turn.seal("redacted"), SIGNATURES, "the ciphertext");
        }
        List<JsonNode> calls = LoopWire.of(content, "tool_use");
        verdict.same(LoopWire.all(calls, "id"), played.ids(), IDS, "the calls");
        for (int i = 0; i < calls.size() && i < turn.calls().size(); i++) {
            verdict.same(calls.get(i).path("name").asText(), turn.calls().get(i).name(), IDS, "the name");
            verdict.same(
                    calls.get(i).path("input"), Stage.json(turn.calls().get(i).arguments()), IDS, "the arguments");
        }
    }

    private static void answered(JsonNode content, LoopPlayed played, LoopVerdict verdict) {
        List<String> types = played.calls().stream().map(call -> "tool_result").toList();
        verdict.same(LoopWire.all(content, "type"), types, ORDER, "what the user gives back");
        verdict.same(
                LoopVerdict.sorted(LoopWire.all(content, "tool_use_id")),
                LoopVerdict.sorted(played.ids()),
                IDS,
                "the results");
        for (LoopTurn.Call call : played.calls()) {
            content.forEach(result -> {
                if (result.path("tool_use_id").asText().equals(call.id())) {
                    verdict.same(LoopWire.text(result.path("content")), call.result(), IDS, "the result");
                }
            });
        }
    }
}
