package com.xiaojinpro.gateway.connector.media;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.model.MediaSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches media for requests to providers that cannot. One instance a lane, on its event loop. Bounded: so many files of so
 * many bytes at a time, each within a time; a file that is not to be had fails the request with a fault that names it.
 */
public final class MediaFetcher {
    private static final Logger LOG = LoggerFactory.getLogger(MediaFetcher.class);
    private static final int MOST_FILES = 32;
    private static final int CONNECTIONS_PER_HOST = 8;
    private static final int WAITING = 256;

    private final Vertx vertx;
    private final HttpClient client;
    private final GatewayConfig.Media settings;
    private final EgressFilter filter;

    public MediaFetcher(Vertx vertx, GatewayConfig.Media settings) {
        this(
                vertx,
                vertx.httpClientBuilder()
                        .with(new HttpClientOptions()
                                .setDecompressionSupported(false)
                                .setKeepAlive(false))
                        .with(new PoolOptions()
                                .setHttp1MaxSize(CONNECTIONS_PER_HOST)
                                .setMaxWaitQueueSize(WAITING))
                        .withConnectHandler(
                                opened -> opened.exceptionHandler(broken -> LOG.debug("A connection broke", broken)))
                        .build(),
                settings);
    }

    private MediaFetcher(Vertx vertx, HttpClient client, GatewayConfig.Media settings) {
        this.vertx = vertx;
        this.client = client;
        this.settings = settings;
        this.filter = new EgressFilter(settings.allow());
    }

    /** The same connections under other settings. */
    public MediaFetcher with(GatewayConfig.Media changed) {
        return new MediaFetcher(vertx, client, changed);
    }

    /**
     * What stands behind each address; fails with the fault of the first that is not to be had, and then the others are not
     * waited for.
     *
     * @param abandoned completes when nobody wants them any more: their connections are then closed at once
     */
    public Future<Map<String, MediaSource.Inline>> fetch(Set<String> urls, Future<Void> abandoned) {
        if (!settings.fetch()) {
            return Future.failedFuture(MediaFaults.notFetched().exception());
        }
        if (urls.size() > MOST_FILES) {
            return Future.failedFuture(MediaFaults.tooMany(MOST_FILES).exception());
        }
        ByteBudget budget = new ByteBudget(settings.maxBytes());
        List<MediaFetch> fetches = urls.stream()
                .map(url -> new MediaFetch(vertx, client, filter, settings.timeout(), budget, url))
                .toList();
        abandoned.onComplete(given -> fetches.forEach(MediaFetch::cancel));
        return Future.all(fetches.stream().map(MediaFetch::run).toList())
                .onFailure(first -> fetches.forEach(MediaFetch::cancel))
                .map(all -> {
                    Map<String, MediaSource.Inline> fetched = new LinkedHashMap<>();
                    fetches.forEach(fetch -> fetched.put(fetch.url(), fetch.result()));
                    return fetched;
                });
    }

    public Future<Void> close() {
        return client.close();
    }
}
