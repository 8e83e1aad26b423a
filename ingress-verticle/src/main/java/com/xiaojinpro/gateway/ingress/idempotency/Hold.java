package com.xiaojinpro.gateway.ingress.idempotency;

import com.xiaojinpro.gateway.ingress.idempotency.IdempotencyListener.Ending;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key that a call has taken, until the call ends. It is renewed while the call runs, so that it stays taken for as long as
 * the node lives and not much longer. Lives on the call's event loop.
 */
public final class Hold {
    private static final Logger LOG = LoggerFactory.getLogger(Hold.class);
    private static final int RENEWALS_A_LEASE = 3;

    private final Idempotency idempotency;
    private final String place;
    private final Fingerprint fingerprint;
    private final byte[] mine;
    private final Recording recording;
    private long renewedNanos = System.nanoTime();
    private Future<Boolean> last = Future.succeededFuture(true);
    private boolean ended;

    Hold(Idempotency idempotency, String place, Fingerprint fingerprint, byte[] mine) {
        this.idempotency = idempotency;
        this.place = place;
        this.fingerprint = fingerprint;
        this.mine = mine;
        this.recording = new Recording(idempotency.settings().maxAnswerBytes());
    }

    /** Takes what is written to the client. */
    public Recording recording() {
        return recording;
    }

    /** Renews the lease where it is time. A store that has forgotten the key hears of it again. */
    public void tick(long nowNanos) {
        long lease = idempotency.settings().lease().toNanos();
        if (!ended && last.isComplete() && nowNanos - renewedNanos > lease / RENEWALS_A_LEASE) {
            renewedNanos = nowNanos;
            then(() -> idempotency
                    .store()
                    .put(place, mine, mine, idempotency.settings().lease()));
        }
    }

    /** The call is over, and whoever sends it again gets the same answer; one that is too large is not kept. */
    public void keep(HttpServerResponse response) {
        var body = recording.body();
        if (body == null) {
            free(Ending.TOO_LARGE);
            return;
        }
        if (!ended) {
            ended = true;
            byte[] entry = Entry.write(new Entry.Answered(fingerprint, StoredAnswer.of(response, body)));
            then(() -> idempotency
                    .store()
                    .put(place, mine, entry, idempotency.settings().ttl()));
            tell(Ending.KEPT);
        }
    }

    /** The call is over and was not answered: whoever sends it again runs. */
    public void release() {
        free(Ending.FREED);
    }

    private void free(Ending ending) {
        if (!ended) {
            ended = true;
            then(() -> idempotency.store().release(place, mine));
            tell(ending);
        }
    }

    /** Once the store has heard of the end, or has not. */
    private void tell(Ending ending) {
        last.onComplete(done -> idempotency.listener().ended(done.succeeded() ? ending : Ending.LOST));
    }

    /** One after the other: a renewal that is overtaken by a release would take the key again. */
    private void then(Supplier<Future<Boolean>> next) {
        last = last.transform(before -> {
            try {
                return next.get();
            } catch (RuntimeException e) {
                return Future.failedFuture(e);
            }
        });
        last.onFailure(e -> LOG.debug("The idempotency store did not hear of a call", e));
    }
}
