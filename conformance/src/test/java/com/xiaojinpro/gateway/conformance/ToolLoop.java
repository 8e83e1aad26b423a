package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.node.TextNode;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two calls, their results, another call, its result, the answer: one conversation of a client, played to its end, and what
 * the providers that made its turns were sent.
 */
final class ToolLoop {
    /** What stands where a protocol has no place for a provider's own; it is the gateway's and for clients only. */
    private static final String TAG = "xjp1.";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final ScriptedUpstream upstream;
    private final LoopClient.Kind kind;
    private final String loop = "loop" + NUMBERS.incrementAndGet() + "z";
    private final LoopVerdict verdict = new LoopVerdict();
    private final List<LoopPlayed> history = new ArrayList<>();

    private ToolLoop(ScriptedUpstream upstream, LoopClient.Kind kind) {
        this.upstream = upstream;
        this.kind = kind;
    }

    /**
     * Plays a loop.
     *
     * @param providers who makes the turns
     */
    static LoopVerdict play(
            ScriptedUpstream upstream,
            String gateway,
            LoopClient.Kind kind,
            boolean stream,
            List<LoopProvider> providers) {
        ToolLoop playing = new ToolLoop(upstream, kind);
        try {
            playing.play(gateway, stream, providers);
        } catch (AssertionError | RuntimeException broken) {
            playing.verdict.that(false, LoopAspect.ORDER, "the loop broke off: " + broken);
        }
        return playing.verdict;
    }

    private void play(String gateway, boolean stream, List<LoopProvider> providers) {
        LoopClient client = kind.asking(LoopTurn.question(loop), stream);
        for (int number = 1; number <= LoopTurn.TURNS; number++) {
            LoopProvider provider = providers.get(number - 1);
            LoopTurn turn = provider.turn(loop, number);
            LoopClient.Reply reply = client.ask(gateway, provider.route());
            sent(provider, reply);
            told(turn, reply);
            history.add(new LoopPlayed(
                    turn, reply.calls().stream().map(LoopTurn.Call::id).toList(), provider));
            if (!reply.calls().isEmpty()) {
                client.answer(reply.calls());
            }
        }
    }

    /** What the client got is what the model said. */
    private void told(LoopTurn turn, LoopClient.Reply reply) {
        verdict.same(reply.text(), turn.text(), LoopAspect.ORDER, "the text of turn " + turn.number());
        List<LoopTurn.Call> calls = turn.calls();
        verdict.same(reply.calls().size(), calls.size(), LoopAspect.ORDER, "the calls of turn " + turn.number());
        for (int i = 0; i < calls.size() && i < reply.calls().size(); i++) {
            LoopTurn.Call shown = reply.calls().get(i);
            verdict.same(shown.name(), calls.get(i).name(), LoopAspect.IDS, "the name the client sees");
            verdict.same(
                    Stage.json(shown.arguments()),
                    Stage.json(calls.get(i).arguments()),
                    LoopAspect.IDS,
                    "the arguments the client sees");
        }
    }

    private void sent(LoopProvider provider, LoopClient.Reply reply) {
        RecordedRequest request = newest(provider);
        String body = request.bodyText();
        verdict.that(!body.contains(TAG), LoopAspect.SIGNATURES, "a tag of the gateway is sent");
        provider.wire().check(Stage.json(body), history, provider, kind, verdict);
        for (LoopPlayed played : history) {
            if (LoopWire.own(played, provider)) {
                continue;
            }
            for (String seal : List.of("thought", "redacted", "text", "call")) {
                verdict.that(
                        !body.contains(played.turn().seal(seal)),
                        LoopAspect.SIGNATURES,
                        "a seal of " + played.by().title() + " is sent to " + provider.title());
            }
            String thought = TextNode.valueOf(played.turn().thought()).toString();
            verdict.that(
                    !body.contains(thought.substring(1, thought.length() - 1)),
                    LoopAspect.THOUGHTS,
                    "a thought of " + played.by().title() + " is sent to " + provider.title());
            boolean gaveBack = kind.keepsAll() && played.by().wire().word(LoopAspect.THOUGHTS, kind) != LoopWord.NONE;
            List<String> dropped = List.of(reply.dropped().split(",\\s*"));
            verdict.that(
                    !gaveBack || dropped.contains("reasoning") || dropped.contains("thinking"),
                    LoopAspect.THOUGHTS,
                    provider.title() + " was told no thought of " + played.by().title()
                            + ", and x-xjp-dropped does not say so: " + reply.dropped());
        }
    }

    private RecordedRequest newest(LoopProvider provider) {
        return upstream.requests().reversed().stream()
                .filter(request -> provider.got(request) && request.bodyText().contains(loop))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing came to " + provider.title()));
    }
}
