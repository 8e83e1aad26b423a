package com.xiaojinpro.gateway.ingress.idempotency;

import com.xiaojinpro.gateway.config.IdempotencySettings;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Makes a call that is sent again with the same key the same call. Whoever takes the key runs; whoever comes later waits for
 * its answer, or is refused, as the configuration says. Thread-safe; what it promises completes on the caller's context.
 */
public final class Idempotency {
    /** The client's key. */
    public static final String HEADER = "idempotency-key";
    /** Says that an answer is one that was given before. */
    public static final String REPLAY_HEADER = "x-xjp-idempotent-replay";
    /** Says that an answer will not be given again, and why. */
    public static final String STATE_HEADER = "x-xjp-idempotency";

    public static final String UNAVAILABLE = "unavailable";
    public static final String TOO_LARGE = "too-large";

    private static final int LONGEST_KEY = 255;
    /** Bodies larger than this are hashed off the event loop. */
    private static final int LARGE_BODY = 256 * 1024;

    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final IdempotencyStore store;
    private final IdempotencySettings settings;
    private final IdempotencyListener listener;

    public Idempotency(IdempotencyStore store, IdempotencySettings settings) {
        this(store, settings, IdempotencyListener.NOOP);
    }

    public Idempotency(IdempotencyStore store, IdempotencySettings settings, IdempotencyListener listener) {
        this.store = store;
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Decides what becomes of a call.
     *
     * @param context the event loop of the call
     * @param key what the client sent
     * @param body as it was hashed for the first call, decompressed
     * @param gone whether the client has left
     */
    public Future<Claim> claim(
            Context context,
            String key,
            Principal caller,
            String method,
            String path,
            Buffer body,
            BooleanSupplier gone) {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            listener.decided(IdempotencyListener.Decision.INVALID);
            return Future.succeededFuture(new Claim.Refused(Fault.invalid(
                    "Idempotency-Key", "The header Idempotency-Key must hold 1 to " + LONGEST_KEY + " characters.")));
        }
        String place = scope(caller, key).hex();
        Future<Fingerprint> fingerprint = body.length() <= LARGE_BODY
                ? Future.succeededFuture(Fingerprint.of(method, path, body))
                : context.executeBlocking(() -> Fingerprint.of(method, path, body), false);
        return fingerprint.compose(asked -> new Waiting(this, context, place, asked, gone).begin());
    }

    IdempotencyStore store() {
        return store;
    }

    IdempotencyListener listener() {
        return listener;
    }

    IdempotencySettings settings() {
        return settings;
    }

    /** Keys of two tenants never meet; those of a caller without a tenant are its own. */
    private static Fingerprint scope(Principal caller, String key) {
        if (!caller.tenant().isEmpty()) {
            return Fingerprint.of("tenant", caller.tenant(), key);
        }
        return caller.keyId().isEmpty()
                ? Fingerprint.of("name", caller.keyName(), key)
                : Fingerprint.of("key", caller.keyId(), key);
    }

    static Fault reused() {
        return Fault.of(
                        FaultKind.CONFLICT,
                        "This Idempotency-Key was sent before with another request; each request needs a key of its"
                                + " own.")
                .withCode("idempotency_key_reused");
    }

    static Fault running() {
        return Fault.of(FaultKind.CONFLICT, "The first request with this Idempotency-Key has no answer yet.")
                .withCode("idempotency_key_in_use")
                .withRetryable(true)
                .withRetryAfter(ASK_AGAIN);
    }
}
