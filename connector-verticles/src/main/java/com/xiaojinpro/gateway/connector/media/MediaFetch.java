package com.xiaojinpro.gateway.connector.media;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.LongText;
import com.xiaojinpro.gateway.model.MediaSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One file: looked up, checked, fetched, and again for every redirect. It connects to the very address that passed the
 * filter, so that a name cannot mean another one a moment later. One event loop.
 */
final class MediaFetch {
    private static final int MOST_REDIRECTS = 5;
    private static final int LARGE = 256 * 1024;

    private final Vertx vertx;
    private final HttpClient client;
    private final EgressFilter filter;
    private final Duration timeout;
    private final ByteBudget budget;
    private final String shown;
    private final String url;
    private final Promise<MediaSource.Inline> done = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private @Nullable HttpClientRequest request;
    private int redirects;

    MediaFetch(Vertx vertx, HttpClient client, EgressFilter filter, Duration timeout, ByteBudget budget, String url) {
        this.vertx = vertx;
        this.client = client;
        this.filter = filter;
        this.timeout = timeout;
        this.budget = budget;
        this.url = url;
        this.shown = shown(url);
    }

    Future<MediaSource.Inline> run() {
        long timer = vertx.setTimer(timeout.toMillis(), id -> fail(MediaFaults.tooSlow(shown)));
        ask(url);
        return done.future().onComplete(ended -> vertx.cancelTimer(timer));
    }

    /** Its address, as the request has it. */
    String url() {
        return url;
    }

    /** What was fetched, once that is done. */
    MediaSource.Inline result() {
        return done.future().result();
    }

    /** Nobody waits for it any more. */
    void cancel() {
        fail(MediaFaults.abandoned(shown));
    }

    private void ask(String address) {
        if (done.future().isComplete()) {
            return;
        }
        URI uri = uri(address);
        String host = uri == null ? null : uri.getHost();
        if (uri == null || host == null || !isHttp(uri)) {
            fail(MediaFaults.notAnAddress(shown));
            return;
        }
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        vertx.executeBlocking(() -> InetAddress.getAllByName(name), false)
                .compose(found -> connect(uri, name, found))
                .onComplete(answered -> {
                    if (answered.succeeded()) {
                        read(uri, answered.result());
                    } else if (answered.cause() instanceof FaultException known) {
                        fail(known.fault());
                    } else {
                        fail(MediaFaults.unreachable(shown));
                    }
                });
    }

    private Future<HttpClientResponse> connect(URI uri, String name, InetAddress[] found) {
        // All of them: a name with a public and a private address is a trick.
        for (InetAddress address : found) {
            if (!filter.allows(address)) {
                return Future.failedFuture(MediaFaults.forbidden(shown).exception());
            }
        }
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(port, found[0].getHostAddress()))
                .setHost(name)
                .setPort(port)
                .setSsl(tls)
                .setFollowRedirects(false)
                .setConnectTimeout(timeout.toMillis())
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .putHeader("accept", "*/*")
                .putHeader("accept-encoding", "identity")
                .putHeader("user-agent", "xiaojinpro-gateway");
        return client.request(options).compose(opened -> {
            if (done.future().isComplete()) {
                opened.reset();
                return Future.failedFuture(MediaFaults.tooSlow(shown).exception());
            }
            request = opened;
            return opened.send();
        });
    }

    private void read(URI from, HttpClientResponse response) {
        int status = response.statusCode();
        String location = response.getHeader("location");
        if (status / 100 == 3 && location != null) {
            reset();
            if (redirects++ == MOST_REDIRECTS) {
                fail(MediaFaults.tooManyRedirects(shown));
            } else {
                ask(resolved(from, location));
            }
            return;
        }
        if (status != 200) {
            fail(MediaFaults.answered(shown, status));
            return;
        }
        String type = type(response.getHeader("content-type"));
        if (!isMedia(type)) {
            fail(MediaFaults.notMedia(shown, type));
            return;
        }
        response.exceptionHandler(broken -> fail(MediaFaults.unreachable(shown)));
        response.handler(this::take);
        response.endHandler(end -> encode(type));
    }

    private void take(Buffer bytes) {
        if (done.future().isComplete()) {
            return;
        }
        if (budget.take(bytes.length())) {
            body.appendBuffer(bytes);
        } else {
            fail(MediaFaults.tooLarge(shown, budget.size()));
        }
    }

    private void encode(String type) {
        String mediaType = type.isEmpty() || type.endsWith("/octet-stream") ? null : type;
        if (body.length() < LARGE) {
            done.tryComplete(new MediaSource.Inline(mediaType, base64()));
        } else {
            vertx.executeBlocking(this::base64, false)
                    .onSuccess(text -> done.tryComplete(new MediaSource.Inline(mediaType, text)))
                    .onFailure(done::tryFail);
        }
    }

    private LongText base64() {
        byte[] text = Base64.getEncoder().encode(body.getBytes());
        return LongText.of(text, 0, text.length);
    }

    private void fail(Fault fault) {
        if (done.tryFail(fault.exception())) {
            reset();
        }
    }

    private void reset() {
        HttpClientRequest open = request;
        if (open != null) {
            open.reset();
        }
    }

    private static boolean isHttp(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }

    private static boolean isMedia(String type) {
        return type.isEmpty()
                || type.startsWith("image/")
                || type.startsWith("audio/")
                || type.startsWith("video/")
                || type.equals("text/plain")
                || type.equals("application/pdf")
                || type.equals("application/octet-stream")
                || type.equals("binary/octet-stream");
    }

    private static String type(@Nullable String header) {
        if (header == null) {
            return "";
        }
        int parameters = header.indexOf(';');
        return (parameters < 0 ? header : header.substring(0, parameters))
                .trim()
                .toLowerCase(Locale.ROOT);
    }

    private static @Nullable URI uri(String address) {
        try {
            return new URI(address.trim());
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static String resolved(URI from, String location) {
        try {
            return from.resolve(location).toString();
        } catch (IllegalArgumentException e) {
            return location;
        }
    }

    /** What may be shown of an address: no user, no query, no fragment. */
    private static String shown(String url) {
        URI uri = uri(url);
        if (uri == null || uri.getHost() == null) {
            return "an address that cannot be read";
        }
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() > 0 ? ":" + uri.getPort() : "")
                + (uri.getRawPath() == null ? "" : uri.getRawPath());
    }
}
