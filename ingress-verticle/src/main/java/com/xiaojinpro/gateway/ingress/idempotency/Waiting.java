package com.xiaojinpro.gateway.ingress.idempotency;

import com.xiaojinpro.gateway.config.IdempotencySettings.Duplicates;
import com.xiaojinpro.gateway.ingress.idempotency.IdempotencyListener.Decision;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call's way to its key. It asks the store until the key is its own or there is an answer: what a node that died leaves
 * behind is found that way, too, without anybody having to tell. Lives on the call's event loop.
 */
final class Waiting {
    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final long FIRST_PAUSE_MILLIS = 25;
    private static final long LONGEST_PAUSE_MILLIS = 400;

    private final Idempotency idempotency;
    private final Context context;
    private final String place;
    private final Fingerprint fingerprint;
    private final BooleanSupplier gone;
    private final byte[] mine;
    private final Promise<Claim> claim = Promise.promise();
    private final long startedNanos = System.nanoTime();
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean waited;

    Waiting(Idempotency idempotency, Context context, String place, Fingerprint fingerprint, BooleanSupplier gone) {
        this.idempotency = idempotency;
        this.context = context;
        this.place = place;
        this.fingerprint = fingerprint;
        this.gone = gone;
        this.mine = Entry.write(new Entry.Running(fingerprint, UUID.randomUUID().toString()));
    }

    Future<Claim> begin() {
        ask();
        return claim.future();
    }

    private void ask() {
        Promise<byte @Nullable []> heard = Promise.promise();
        long timer = context.owner()
                .setTimer(
                        Math.max(1, idempotency.settings().storeTimeout().toMillis()),
                        id -> heard.tryFail("the store did not answer in time"));
        take().onComplete(taken -> context.runOnContext(v -> {
            context.owner().cancelTimer(timer);
            boolean inTime = taken.succeeded() ? heard.tryComplete(taken.result()) : heard.tryFail(taken.cause());
            if (!inTime && taken.succeeded() && taken.result() == null) {
                // Nobody waits for this key any more, and nobody should.
                idempotency.store().release(place, mine);
            }
        }));
        heard.future().onComplete(answer -> {
            if (answer.succeeded()) {
                heard(answer.result());
            } else {
                unavailable(answer.cause());
            }
        });
    }

    private Future<byte @Nullable []> take() {
        try {
            return idempotency.store().take(place, mine, idempotency.settings().lease());
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void heard(byte @Nullable [] there) {
        if (there == null || Arrays.equals(there, mine)) {
            Hold hold = new Hold(idempotency, place, fingerprint, mine);
            if (gone.getAsBoolean()) {
                hold.release();
                decide(Decision.ABANDONED, new Claim.Abandoned());
            } else {
                decide(Decision.FIRST, new Claim.Held(hold));
            }
            return;
        }
        if (gone.getAsBoolean()) {
            decide(Decision.ABANDONED, new Claim.Abandoned());
            return;
        }
        try {
            meet(Entry.read(there));
        } catch (IllegalArgumentException unreadable) {
            unavailable(unreadable);
        }
    }

    private void meet(Entry entry) {
        if (!entry.fingerprint().equals(fingerprint)) {
            decide(Decision.REUSED, new Claim.Refused(Idempotency.reused()));
        } else if (entry instanceof Entry.Answered answered) {
            decide(Decision.REPLAYED, new Claim.Answered(answered.answer()));
        } else if (idempotency.settings().duplicates() == Duplicates.REFUSE || patienceIsOver()) {
            decide(Decision.IN_USE, new Claim.Refused(Idempotency.running()));
        } else {
            if (!waited) {
                waited = true;
                idempotency.listener().waited();
            }
            context.owner().setTimer(pauseMillis, id -> ask());
            pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
        }
    }

    private boolean patienceIsOver() {
        return System.nanoTime() - startedNanos
                > idempotency.settings().patience().toNanos();
    }

    private void unavailable(Throwable cause) {
        LOG.debug("A call goes on without its idempotency key", cause);
        if (gone.getAsBoolean()) {
            decide(Decision.ABANDONED, new Claim.Abandoned());
        } else {
            decide(Decision.UNAVAILABLE, new Claim.Unavailable());
        }
    }

    private void decide(Decision decision, Claim decided) {
        idempotency.listener().decided(decision);
        claim.complete(decided);
    }
}
