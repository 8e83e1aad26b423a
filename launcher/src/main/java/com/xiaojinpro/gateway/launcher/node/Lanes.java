package com.xiaojinpro.gateway.launcher.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Deploys the lanes of a node, each on an event loop of its own. Vert.x hands its loops out in turn, but whoever else asks
 * for one meanwhile (a server that binds, a thread that wants a context) moves the turn on, and two lanes may be given the
 * same loop. A lane that was is deployed again, until it has one for itself.
 */
final class Lanes {
    /** How often a lane may be given a taken loop; then it shares one, which is slower but not wrong. */
    private static final int TRIES = 64;

    private final Vertx vertx;
    private final int wanted;
    private final IntFunction<LaneVerticle> factory;
    private final List<LaneVerticle> lanes = new ArrayList<>();
    private final Set<Thread> taken = new HashSet<>();

    private Lanes(Vertx vertx, int wanted, IntFunction<LaneVerticle> factory) {
        this.vertx = vertx;
        this.wanted = wanted;
        this.factory = factory;
    }

    /**
     * Deploys and starts the lanes.
     *
     * @param wanted at most as many as there are event loops
     * @param factory makes the lane of an index
     * @return the lanes in the order of their indices, all started
     */
    static Future<List<LaneVerticle>> deploy(Vertx vertx, int wanted, IntFunction<LaneVerticle> factory) {
        return new Lanes(vertx, wanted, factory).place();
    }

    /** Loops first, one after the other; the work of starting then goes on in all of them at once. */
    private Future<List<LaneVerticle>> place() {
        if (lanes.size() < wanted) {
            return place(factory.apply(lanes.size()), 0).compose(placed -> place());
        }
        return Future.join(lanes.stream().map(LaneVerticle::start).toList()).map(List.copyOf(lanes));
    }

    private Future<LaneVerticle> place(LaneVerticle lane, int tries) {
        return vertx.deployVerticle(lane).compose(id -> {
            if (taken.add(lane.loop()) || tries == TRIES) {
                lanes.add(lane);
                return Future.succeededFuture(lane);
            }
            return vertx.undeploy(id).compose(gone -> place(lane, tries + 1));
        });
    }
}
