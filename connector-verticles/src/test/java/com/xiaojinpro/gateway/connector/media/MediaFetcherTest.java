package com.xiaojinpro.gateway.connector.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.MediaSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real server on loopback, which the filter lets pass only where the settings say so. */
class MediaFetcherTest {
    private static final int MAX_BYTES = 4096;
    private static final Future<Void> NEVER = Promise.<Void>promise().future();

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private final Promise<Void> reached = Promise.promise();
    private final CountDownLatch left = new CountDownLatch(1);
    private int port;

    @BeforeEach
    void serve() {
        port = await(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"))
                .actualPort();
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    private void answer(HttpServerRequest request) {
        asked.incrementAndGet();
        switch (request.path()) {
            case "/cat.png" ->
                request.response().putHeader("content-type", "image/png").end("cat");
            case "/large" ->
                request.response().putHeader("content-type", "image/png").end(Buffer.buffer(new byte[MAX_BYTES]));
            case "/page" ->
                request.response()
                        .putHeader("content-type", "text/html; charset=utf-8")
                        .end("<html>");
            case "/moved" -> redirect(request, "/cat.png");
            case "/loop" -> redirect(request, "/loop");
            case "/inside" -> redirect(request, "http://169.254.169.254/latest/meta-data");
            case "/file" -> redirect(request, "file:///etc/passwd");
            case "/cut" -> {
                request.response().putHeader("content-length", "100").write("half");
                request.connection().close();
            }
            case "/silent" -> {
                request.connection().closeHandler(v -> left.countDown());
                reached.tryComplete();
            }
            case "/late" ->
                reached.future()
                        .onComplete(
                                other -> request.response().setStatusCode(404).end());
            default -> request.response().setStatusCode(404).end();
        }
    }

    private static void redirect(HttpServerRequest request, String to) {
        request.response().setStatusCode(302).putHeader("location", to).end();
    }

    @Test
    void mediaComeInlineWithTheirTypeOverRedirectsToo() {
        String direct = url("/cat.png");
        String moved = url("/moved?token=secret");

        Map<String, MediaSource.Inline> fetched = await(fetcher("127.0.0.0/8").fetch(Set.of(direct, moved), NEVER));

        MediaSource.Inline cat =
                new MediaSource.Inline("image/png", Base64.getEncoder().encodeToString("cat".getBytes()));
        assertThat(fetched).containsOnly(Map.entry(direct, cat), Map.entry(moved, cat));
    }

    // H92
    @Test
    void aPrivateAddressIsNotEvenAsked() {
        Fault fault = refused(fetcher(), url("/cat.png"));

        assertThat(fault.code()).isEqualTo("media_address_forbidden");
        assertThat(fault.kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        assertThat(asked).hasValue(0);
    }

    @Test
    void anotherNotationOfAPrivateAddressIsRefusedToo() {
        for (String host : List.of("localhost", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]", "127.1")) {
            String url = "http://" + host + ":" + port + "/cat.png";
            assertThat(refused(fetcher(), url).kind()).as(url).isEqualTo(FaultKind.INVALID_REQUEST);
        }
        assertThat(asked).hasValue(0);
    }

    // H92: nor by a redirect.
    @Test
    void aRedirectToAPrivateAddressIsNotFollowed() {
        assertThat(refused(fetcher("127.0.0.0/8"), url("/inside")).code()).isEqualTo("media_address_forbidden");
    }

    @ParameterizedTest
    @CsvSource({
        "/none, answered 404",
        "/page, text/html",
        "/loop, redirected too often",
        "/file, only http and https",
        "/cut, cannot be reached"
    })
    void whatIsNotToBeHadIsSaidWithTheAddress(String path, String reason) {
        Fault fault = refused(fetcher("127.0.0.0/8"), url(path + "?signature=secret"));

        assertThat(fault.message()).contains(path).contains(reason).doesNotContain("secret");
        assertThat(fault.retryable()).as("another target may fetch it itself").isTrue();
    }

    // H92: however much an address gives.
    @Test
    void theMediaOfARequestAreBoundedTogether() {
        MediaFetcher fetcher = fetcher("127.0.0.0/8");

        assertThat(await(fetcher.fetch(Set.of(url("/large")), NEVER))).hasSize(1);
        assertThat(refused(fetcher, url("/large"), url("/large?again")).message())
                .contains("" + MAX_BYTES);
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() {
        GatewayConfig.Media hasty =
                new GatewayConfig.Media(true, MAX_BYTES, Duration.ofMillis(50), List.of("127.0.0.0/8"));

        assertThat(refused(new MediaFetcher(vertx, hasty), url("/silent")).message())
                .contains("in time");
    }

    // H92
    @Test
    void whatNobodyWantsAnyMoreIsNotFetchedToItsEnd() throws InterruptedException {
        Promise<Void> abandoned = Promise.promise();
        Future<?> fetched = fetcher("127.0.0.0/8").fetch(Set.of(url("/silent")), abandoned.future());
        await(reached.future());

        abandoned.complete();

        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(catchThrowable(() -> get(fetched))).hasMessageContaining("not wanted");
    }

    @Test
    void oneThatIsNotToBeHadEndsTheOthers() throws InterruptedException {
        Fault fault = refused(fetcher("127.0.0.0/8"), url("/silent"), url("/late"));

        assertThat(fault.message()).contains("404");
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void noMediaAreFetchedWhereTheOperatorSaidSo() {
        GatewayConfig.Media off = new GatewayConfig.Media(false, MAX_BYTES, Duration.ofSeconds(5), List.of());

        assertThat(refused(new MediaFetcher(vertx, off), url("/cat.png")).message())
                .contains("base64");
    }

    private MediaFetcher fetcher(String... allow) {
        return new MediaFetcher(vertx, new GatewayConfig.Media(true, MAX_BYTES, Duration.ofSeconds(5), List.of(allow)));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private static Fault refused(MediaFetcher fetcher, String... urls) {
        return Fault.from(catchThrowable(() -> get(fetcher.fetch(Set.of(urls), NEVER))));
    }

    private static <T> T await(Future<T> future) {
        try {
            return get(future);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T get(Future<T> future) throws Throwable {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }
}
