package com.xiaojinpro.gateway.connector.vertex;

import com.xiaojinpro.gateway.connector.Credentials;
import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.JsonCursor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access tokens of one grant: kept until shortly before they expire, fetched by one caller while the others wait, on whatever
 * event loop they are (H99). A token that is about to expire is renewed while it is still used, so that nobody waits. Thread-safe.
 */
final class TokenSource implements Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(TokenSource.class);
    private static final long TIMEOUT_SECONDS = 15;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final Duration EARLY = Duration.ofMinutes(5);
    /** A failure answers everybody who asks so soon after it. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private record Token(Map<String, String> headers, Instant renewAt, Instant expiresAt) {}

    private record Failure(Fault fault, Instant until) {}

    private final TokenGrant grant;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Promise<Token>> running = new AtomicReference<>();
    private volatile @Nullable Token token;
    private volatile @Nullable Failure failure;

    TokenSource(TokenGrant grant, InstantSource clock) {
        this.grant = grant;
        this.clock = clock;
    }

    @Override
    public Future<Map<String, String>> headers(HttpClient client) {
        Instant now = clock.instant();
        Token known = token;
        if (known != null && now.isBefore(known.renewAt())) {
            return Future.succeededFuture(known.headers());
        }
        Future<Map<String, String>> meanwhile =
                known != null && now.isBefore(known.expiresAt()) ? Future.succeededFuture(known.headers()) : null;
        Failure failed = failure;
        if (failed != null && now.isBefore(failed.until())) {
            return meanwhile != null
                    ? meanwhile
                    : Future.failedFuture(failed.fault().exception());
        }
        Future<Token> fetched = fetch(client);
        return meanwhile != null ? meanwhile : here(fetched);
    }

    @Override
    public void refused(Map<String, String> headers) {
        Token known = token;
        if (known != null && known.headers().equals(headers)) {
            LOG.warn("{}: the provider refused an access token", grant);
            token = null;
        }
    }

    /** The headers of a fetched token, on the caller's context whoever fetches it. */
    private static Future<Map<String, String>> here(Future<Token> fetched) {
        Context context = Vertx.currentContext();
        if (context == null) {
            return fetched.map(Token::headers);
        }
        Promise<Map<String, String>> mine = Promise.promise();
        fetched.onComplete(result -> context.runOnContext(v -> {
            if (result.succeeded()) {
                mine.complete(result.result().headers());
            } else {
                mine.fail(result.cause());
            }
        }));
        return mine.future();
    }

    private Future<Token> fetch(HttpClient client) {
        Promise<Token> mine = Promise.promise();
        Promise<Token> other = running.compareAndExchange(null, mine);
        if (other != null) {
            return other.future();
        }
        Token known = token;
        if (known != null && clock.instant().isBefore(known.renewAt())) {
            // Another caller's fetch ended between our look and our turn.
            running.set(null);
            mine.complete(known);
            return mine.future();
        }
        exchange(client).onComplete(result -> {
            if (result.succeeded()) {
                token = result.result();
                failure = null;
                running.set(null);
                mine.complete(result.result());
            } else {
                Fault fault = Fault.from(result.cause());
                failure = new Failure(fault, clock.instant().plus(PAUSE));
                running.set(null);
                mine.fail(fault.exception());
            }
        });
        return mine.future();
    }

    /** Asks once, and once more where the failure may be a passing one. */
    private Future<Token> exchange(HttpClient client) {
        return attempt(client)
                .recover(first -> Fault.from(first).kind() == FaultKind.UPSTREAM_UNAVAILABLE
                        ? attempt(client)
                        : Future.failedFuture(first));
    }

    private Future<Token> attempt(HttpClient client) {
        Future<Token> asked;
        try {
            TokenGrant.Ask ask = grant.ask(clock.instant());
            RequestOptions options = new RequestOptions()
                    .setMethod(ask.method())
                    .setAbsoluteURI(ask.url())
                    .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                    .setTimeout(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
            asked = client.request(options)
                    .compose(request -> send(request, ask))
                    .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (RuntimeException e) {
            asked = Future.failedFuture(e);
        }
        return asked.recover(cause -> {
            if (cause instanceof FaultException) {
                return Future.failedFuture(cause);
            }
            LOG.warn("{}: no access token, {}", grant, cause.toString());
            return Future.failedFuture(
                    Fault.of(FaultKind.UPSTREAM_UNAVAILABLE, "The provider's token endpoint cannot be reached.")
                            .exception());
        });
    }

    private Future<Token> send(HttpClientRequest request, TokenGrant.Ask ask) {
        ask.headers().forEach(request::putHeader);
        return request.send(ask.body()).compose(response -> response.body().map(body -> read(response, body)));
    }

    private Token read(HttpClientResponse response, Buffer body) {
        int status = response.statusCode();
        String proof = grant.proof();
        boolean proven = proof.isEmpty() || "Google".equals(response.getHeader(proof));
        if (status / 100 == 2 && proven && body.length() <= LONGEST_ANSWER) {
            Token read = token(body);
            if (read != null) {
                return read;
            }
        }
        boolean theirs = status >= 500 || status == 429;
        LOG.warn("{}: no access token, status {} {}", grant, status, theirs ? "" : reason(body));
        throw theirs
                ? Fault.of(
                                FaultKind.UPSTREAM_UNAVAILABLE,
                                "The provider's token endpoint failed (status " + status + ").")
                        .exception()
                : Fault.of(FaultKind.UPSTREAM_AUTH, "The provider gave the gateway no access token.")
                        .exception();
    }

    private @Nullable Token token(Buffer body) {
        String value = null;
        long seconds = 0;
        try {
            JsonCursor json = JsonCursor.of(body);
            json.beginObject();
            while (json.nextField()) {
                switch (json.name()) {
                    case "access_token" -> value = Lenient.word(json);
                    case "expires_in" -> seconds = Lenient.integer(json, 0);
                    default -> json.skip();
                }
            }
        } catch (FaultException malformed) {
            return null;
        }
        if (value == null || seconds <= 0) {
            return null;
        }
        Duration lifetime = Duration.ofSeconds(Math.min(seconds, 86_400));
        Duration half = lifetime.dividedBy(2);
        Instant expires = clock.instant().plus(lifetime);
        return new Token(
                Map.of("authorization", "Bearer " + value),
                expires.minus(half.compareTo(EARLY) < 0 ? half : EARLY),
                expires);
    }

    /** What a refusal says of itself; it never repeats what was sent. */
    private static String reason(Buffer body) {
        try {
            JsonCursor json = JsonCursor.of(body);
            String error = json.peek("error");
            String description = json.peek("error_description");
            String all = (error == null ? "" : error) + " " + (description == null ? "" : description);
            return all.substring(0, Math.min(all.length(), 300)).replaceAll("[^\\x20-\\x7E]", "?");
        } catch (FaultException notJson) {
            return "";
        }
    }
}
