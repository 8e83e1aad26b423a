package com.xiaojinpro.gateway.connector;

import com.xiaojinpro.gateway.bus.AttemptRequest;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.media.MediaFetcher;
import com.xiaojinpro.gateway.connector.media.MediaUrls;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that comes before the bytes of one attempt: media that the provider cannot fetch are put inline, the request is
 * written, the credential is at hand. Where nothing has to be fetched its futures are complete already. Owned by one
 * attempt, used on its event loop.
 */
final class Preparation {
    private final Context loop;
    private final HttpClient client;
    private final MediaFetcher media;
    private final HttpCodec codec;
    private final AttemptRequest attempt;
    private final Target target;
    /** The request as the provider is told it. */
    private UnifiedRequest told;

    private final Promise<Void> abandoned = Promise.promise();
    private Map<String, String> authorization = Map.of();
    private List<String> dropped = List.of();

    /**
     * @param loop where all of it happens
     */
    Preparation(Context loop, HttpClient client, MediaFetcher media, HttpCodec codec, AttemptRequest attempt) {
        this.loop = loop;
        this.client = client;
        this.media = media;
        this.codec = codec;
        this.attempt = attempt;
        this.target = attempt.target();
        this.told = attempt.call().request();
    }

    /** What to send first. */
    Future<UpstreamRequest> first() {
        try {
            return fetched();
        } catch (RuntimeException bug) {
            return Future.failedFuture(bug);
        }
    }

    private Future<UpstreamRequest> fetched() {
        Set<String> urls = MediaUrls.of(told, (part, url) -> !codec.fetches(part, url, target));
        if (urls.isEmpty()) {
            return recalled();
        }
        return media.fetch(urls, abandoned.future()).compose(fetched -> {
            told = MediaUrls.inlined(told, fetched);
            return recalled();
        });
    }

    /** The same request once the credential for it is at hand. */
    Future<UpstreamRequest> authorized(UpstreamRequest asked) {
        Credentials credentials = codec.credentials();
        if (credentials == null) {
            return Future.succeededFuture(asked);
        }
        return credentials.headers(client).map(headers -> {
            authorization = headers;
            return asked;
        });
    }

    /** The attempt is over: what is still being fetched for it is given up. */
    void abandon() {
        abandoned.tryComplete();
    }

    /** The headers of the credential, to be sent beside those of the request. */
    Map<String, String> authorization() {
        return authorization;
    }

    /** The provider refused the credential. */
    void refused() {
        Credentials credentials = codec.credentials();
        if (credentials != null) {
            credentials.refused(authorization);
        }
    }

    /** A decoder for the answer to what was told. */
    EventDecoder decoder(UpstreamHead head) {
        return codec.decoder(head, told, target, context());
    }

    /** What of the request the provider could not be told. */
    List<String> dropped() {
        return dropped;
    }

    /** The request once what other nodes know of it is here; they answer on threads of their own. */
    private Future<UpstreamRequest> recalled() {
        Future<Void> known = codec.recall(told, target, context());
        if (known.isComplete()) {
            return encoded();
        }
        Promise<Void> here = Promise.promise();
        known.onComplete(done -> loop.runOnContext(v -> here.complete()));
        return here.future().compose(v -> encoded());
    }

    private Future<UpstreamRequest> encoded() {
        UpstreamRequest asked;
        try {
            asked = codec.encode(told, target, context());
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
        if (target.strict() && !asked.dropped().isEmpty()) {
            return Future.failedFuture(untellable(asked.dropped()).exception());
        }
        dropped = asked.dropped();
        return authorized(asked);
    }

    private CallContext context() {
        return new CallContext(
                attempt.call().requestId(),
                attempt.call().tenant(),
                attempt.call().headers());
    }

    /** A strict route serves a request whole or not at all; another target may be told everything. */
    private static Fault untellable(List<String> dropped) {
        return Fault.invalid(dropped.get(0), "The model's provider cannot be told " + String.join(", ", dropped) + ".")
                .withCode("unsupported_parameter")
                .withRetryable(true);
    }
}
