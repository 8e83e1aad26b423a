package com.xiaojinpro.gateway.accounts.keys;

import static com.xiaojinpro.gateway.accounts.TestServer.await;
import static com.xiaojinpro.gateway.accounts.TestServer.until;
import static com.xiaojinpro.gateway.accounts.keys.Fixture.ACTOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.accounts.Cable;
import com.xiaojinpro.gateway.accounts.TestServer;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.auth.ConfiguredKeys;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database: one changes keys, the other, behind a cable that can be cut, must know of it. */
@ExtendWith(VertxExtension.class)
class DatabaseKeysTest {
    private static final Duration GRACE = Duration.ofMinutes(10);

    @TempDir
    private Path data;

    private Vertx vertx;
    private GatewayConfig.Database settings;
    private Cable cable;
    private Fixture near;
    private Fixture far;

    @BeforeEach
    void nodes(Vertx instance) {
        vertx = instance;
        settings = TestServer.database(vertx);
        cable = new Cable(vertx, TestServer.address().port());
        near = Fixture.node(vertx, settings, GRACE, data);
        far = Fixture.node(vertx, TestServer.at(settings, cable.port()), GRACE, data);
    }

    @AfterEach
    void close() {
        near.close();
        far.close();
        cable.close();
    }

    @Test
    void aPrincipalCarriesWhatLimitsNeed() {
        await(near.directory()
                .tenants()
                .create(
                        ACTOR,
                        new JsonObject()
                                .put("name", "team")
                                .put("models", new JsonArray().add("gpt-*"))
                                .put("limits", new JsonObject().put("concurrent_requests", 3)),
                        null));
        IssuedKey issued = await(near.directory()
                .keys()
                .create(
                        ACTOR,
                        new JsonObject()
                                .put("name", "app")
                                .put("tenant", "team")
                                .put("models", new JsonArray().add("gpt-5").add("echo"))
                                .put("limits", new JsonObject().put("requests_per_minute", 5)),
                        null));
        Principal found = far.find(issued);
        assertThat(found.keyId()).isEqualTo(issued.key().id());
        assertThat(found.keyName()).isEqualTo("app");
        assertThat(found.tenant()).isEqualTo("team");
        assertThat(found.keyLimits().requestsPerMinute()).isEqualTo(5);
        assertThat(found.tenantLimits().concurrentRequests()).isEqualTo(3);
        assertThat(found.mayUse("gpt-5")).isTrue();
        assertThat(found.mayUse("gpt-4")).isFalse();
        assertThat(found.mayUse("echo")).isFalse();
    }

    @Test
    void aRevocationHoldsOnTheOtherNodeWithinASecond() {
        IssuedKey issued = near.create("app");
        assertThat(far.find(issued)).isNotNull();
        await(near.directory().keys().revoke(ACTOR, issued.key().id()));
        long revoked = System.nanoTime();
        until(() -> far.find(issued) == null, "the key is refused");
        assertThat(Duration.ofNanos(System.nanoTime() - revoked)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aDisabledTenantTakesItsKeysWithItWithinASecond() {
        IssuedKey issued = near.create("app");
        assertThat(far.find(issued)).isNotNull();
        await(near.directory().tenants().update(ACTOR, "default", new JsonObject().put("enabled", false)));
        long disabled = System.nanoTime();
        until(() -> far.find(issued) == null, "the key is refused");
        assertThat(Duration.ofNanos(System.nanoTime() - disabled)).isLessThan(Duration.ofSeconds(1));
        await(near.directory().tenants().update(ACTOR, "default", new JsonObject().put("enabled", true)));
        until(() -> far.find(issued) != null, "the key is accepted again");
    }

    @Test
    void aChangeByHandHoldsToo() {
        IssuedKey issued = near.create("app");
        assertThat(far.find(issued)).isNotNull();
        await(near.directory().database().pool().query("delete from api_keys").execute());
        until(() -> far.find(issued) == null, "the key is refused");
    }

    @Test
    void aKeyThatWasUnknownIsKnownAsSoonAsItIsMade() {
        Tokens.Parts parts = Tokens.random();
        assertThat(far.find(Tokens.format(Tokens.KEY, parts))).isNull();
        Pepper pepper = near.directory().pepper();
        await(near.directory()
                .database()
                .pool()
                .preparedQuery(
                        "insert into api_keys (id, tenant, name, secret_hash) values ($1, 'default', 'late', $2)")
                .execute(io.vertx.sqlclient.Tuple.of(
                        parts.id(), io.vertx.core.buffer.Buffer.buffer(pepper.hash(parts.id(), parts.secret())))));
        long made = System.nanoTime();
        until(() -> far.find(Tokens.format(Tokens.KEY, parts)) != null, "the key is accepted");
        assertThat(Duration.ofNanos(System.nanoTime() - made)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aRevocationThatWasMissedHoldsWithinASecondOfTheReturn() {
        IssuedKey revoked = near.create("revoked");
        IssuedKey kept = near.create("kept");
        assertThat(far.find(revoked)).isNotNull();
        assertThat(far.find(kept)).isNotNull();
        cable.cut();
        await(near.directory().keys().revoke(ACTOR, revoked.key().id()));
        assertThat(far.find(kept)).isNotNull();
        cable.mend(TestServer.address().port());
        long mended = System.nanoTime();
        until(() -> far.find(revoked) == null, "the key is refused");
        assertThat(Duration.ofNanos(System.nanoTime() - mended)).isLessThan(Duration.ofSeconds(1));
        assertThat(far.find(kept)).isNotNull();
    }

    @Test
    void whileTheDatabaseIsAwayKnownKeysHoldAndUnknownOnesAreNotCalledWrong() {
        IssuedKey known = near.create("known");
        IssuedKey unknown = near.create("unknown");
        assertThat(far.find(known)).isNotNull();
        cable.cut();
        until(() -> far.feed().age().compareTo(Duration.ofSeconds(1)) > 0, "the node knows that it may miss something");
        assertThat(far.find(known)).isNotNull();
        assertThat(far.find(known.secret().reveal().substring(0, 60) + "x")).isNull();
        assertUnavailable(far, unknown);
        assertThat(far.find("sk-of-another-form")).isNull();
        cable.mend(TestServer.address().port());
        until(() -> reachable(far, unknown), "the key is accepted");
    }

    @Test
    void theGraceOfAnOutageEnds() {
        Fixture strict = Fixture.node(vertx, TestServer.at(settings, cable.port()), Duration.ofMillis(900), data);
        IssuedKey known = near.create("known");
        assertThat(strict.find(known)).isNotNull();
        cable.cut();
        until(() -> strict.feed().age().compareTo(Duration.ofMillis(950)) > 0, "the grace is over");
        assertUnavailable(strict, known);
        strict.close();
    }

    @Test
    void beforeThereIsADatabaseOnlyItsOwnKeysAreUnavailable() {
        DatabaseKeys starting = new DatabaseKeys(GRACE, InstantSource.system());
        LayeredKeys keys = new LayeredKeys(
                new ConfiguredKeys(
                        List.of(new GatewayConfig.Key("configured", new Secret("configured-key"), null, List.of()))),
                starting);
        assertThat(await(keys.find("configured-key")).keyName()).isEqualTo("configured");
        assertThat(await(keys.find("something"))).isNull();
        assertThatThrownBy(() -> await(keys.find(Tokens.format(Tokens.KEY, Tokens.random()))))
                .hasMessageContaining("cannot check the API key now");
    }

    @Test
    void bothSecretsHoldInTheGraceOfARotationAndOnlyTheNewOneAfter() {
        IssuedKey before = near.create("app");
        IssuedKey after =
                await(near.directory().keys().rotate(ACTOR, before.key().id(), Duration.ofHours(1)));
        assertThat(after.key().id()).isEqualTo(before.key().id());
        until(() -> far.find(after) != null, "the new secret is accepted");
        assertThat(far.find(before)).isNotNull();
        DatabaseKeys later = new DatabaseKeys(GRACE, () -> Instant.now().plus(Duration.ofHours(2)));
        later.connect(near.directory(), near.feed()::age);
        assertThat(await(later.find(before.secret().reveal()))).isNull();
        assertThat(await(later.find(after.secret().reveal()))).isNotNull();
        IssuedKey atOnce =
                await(near.directory().keys().rotate(ACTOR, before.key().id(), Duration.ZERO));
        until(() -> far.find(after) == null, "the old secret is refused");
        assertThat(far.find(atOnce)).isNotNull();
    }

    @Test
    void aKeyThatHasExpiredIsRefusedWithoutAsking() {
        IssuedKey issued = await(near.directory()
                .keys()
                .create(
                        ACTOR,
                        new JsonObject()
                                .put("name", "short")
                                .put(
                                        "expires_at",
                                        Instant.now().plusSeconds(3600).toString()),
                        null));
        assertThat(near.find(issued)).isNotNull();
        DatabaseKeys later = new DatabaseKeys(GRACE, () -> Instant.now().plusSeconds(7200));
        later.connect(near.directory(), near.feed()::age);
        assertThat(await(later.find(issued.secret().reveal()))).isNull();
    }

    @Test
    void callsThatAskAtTheSameTimeAskOnceAndAreAnsweredOnTheirOwnLoop() {
        IssuedKey issued = near.create("app");
        List<Future<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Context context = vertx.getOrCreateContext();
            Promise<Boolean> answered = Promise.promise();
            context.runOnContext(v -> far.keys()
                    .find(issued.secret().reveal())
                    .onComplete(found -> answered.complete(
                            found.succeeded() && found.result() != null && Vertx.currentContext() == context)));
            calls.add(answered.future());
        }
        await(Future.all(calls));
        assertThat(calls).allMatch(Future::result);
        // That of the feed and that of the one question, each in its two halves; more questions had opened all four of
        // the pool.
        assertThat(cable.connections()).isLessThanOrEqualTo(2 * 3);
    }

    @Test
    void theCacheForgetsWhatIsNotUsed() {
        BoundedCache<Integer> cache = new BoundedCache<>(100);
        for (int i = 0; i < 1000; i++) {
            cache.put("key" + i, i);
            cache.get("key0");
        }
        assertThat(cache.size()).isLessThanOrEqualTo(100);
        assertThat(cache.get("key999")).isEqualTo(999);
        cache.removeIf(value -> value == 999);
        assertThat(cache.get("key999")).isNull();
    }

    private static void assertUnavailable(Fixture node, IssuedKey issued) {
        assertThatThrownBy(() -> node.find(issued)).isInstanceOfSatisfying(FaultException.class, failure -> {
            assertThat(failure.fault().kind()).isEqualTo(FaultKind.UNAVAILABLE);
            assertThat(failure.fault().code()).isEqualTo("key_store_unavailable");
            assertThat(failure.fault().retryAfter()).isEqualTo(Duration.ofSeconds(1));
        });
    }

    private static boolean reachable(Fixture node, IssuedKey issued) {
        try {
            return node.find(issued) != null;
        } catch (FaultException notYet) {
            return false;
        }
    }
}
