package com.xiaojinpro.gateway.conformance;

import static com.xiaojinpro.gateway.conformance.LoopAspect.IDS;
import static com.xiaojinpro.gateway.conformance.LoopAspect.ORDER;
import static com.xiaojinpro.gateway.conformance.LoopAspect.ROLES;
import static com.xiaojinpro.gateway.conformance.LoopAspect.SIGNATURES;
import static com.xiaojinpro.gateway.conformance.LoopAspect.THOUGHTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import java.util.ArrayList;
import java.util.List;

/**
 * Google's {@code generateContent}. A signature belongs to the part it came with, of parallel calls only the first has one,
 * and all results of a turn stand in one content, in the order of the calls (H39-H42).
 */
record GeminiLoopWire(boolean ids) implements LoopWire {
    /** What Google takes for the signature of a call that its model did not make. */
    static final String FOREIGN = "skip_thought_signature_validator";

    @Override
    public int turn(JsonNode body) {
        return 1
                + (int) LoopWire.all(body.path("contents"), "role").stream()
                        .filter("model"::equals)
                        .count();
    }

    @Override
    public Script answer(RecordedRequest request, LoopTurn turn) {
        List<ObjectNode> parts = new ArrayList<>();
        parts.add(part().put("text", turn.thought()).put("thought", true));
        if (!turn.text().isEmpty()) {
            parts.add(part().put("text", turn.text()).put("thoughtSignature", turn.seal("text")));
        }
        for (LoopTurn.Call call : turn.calls()) {
            ObjectNode part = part();
            ObjectNode made = part.putObject("functionCall").put("name", call.name());
            made.set("args", Stage.json(call.arguments()));
            if (!call.id().isEmpty()) {
                made.put("id", call.id());
            }
            parts.add(part);
            if (turn.calls().getFirst().equals(call)) {
                part.put("thoughtSignature", turn.seal("call"));
            }
        }
        if (!request.path().contains("streamGenerateContent")) {
            return Script.json(response(parts, true).toString());
        }
        Script script = Script.stream();
        for (int i = 0; i < parts.size(); i++) {
            script.event(response(List.of(parts.get(i)), i == parts.size() - 1).toString());
        }
        return script;
    }

    private static ObjectNode part() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode response(List<ObjectNode> parts, boolean last) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        ObjectNode candidate = response.putArray("candidates").addObject().put("index", 0);
        candidate.putObject("content").put("role", "model").putArray("parts").addAll(parts);
        if (last) {
            candidate.put("finishReason", "STOP");
            response.putObject("usageMetadata")
                    .put("promptTokenCount", 20)
                    .put("candidatesTokenCount", 9)
                    .put("thoughtsTokenCount", 3)
                    .put("totalTokenCount", 32);
        }
        return response;
    }

    @Override
    public boolean seals(LoopTurn turn, String what) {
        return what.equals("text") || (what.equals("call") && !turn.calls().isEmpty());
    }

    @Override
    public LoopWord word(LoopAspect aspect, LoopClient.Kind client) {
        return switch (aspect) {
            case SIGNATURES -> client.keepsAll() ? LoopWord.KEPT : LoopWord.RESTORED;
            case THOUGHTS -> LoopWord.UNWANTED;
            case IDS -> ids ? LoopWord.KEPT : LoopWord.POSITION;
            case ORDER, ROLES -> LoopWord.KEPT;
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
        history.forEach(turn -> roles.addAll(List.of("model", "user")));
        JsonNode contents = body.path("contents");
        verdict.same(LoopWire.all(contents, "role"), roles, ROLES, "the turns");
        for (int i = 0; i < history.size(); i++) {
            boolean own = LoopWire.own(history.get(i), provider);
            said(contents.path(1 + 2 * i).path("parts"), history.get(i), own, client, verdict);
            answered(contents.path(2 + 2 * i).path("parts"), history.get(i), verdict);
        }
    }

    private void said(JsonNode parts, LoopPlayed played, boolean own, LoopClient.Kind client, LoopVerdict verdict) {
        LoopTurn turn = played.turn();
        int text = turn.text().isEmpty() ? 0 : 1;
        List<String> kinds = new ArrayList<>();
        parts.forEach(part -> kinds.add(part.fieldNames().next()));
        List<String> meant = new ArrayList<>(text == 0 ? List.of() : List.of("text"));
        turn.calls().forEach(call -> meant.add("functionCall"));
        verdict.same(kinds, meant, ORDER, "the parts of turn " + turn.number());
        for (JsonNode part : parts) {
            verdict.that(!part.path("thought").asBoolean(), THOUGHTS, "a thought without a signature is sent");
        }
        if (text == 1) {
            verdict.same(parts.path(0).path("text").asText(), turn.text(), ORDER, "the text");
            String seal = own && client.keepsAll() && played.seals("text") ? turn.seal("text") : "";
            verdict.same(
                    parts.path(0).path("thoughtSignature").asText(), seal, SIGNATURES, "the signature of the text");
        }
        // What the client does not give back is remembered of the provider's own answers.
        boolean known = client.keepsAll() || played.by().wire() instanceof GeminiLoopWire;
        for (int i = 0; i < turn.calls().size(); i++) {
            JsonNode part = parts.path(text + i);
            JsonNode call = part.path("functionCall");
            verdict.same(call.path("name").asText(), turn.calls().get(i).name(), IDS, "the name");
            verdict.same(call.path("args"), Stage.json(turn.calls().get(i).arguments()), IDS, "the arguments");
            verdict.same(call.path("id").asText(), ids ? played.ids().get(i) : "", IDS, "the id of a call");
            String seal = i > 0 ? "" : own && known ? turn.seal("call") : FOREIGN;
            verdict.same(part.path("thoughtSignature").asText(), seal, SIGNATURES, "the signature of call " + (i + 1));
        }
    }

    private void answered(JsonNode parts, LoopPlayed played, LoopVerdict verdict) {
        List<LoopTurn.Call> calls = played.calls();
        verdict.same(parts.size(), calls.size(), ORDER, "the number of results");
        for (int i = 0; i < calls.size(); i++) {
            JsonNode result = parts.path(i).path("functionResponse");
            verdict.same(result.path("name").asText(), calls.get(i).name(), IDS, "the name of a result");
            verdict.same(result.path("id").asText(), ids ? calls.get(i).id() : "", IDS, "the id of a result");
            verdict.same(
                    result.path("response").path("output").asText(),
                    calls.get(i).result(),
                    ORDER,
                    "the result in place " + (i + 1));
        }
    }
}
