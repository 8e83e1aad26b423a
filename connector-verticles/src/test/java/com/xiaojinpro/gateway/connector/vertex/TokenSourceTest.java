package com.xiaojinpro.gateway.connector.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.connector.contract.MapSettings;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tokens against a scripted token endpoint, with a clock that is moved by hand. */
class TokenSourceTest {
    private static final KeyPair KEYS = keys();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));
    private final InstantSource clock = now::get;
    private final AtomicInteger given = new AtomicInteger();
    private Vertx vertx;
    private HttpClient client;
    private ScriptedUpstream server;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(4));
        client = vertx.createHttpClient();
        server = ScriptedUpstream.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(KEYS.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private String file() {
        return new JsonObject()
                .put("type", "service_account")
                .put("project_id", "the-project")
                .put("private_key_id", "key-1")
                .put("private_key", pem())
                .put("client_email", "gateway@the-project.example.com")
                .put("token_uri", server.url() + "/token")
                .encode();
    }

    private TokenSource serviceAccount() {
        CredentialFile file = CredentialFile.of(new Secret(file()), new MapSettings(Map.of()), "credentials");
        return new TokenSource(file.grant(), clock);
    }

    private Script next(long seconds) {
        return Script.json("{\"access_token\":\"t" + given.incrementAndGet() + "\",\"expires_in\":" + seconds
                + ",\"token_type\":\"Bearer\"}");
    }

    private void gives(long seconds) {
        server.answer(request -> true, request -> next(seconds));
    }

    private String token(TokenSource source) throws Exception {
        return source.headers(client)
                .map(headers -> String.valueOf(headers.get("authorization")))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private Fault fault(TokenSource source) {
        AtomicReference<Fault> fault = new AtomicReference<>();
        assertThatThrownBy(() -> token(source)).satisfies(failure -> fault.set(Fault.from(failure.getCause())));
        return fault.get();
    }

    @Test
    void theStatementIsSignedWithTheKeyAndSaysWhoAsksForWhat() throws Exception {
        gives(3_600);
        assertThat(token(serviceAccount())).isEqualTo("Bearer t1");
        RecordedRequest asked = server.requests().getFirst();
        assertThat(asked.path()).isEqualTo("/token");
        assertThat(asked.header("content-type")).isEqualTo("application/x-www-form-urlencoded");
        String form = asked.bodyText();
        assertThat(form).startsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=");
        String[] jwt = form.substring(form.indexOf("assertion=") + "assertion=".length())
                .split("\\.");
        JsonObject header = decoded(jwt[0]);
        assertThat(header.getString("alg")).isEqualTo("RS256");
        assertThat(header.getString("kid")).isEqualTo("key-1");
        JsonObject claims = decoded(jwt[1]);
        assertThat(claims.getString("iss")).isEqualTo("gateway@the-project.example.com");
        assertThat(claims.getString("aud")).isEqualTo(server.url() + "/token");
        assertThat(claims.getString("scope")).isEqualTo("https://www.googleapis.com/auth/cloud-platform");
        // H99: a clock that is ahead must not make a statement from the future.
        assertThat(claims.getLong("iat")).isEqualTo(now.get().getEpochSecond() - 30);
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(3_600);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KEYS.getPublic());
        signature.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
    }

    private static JsonObject decoded(String base64) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("H99: two hundred callers on all event loops cause one exchange, and each is answered where it is")
    void aStampedeCausesOneExchange() throws Exception {
        gives(3_600);
        TokenSource source = serviceAccount();
        List<Future<String>> callers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            // Every caller is on an event loop of its own turn.
            Context loop = ((VertxInternal) vertx).createEventLoopContext();
            Promise<String> answered = Promise.promise();
            callers.add(answered.future());
            loop.runOnContext(v -> source.headers(client).onComplete(result -> {
                boolean here = Vertx.currentContext() == loop;
                answered.complete(result.succeeded() && here ? result.result().get("authorization") : "elsewhere");
            }));
        }
        Future.all(callers).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(callers).allSatisfy(caller -> assertThat(caller.result()).isEqualTo("Bearer t1"));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aTokenIsRenewedBeforeItExpiresWhileItIsStillUsed() throws Exception {
        gives(3_600);
        TokenSource source = serviceAccount();
        assertThat(token(source)).isEqualTo("Bearer t1");
        now.set(now.get().plus(Duration.ofMinutes(54)));
        assertThat(token(source)).isEqualTo("Bearer t1");
        assertThat(server.requests()).hasSize(1);
        now.set(now.get().plus(Duration.ofMinutes(2)));
        // Nobody waits: the old one is good for four minutes more.
        assertThat(token(source)).isEqualTo("Bearer t1");
        renewed(source, "Bearer t2");
        assertThat(server.requests()).hasSize(2);
    }

    private void renewed(TokenSource source, String expected) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        try {
            while (!token(source).equals(expected)) {
                assertThat(System.nanoTime()).as("time to renew").isLessThan(deadline);
                Thread.onSpinWait();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anExpiredTokenIsNotUsedAgain() throws Exception {
        gives(3_600);
        TokenSource source = serviceAccount();
        assertThat(token(source)).isEqualTo("Bearer t1");
        now.set(now.get().plus(Duration.ofMinutes(61)));
        assertThat(token(source)).isEqualTo("Bearer t2");
    }

    @Test
    void aRefusedTokenIsForgottenOnceAndOnlyWhereItIsTheNewest() throws Exception {
        gives(3_600);
        TokenSource source = serviceAccount();
        assertThat(token(source)).isEqualTo("Bearer t1");
        Map<String, String> old = Map.of("authorization", "Bearer t1");
        source.refused(old);
        assertThat(token(source)).isEqualTo("Bearer t2");
        // The other calls of that moment are refused, too; their token is gone already.
        source.refused(old);
        assertThat(token(source)).isEqualTo("Bearer t2");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aRefusedKeyIsTheProvidersAndSaysNothingOfIt() {
        server.on(
                request -> true,
                Script.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}"));
        Fault fault = fault(serviceAccount());
        assertThat(fault.kind()).isEqualTo(FaultKind.UPSTREAM_AUTH);
        assertThat(fault.message()).doesNotContain("gateway@").doesNotContain("PRIVATE");
    }

    @Test
    void aFailingEndpointIsAskedTwiceAndThenLeftAlone() throws Exception {
        server.on(request -> true, Script.json(503, "{}"));
        TokenSource source = serviceAccount();
        assertThat(fault(source).kind()).isEqualTo(FaultKind.UPSTREAM_UNAVAILABLE);
        assertThat(fault(source).kind()).isEqualTo(FaultKind.UPSTREAM_UNAVAILABLE);
        assertThat(server.requests()).hasSize(2);
        now.set(now.get().plus(Duration.ofSeconds(2)));
        assertThat(fault(source).kind()).isEqualTo(FaultKind.UPSTREAM_UNAVAILABLE);
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void aPassingFailureIsNotNoticed() throws Exception {
        server.on(request -> true, Script.json(503, "{}"), next(3_600));
        assertThat(token(serviceAccount())).isEqualTo("Bearer t1");
    }

    @Test
    void anEndpointThatIsNotThereIsUnavailable() {
        int port = server.port();
        server.close();
        TokenSource source = new TokenSource(new MetadataServer("127.0.0.1:" + port), clock);
        assertThat(fault(source).kind()).isEqualTo(FaultKind.UPSTREAM_UNAVAILABLE);
    }

    @Test
    void anAnswerWithoutATokenIsARefusal() {
        server.on(request -> true, Script.json("{\"expires_in\":3600}"));
        assertThat(fault(serviceAccount()).kind()).isEqualTo(FaultKind.UPSTREAM_AUTH);
    }

    @Test
    void theMetadataServerIsAskedWithItsHeaderAndMustSendItBack() throws Exception {
        server.on(request -> true, next(3_600).header("Metadata-Flavor", "Google"));
        TokenSource source = new TokenSource(new MetadataServer("127.0.0.1:" + server.port()), clock);
        assertThat(token(source)).isEqualTo("Bearer t1");
        RecordedRequest asked = server.requests().getFirst();
        assertThat(asked.path()).isEqualTo("/computeMetadata/v1/instance/service-accounts/default/token");
        assertThat(asked.header("metadata-flavor")).isEqualTo("Google");
    }

    @Test
    void aServerThatIsNotGooglesIsNotBelieved() {
        server.on(request -> true, next(3_600));
        TokenSource source = new TokenSource(new MetadataServer("127.0.0.1:" + server.port()), clock);
        assertThat(fault(source).kind()).isEqualTo(FaultKind.UPSTREAM_AUTH);
    }

    @Test
    void aPersonsCredentialsAreExchangedToo() throws Exception {
        gives(3_600);
        String file = new JsonObject()
                .put("type", "authorized_user")
                .put("client_id", "id")
                .put("client_secret", "s&1")
                .put("refresh_token", "r/1")
                .put("token_uri", server.url() + "/token")
                .encode();
        CredentialFile read = CredentialFile.of(new Secret(file), new MapSettings(Map.of()), "credentials");
        assertThat(token(new TokenSource(read.grant(), clock))).isEqualTo("Bearer t1");
        assertThat(server.requests().getFirst().bodyText())
                .isEqualTo("grant_type=refresh_token&client_id=id&client_secret=s%261&refresh_token=r%2F1");
    }

    @Test
    void whatIsNoKeyIsReportedWithoutAWordOfIt() {
        for (String text : List.of(
                "no json",
                "{\"type\":\"external_account\"}",
                "{\"type\":\"service_account\",\"client_email\":\"a@b\"}",
                "{\"type\":\"service_account\",\"client_email\":\"a@b\",\"private_key\":\"topsecret\"}",
                "{\"type\":\"authorized_user\",\"refresh_token\":\"topsecret\"}")) {
            MapSettings settings = new MapSettings(Map.of());
            assertThat(CredentialFile.of(new Secret(text), settings, "credentials"))
                    .isNull();
            assertThat(settings.problems()).hasSize(1);
            assertThat(settings.problems().getFirst())
                    .startsWith("credentials:")
                    .doesNotContain("topsecret");
        }
    }
}
