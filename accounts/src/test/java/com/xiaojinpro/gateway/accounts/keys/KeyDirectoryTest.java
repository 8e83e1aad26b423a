package com.xiaojinpro.gateway.accounts.keys;

import static com.xiaojinpro.gateway.accounts.TestServer.await;
import static com.xiaojinpro.gateway.accounts.keys.Fixture.ACTOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.accounts.TestServer;
import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.auth.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class KeyDirectoryTest {
    @TempDir
    private Path data;

    private Vertx vertx;
    private GatewayConfig.Database settings;
    private Database database;
    private Directory directory;

    @BeforeEach
    void open(Vertx instance) {
        vertx = instance;
        settings = TestServer.database(vertx);
        database = TestServer.open(vertx, settings);
        directory = await(Directory.open(vertx, database, settings, Fixture.PEPPER, data));
    }

    @Test
    void aKeyIsKeptAsItWasAskedForAndItsSecretIsNot() {
        JsonObject request = new JsonObject()
                .put("name", "app")
                .put("models", new JsonArray().add("gpt-*").add("echo"))
                .put("limits", new JsonObject().put("requests_per_minute", 60).put("budget_micros_per_day", 5_000_000L))
                .put("metadata", new JsonObject().put("owner", "team"))
                .put("expires_at", "2099-01-01T00:00:00+01:00");
        IssuedKey issued = await(directory.keys().create(ACTOR, request, null));
        assertThat(issued.secret().reveal())
                .matches("XJP_[0-9a-z]{16}_[0-9A-Za-z]{40}")
                .contains(issued.key().id());
        ApiKey kept = await(directory.keys().get(issued.key().id()));
        assertThat(kept).isEqualTo(issued.key());
        assertThat(kept.tenant()).isEqualTo("default");
        assertThat(kept.models()).containsExactly("gpt-*", "echo");
        assertThat(kept.limits()).isEqualTo(new Limits(60L, null, null, null, null, null, 5_000_000L, null));
        assertThat(kept.expiresAt()).isEqualTo(Instant.parse("2098-12-31T23:00:00Z"));
        assertThat(kept.state(Instant.now())).isEqualTo("active");
        String secret = issued.secret().reveal().substring(21);
        for (String table : List.of("api_keys", "audit_log", "settings", "admin_creations")) {
            String rows = await(database.pool()
                            .query("select coalesce(string_agg(t::text, ' '), '') from " + table + " t")
                            .execute())
                    .iterator()
                    .next()
                    .getString(0);
            assertThat(rows).doesNotContain(secret);
        }
        assertThat(kept.json().encode() + issued + issued.key()).doesNotContain(secret);
    }

    /** What is said when the count of a limit cannot be reached is kept with it, and comes back as it was said. */
    @Test
    void aLimitSaysWhetherItFailsClosed() {
        JsonObject given = new JsonObject()
                .put("requests_per_minute", detailed(5, "open"))
                .put("budget_micros_per_month", detailed(7_000_000_000L, "closed"));
        IssuedKey issued = await(directory
                .keys()
                .create(ACTOR, new JsonObject().put("name", "closed").put("limits", given), null));
        assertThat(issued.key().limits())
                .isEqualTo(new Limits(
                        5L, null, null, null, null, null, null, 7_000_000_000L, Set.of(LimitKind.BUDGET_PER_MONTH)));
        ApiKey kept = await(directory.keys().get(issued.key().id()));
        assertThat(kept.limits()).isEqualTo(issued.key().limits());
        assertThat(kept.json().getJsonObject("limits"))
                .isEqualTo(new JsonObject()
                        .put("requests_per_minute", 5L)
                        .put("budget_micros_per_month", detailed(7_000_000_000L, "closed")));
    }

    @Test
    void whatIsWrongIsSaidWithItsField() {
        refused(new JsonObject(), "name", "'name' is required.");
        refused(new JsonObject().put("name", "a b"), "name", "letters");
        refused(new JsonObject().put("name", "a").put("nmae", 1), "nmae", "There is no field 'nmae' here");
        refused(new JsonObject().put("name", "a").put("models", "x"), "models", "array");
        refused(new JsonObject().put("name", "a").put("models", new JsonArray().add("*x")), "models[0]", "prefix");
        refused(new JsonObject().put("name", "a").put("limits", 1), "limits", "object");
        refused(limits("rpm", 1), "limits.rpm", "There is no limit 'rpm'");
        refused(limits("requests_per_day", -1), "limits.requests_per_day", "whole number");
        refused(limits("requests_per_day", 1.5), "limits.requests_per_day", "whole number");
        refused(limits("requests_per_day", new JsonObject()), "limits.requests_per_day.limit", "is required");
        refused(limits("requests_per_day", detailed(-1, "open")), "limits.requests_per_day.limit", "whole number");
        refused(limits("requests_per_day", detailed(1, "shut")), "limits.requests_per_day.fail", "open or closed");
        refused(
                limits("requests_per_day", detailed(1, "open").put("burst", 2)),
                "limits.requests_per_day.burst",
                "limit and fail only");
        refused(new JsonObject().put("name", "a").put("expires_at", "tomorrow"), "expires_at", "time");
        refused(new JsonObject().put("name", "a").put("enabled", "yes"), "enabled", "true or false");
        refused(new JsonObject().put("name", "a").put("tenant", "nobody"), "tenant", "There is no such tenant.");
        refused(
                new JsonObject().put("name", "a").put("metadata", new JsonObject().put("x", "y".repeat(20_000))),
                "metadata",
                "larger");
    }

    @Test
    void aNameIsTakenUntilItsKeyIsRevoked() {
        IssuedKey first = create("app");
        assertThatThrownBy(() -> create("app")).satisfies(failure -> {
            assertThat(((FaultException) failure).fault().kind()).isEqualTo(FaultKind.CONFLICT);
            assertThat(((FaultException) failure).fault().code()).isEqualTo("name_taken");
        });
        ApiKey revoked = await(directory.keys().revoke(ACTOR, first.key().id()));
        assertThat(revoked.state(Instant.now())).isEqualTo("revoked");
        create("app");
        assertThatThrownBy(() -> await(directory.keys().rotate(ACTOR, revoked.id(), Duration.ZERO)))
                .hasMessage("The key is revoked; nothing of it can change.");
        assertThatThrownBy(() -> await(directory.keys().get("nothing"))).hasMessage("There is no key 'nothing'.");
        String whole = first.secret().reveal();
        assertThatThrownBy(() -> await(directory.keys().get(whole))).message().doesNotContain(whole.substring(21));
    }

    @Test
    void aChangeTouchesOnlyWhatItNames() {
        IssuedKey issued = await(directory
                .keys()
                .create(ACTOR, limits("tokens_per_minute", 9).put("expires_at", "2099-01-01T00:00:00Z"), null));
        String id = issued.key().id();
        ApiKey changed = await(directory.keys().update(ACTOR, id, new JsonObject().put("enabled", false)));
        assertThat(changed.state(Instant.now())).isEqualTo("disabled");
        assertThat(changed.limits()).isEqualTo(issued.key().limits());
        assertThat(changed.expiresAt()).isEqualTo(issued.key().expiresAt());
        changed = await(directory
                .keys()
                .update(ACTOR, id, new JsonObject().putNull("expires_at").put("limits", new JsonObject())));
        assertThat(changed.expiresAt()).isNull();
        assertThat(changed.limits()).isEqualTo(Limits.NONE);
        assertThat(changed.enabled()).isFalse();
        changed = await(directory
                .keys()
                .update(
                        ACTOR,
                        id,
                        new JsonObject()
                                .put("expires_at", "2001-01-01T00:00:00Z")
                                .put("enabled", true)));
        assertThat(changed.state(Instant.now())).isEqualTo("expired");
    }

    @Test
    void pagesTakeTogetherAreTheWholeList() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(0, create("key-" + i).key().id());
        }
        await(directory.keys().revoke(ACTOR, ids.get(3)));
        List<String> listed = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            Page<ApiKey> page = await(directory.keys().list(null, true, 3, cursor));
            page.items().forEach(key -> listed.add(key.id()));
            cursor = page.next();
            pages++;
        } while (cursor != null);
        assertThat(listed).isEqualTo(ids);
        assertThat(pages).isEqualTo(3);
        assertThat(await(directory.keys().list(null, false, 100, null)).items()).hasSize(6);
        assertThat(await(directory.keys().list("other", true, 100, null)).items())
                .isEmpty();
        assertThatThrownBy(() -> await(directory.keys().list(null, true, 3, "x")))
                .hasMessageContaining("'cursor'");
    }

    @Test
    void aCreationThatIsRepeatedHappensOnceAlsoAtTheSameTime() {
        JsonObject request = new JsonObject().put("name", "app");
        List<Future<IssuedKey>> attempts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            attempts.add(directory.keys().create(ACTOR, request, "once"));
        }
        await(Future.all(attempts));
        assertThat(attempts)
                .extracting(attempt -> attempt.result().key().id())
                .containsOnly(attempts.get(0).result().key().id());
        assertThat(attempts)
                .filteredOn(attempt -> attempt.result().secret() != null)
                .hasSize(1);
        assertThatThrownBy(() -> await(directory.keys().create(ACTOR, new JsonObject().put("name", "b"), "once")))
                .hasMessage("This Idempotency-Key was used for another request.");
        assertThat(await(directory.keys().create(new Actor("other"), new JsonObject().put("name", "c"), "once"))
                        .secret())
                .isNotNull();
        assertThatThrownBy(() -> await(directory.keys().create(ACTOR, request, " ")))
                .hasMessageContaining("1 to 255");
    }

    @Test
    void everyChangeIsInTheAuditLogWithItsActor() {
        IssuedKey issued = create("app");
        String id = issued.key().id();
        await(directory.keys().update(ACTOR, id, new JsonObject().put("enabled", false)));
        IssuedKey rotated = await(directory.keys().rotate(ACTOR, id, Duration.ofHours(1)));
        await(directory.keys().revoke(ACTOR, id));
        await(directory.tenants().create(ACTOR, new JsonObject().put("name", "team"), null));
        await(directory.tenants().update(ACTOR, "team", new JsonObject().put("enabled", false)));
        Page<AuditLog.Entry> log = await(directory.audit().list(null, 100, null));
        assertThat(log.items())
                .extracting(AuditLog.Entry::action)
                .containsExactly(
                        "tenant.update", "tenant.create", "key.revoke", "key.rotate", "key.update", "key.create");
        assertThat(log.items()).extracting(AuditLog.Entry::actor).containsOnly("test");
        assertThat(log.items().get(3).details()).isEqualTo(new JsonObject().put("grace_seconds", 3600));
        Page<AuditLog.Entry> page = await(directory.audit().list("key " + id, 2, null));
        assertThat(page.items()).hasSize(2);
        assertThat(await(directory.audit().list("key " + id, 2, page.next())).items())
                .hasSize(2);
        assertThat(log.items().toString())
                .doesNotContain(issued.secret().reveal().substring(21))
                .doesNotContain(rotated.secret().reveal().substring(21));
        assertThatThrownBy(() -> await(directory.keys().rotate(ACTOR, id, Duration.ofDays(91))))
                .hasMessageContaining("90 days");
    }

    @Test
    void tenantsAreMadeListedAndChanged() {
        JsonObject request = new JsonObject().put("name", "team").put("models", new JsonArray().add("echo"));
        assertThat(await(directory.tenants().create(ACTOR, request, "k")).repeated())
                .isFalse();
        assertThat(await(directory.tenants().create(ACTOR, request, "k")).repeated())
                .isTrue();
        assertThatThrownBy(() -> await(directory.tenants().create(ACTOR, request, null)))
                .hasMessage("There is a tenant of this name.");
        Page<Tenant> first = await(directory.tenants().list(1, null));
        assertThat(first.items()).extracting(Tenant::name).containsExactly("default");
        assertThat(await(directory.tenants().list(1, first.next())).items())
                .extracting(Tenant::name)
                .containsExactly("team");
        Tenant changed = await(directory.tenants().update(ACTOR, "team", new JsonObject().put("enabled", false)));
        assertThat(changed.enabled()).isFalse();
        assertThat(changed.models()).containsExactly("echo");
        assertThat(await(directory.tenants().get("team"))).isEqualTo(changed);
        assertThatThrownBy(() -> await(directory.tenants().get("none"))).hasMessage("There is no tenant 'none'.");
        assertThatThrownBy(() -> await(directory.tenants().update(ACTOR, "none", new JsonObject())))
                .hasMessage("There is no tenant 'none'.");
    }

    @Test
    void theFirstKeyIsMadeOnce() {
        List<Future<IssuedKey>> nodes = List.of(directory.firstKey(), directory.firstKey());
        await(Future.all(nodes));
        assertThat(nodes).filteredOn(node -> node.result() != null).hasSize(1);
        await(directory
                .keys()
                .revoke(
                        ACTOR,
                        await(directory.keys().list(null, false, 1, null))
                                .items()
                                .get(0)
                                .id()));
        assertThat(await(directory.firstKey())).isNull();
    }

    @Test
    void aNodeWithAnotherPepperIsToldSo() {
        Secret other = new Secret("another-pepper-of-the-tests-98765");
        assertThatThrownBy(() -> await(Directory.open(vertx, database, settings, other, data)))
                .hasMessageContaining("another pepper")
                .hasMessageContaining("auth.pepper");
    }

    @Test
    void aSchemaThatMayNotBeChangedMustFit() {
        GatewayConfig.Database fresh = TestServer.database(vertx);
        GatewayConfig.Database asItIs = new GatewayConfig.Database(fresh.place(), 2, false, fresh.outageGrace());
        Database empty = TestServer.open(vertx, asItIs);
        assertThatThrownBy(() -> await(Directory.open(vertx, empty, asItIs, Fixture.PEPPER, data)))
                .hasMessageContaining("'xjp migrate' brings it up to date");
        await(Directory.open(vertx, empty, fresh, Fixture.PEPPER, data));
        await(Directory.open(vertx, empty, asItIs, Fixture.PEPPER, data));
    }

    @Test
    void theSetupTokenIsMadeOnceAndUsedOnce() throws Exception {
        Secret token = await(directory.admins().createSetupToken());
        assertThat(token.reveal()).matches("XJPSETUP_[0-9a-z]{16}_[0-9A-Za-z]{40}");
        assertThat(await(directory.admins().createSetupToken())).isNull();
        Path file = directory.admins().setupPath();
        assertThat(Files.readString(file).strip()).isEqualTo(token.reveal());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String wrong = token.reveal().substring(0, token.reveal().length() - 1) + "!";
        String guessed = Tokens.format(Tokens.SETUP, Tokens.random());
        for (String no : List.of(wrong, guessed, "", "XJPSETUP_")) {
            assertThatThrownBy(() -> await(directory.admins().exchange(no, null)))
                    .hasMessageContaining("The setup token is not valid.");
        }
        AdminTokens.Issued admin = await(directory.admins().exchange(token.reveal(), "ops"));
        assertThat(file).doesNotExist();
        assertThat(await(directory.admins().find(admin.token().reveal()))).isEqualTo(new Actor("admin ops"));
        assertThatThrownBy(() -> await(directory.admins().exchange(token.reveal(), null)))
                .hasMessageContaining("The setup token is not valid.");
        assertThat(await(directory.admins().createSetupToken())).isNull();
        Secret again = await(directory.admins().replaceSetupToken(ACTOR));
        await(directory.admins().exchange(again.reveal(), null));
    }

    @Test
    void aRevokedAdminTokenIsNobodys() {
        AdminTokens.Issued made = await(directory.admins().create(ACTOR, new JsonObject().put("name", "second")));
        assertThat(await(directory.admins().list()))
                .extracting(AdminTokens.Known::id)
                .containsExactly(made.id());
        String token = made.token().reveal();
        assertThat(await(directory.admins().find(token))).isNotNull();
        assertThat(await(directory.admins().find(token.substring(0, token.length() - 1) + "x")))
                .isNull();
        assertThat(await(directory.admins().find("nonsense"))).isNull();
        await(directory.admins().revoke(ACTOR, made.id()));
        assertThat(await(directory.admins().find(token))).isNull();
        assertThatThrownBy(() -> await(directory.admins().revoke(ACTOR, made.id())))
                .hasMessage("There is no such admin token.");
    }

    @Test
    void thePepperOfTheDataDirectoryIsMadeOnceForItsOwnerOnly() throws Exception {
        Pepper first = Pepper.of(null, data.resolve("node"));
        Pepper second = Pepper.of(null, data.resolve("node"));
        assertThat(second.matches(first.hash("id", "secret"), "id", "secret")).isTrue();
        assertThat(first.matches(first.hash("id", "secret"), "di", "secret")).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("node/pepper"))))
                .isEqualTo("rw-------");
        assertThat(Pepper.of(null, data.resolve("other")).fingerprint()).isNotEqualTo(first.fingerprint());
        Files.writeString(data.resolve("node/pepper"), "\n");
        assertThatThrownBy(() -> Pepper.of(null, data.resolve("node"))).hasMessageContaining("is empty");
    }

    private IssuedKey create(String name) {
        return await(directory.keys().create(ACTOR, new JsonObject().put("name", name), null));
    }

    private static JsonObject detailed(long limit, String fail) {
        return new JsonObject().put("limit", limit).put("fail", fail);
    }

    private static JsonObject limits(String member, Object value) {
        return new JsonObject().put("name", "limited").put("limits", new JsonObject().put(member, value));
    }

    private void refused(JsonObject request, String param, String message) {
        assertThatThrownBy(() -> await(directory.keys().create(ACTOR, request, null)))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining(message)
                .satisfies(failure ->
                        assertThat(((FaultException) failure).fault().param()).isEqualTo(param));
    }
}
