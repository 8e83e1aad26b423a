package com.xiaojinpro.gateway.conformance;

import java.util.ArrayList;
import java.util.List;

/**
 * A turn that is part of the history a provider gets.
 *
 * @param shown the ids of the calls as the client got them
 * @param by who made it
 */
record LoopPlayed(LoopTurn turn, List<String> shown, LoopProvider by) {
    LoopPlayed {
        shown = List.copyOf(shown);
    }

    /** The calls with the ids that have to arrive: the provider's own, else those the gateway made up. */
    List<LoopTurn.Call> calls() {
        List<LoopTurn.Call> calls = new ArrayList<>();
        for (LoopTurn.Call call : turn.calls()) {
            String id = call.id().isEmpty() ? shown.get(calls.size()) : call.id();
            calls.add(new LoopTurn.Call(id, call.name(), call.arguments()));
        }
        return calls;
    }

    /** Whether who made the turn sealed this of it. */
    boolean seals(String what) {
        return by.wire().seals(turn, what);
    }

    List<String> ids() {
        return calls().stream().map(LoopTurn.Call::id).toList();
    }
}
