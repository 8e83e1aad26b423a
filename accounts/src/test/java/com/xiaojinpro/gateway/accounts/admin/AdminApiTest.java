package com.xiaojinpro.gateway.accounts.admin;

import static com.xiaojinpro.gateway.accounts.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.accounts.Cable;
import com.xiaojinpro.gateway.accounts.TestServer;
import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.accounts.keys.Directory;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The admin API over HTTP, as an administrator's program meets it; the database is behind a cable that can be cut. */
@ExtendWith(VertxExtension.class)
class AdminApiTest {
    private static final String METRICS_TOKEN = "the-token-of-a-scraper";

    @TempDir
    private Path data;

    private Cable cable;
    private Router router;
    private HttpClientAgent client;
    private Directory directory;
    private volatile Directory known;
    private int port;
    private String setupToken;

    /** An answer, and the text of it for what must not be in it. */
    private record Answer(int status, String text, String replayed) {
        JsonObject json() {
            return new JsonObject(text);
        }

        String code() {
            return json().getJsonObject("error").getString("code");
        }
    }

    @BeforeEach
    void listen(Vertx vertx) {
        GatewayConfig.Database settings = TestServer.database(vertx);
        cable = new Cable(vertx, TestServer.address().port());
        GatewayConfig.Database behind = TestServer.at(settings, cable.port());
        Database database = TestServer.open(vertx, behind);
        directory =
                await(Directory.open(vertx, database, behind, new Secret("a-pepper-of-the-tests-0123456789"), data));
        known = directory;
        setupToken = await(directory.admins().createSetupToken()).reveal();
        router = Router.router(vertx);
        router.get("/status")
                .handler(new ManagementAccess(new Secret(METRICS_TOKEN), () -> known)::check)
                .handler(context -> context.response().end("{}"));
        new AdminApi(() -> known).mount(router);
        port = await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"))
                .actualPort();
        client = vertx.createHttpClient();
    }

    @AfterEach
    void close() {
        await(directory.database().close());
        cable.close();
    }

    @Test
    void nothingIsToldToWhoIsUnknown() {
        String wrong = "XJPADMIN_0123456789abcdef_" + "x".repeat(40);
        for (String path : List.of("/keys", "/tenants", "/audit", "/openapi.json", "/admin-tokens", "/no-such-path")) {
            for (String token : new String[] {null, "", wrong, setupToken, METRICS_TOKEN}) {
                Answer answer = send(HttpMethod.GET, path, token, null, null);
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.code()).isEqualTo("authentication");
            }
        }
        assertThat(send(HttpMethod.POST, "/keys", wrong, new JsonObject().put("name", "a"), null)
                        .status())
                .isEqualTo(401);
        assertThat(send(HttpMethod.GET, "/keys?token=" + admin(), null, null, null)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void theSetupTokenGivesOneAdminTokenAndAWrongOneNone() {
        assertThat(send(HttpMethod.POST, "/setup", null, null, null).status()).isEqualTo(401);
        String wrong = setupToken.substring(0, setupToken.length() - 4) + "0000";
        Answer refused = send(HttpMethod.POST, "/setup", wrong, null, null);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).doesNotContain(wrong);
        String token = admin();
        assertThat(send(HttpMethod.GET, "/keys", token, null, null).status()).isEqualTo(200);
        assertThat(send(HttpMethod.POST, "/setup", setupToken, null, null).status())
                .isEqualTo(401);
    }

    @Test
    void aKeyLivesFromItsCreationToItsRevocationAndShowsItsSecretTwiceOnly() {
        String token = admin();
        Answer made = send(HttpMethod.POST, "/keys", token, new JsonObject().put("name", "app"), null);
        assertThat(made.status()).isEqualTo(201);
        String id = made.json().getString("id");
        String secret = made.json().getString("key");
        assertThat(secret).startsWith("XJP_" + id + "_");
        Answer changed = send(
                HttpMethod.PATCH,
                "/keys/" + id,
                token,
                new JsonObject().put("limits", new JsonObject().put("requests_per_minute", 3)),
                null);
        assertThat(changed.json().getJsonObject("limits").getInteger("requests_per_minute"))
                .isEqualTo(3);
        Answer rotated = send(
                HttpMethod.POST, "/keys/" + id + "/rotate", token, new JsonObject().put("grace_seconds", 60), null);
        assertThat(rotated.json().getString("key"))
                .startsWith("XJP_" + id + "_")
                .isNotEqualTo(secret);
        assertThat(rotated.json().getString("previous_secret_until")).isNotNull();
        Answer revoked = send(HttpMethod.POST, "/keys/" + id + "/revoke", token, null, null);
        assertThat(revoked.json().getString("state")).isEqualTo("revoked");
        assertThat(send(HttpMethod.POST, "/keys/" + id + "/revoke", token, null, null)
                        .status())
                .isEqualTo(409);
        Answer audit = send(HttpMethod.GET, "/audit?subject=key%20" + id, token, null, null);
        assertThat(actions(audit)).containsExactly("key.revoke", "key.rotate", "key.update", "key.create");
        Answer list = send(HttpMethod.GET, "/keys?include_revoked=true", token, null, null);
        Answer one = send(HttpMethod.GET, "/keys/" + id, token, null, null);
        for (Answer later : List.of(changed, revoked, audit, list, one)) {
            assertThat(later.text())
                    .doesNotContain(
                            secret.substring(21),
                            rotated.json().getString("key").substring(21));
        }
    }

    @Test
    void listsArePagedByCursor() {
        String token = admin();
        for (int i = 0; i < 5; i++) {
            send(HttpMethod.POST, "/tenants", token, new JsonObject().put("name", "t" + i), null);
        }
        List<String> names = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonObject page = send(HttpMethod.GET, "/tenants?limit=2&cursor=" + cursor, token, null, null)
                    .json();
            JsonArray items = page.getJsonArray("data");
            assertThat(items.size()).isLessThanOrEqualTo(2);
            items.forEach(item -> names.add(((JsonObject) item).getString("name")));
            cursor = page.getString("next_cursor");
        }
        assertThat(names).containsExactly("default", "t0", "t1", "t2", "t3", "t4");
        assertThat(send(HttpMethod.GET, "/keys?limit=0", token, null, null).code())
                .isEqualTo("invalid_request");
        assertThat(send(HttpMethod.GET, "/keys?limit=x", token, null, null).status())
                .isEqualTo(400);
        assertThat(send(HttpMethod.GET, "/keys?tennant=t0", token, null, null).status())
                .isEqualTo(400);
        assertThat(send(HttpMethod.GET, "/keys?include_revoked=1", token, null, null)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aCreationThatIsRepeatedIsAnsweredWithoutItsSecret() {
        String token = admin();
        JsonObject body = new JsonObject().put("name", "app");
        Answer first = send(HttpMethod.POST, "/keys", token, body, "once");
        Answer second = send(HttpMethod.POST, "/keys", token, body, "once");
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.replayed()).isEqualTo("true");
        assertThat(first.replayed()).isNull();
        assertThat(second.json().getString("id")).isEqualTo(first.json().getString("id"));
        assertThat(second.json().getString("key")).isNull();
        Answer other = send(HttpMethod.POST, "/keys", token, new JsonObject().put("name", "b"), "once");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void aMistakeIsSaidWithItsField() {
        String token = admin();
        Answer wrong = send(HttpMethod.POST, "/keys", token, new JsonObject().put("nmae", "x"), null);
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().getJsonObject("error").getString("param")).isEqualTo("nmae");
        assertThat(send(HttpMethod.GET, "/keys/none", token, null, null).status())
                .isEqualTo(404);
        assertThat(send(HttpMethod.GET, "/tenants/none", token, null, null).status())
                .isEqualTo(404);
        assertThat(send(HttpMethod.GET, "/nothing", token, null, null).status()).isEqualTo(404);
        assertThat(raw(HttpMethod.POST, "/keys", token, "[1]").code()).isEqualTo("invalid_request");
        assertThat(raw(HttpMethod.POST, "/keys", token, "{").status()).isEqualTo(400);
        assertThat(raw(HttpMethod.POST, "/keys", token, " ".repeat(70_000)).status())
                .isEqualTo(413);
        assertThat(raw(HttpMethod.POST, "/keys/x/rotate", token, "{\"grace_seconds\":\"1\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void adminTokensAreMadeAndEnded() {
        String token = admin();
        Answer made = send(HttpMethod.POST, "/admin-tokens", token, new JsonObject().put("name", "second"), null);
        String second = made.json().getString("token");
        Answer list = send(HttpMethod.GET, "/admin-tokens", second, null, null);
        assertThat(list.json().getJsonArray("data")).hasSize(2);
        assertThat(list.text()).doesNotContain(second.substring(26));
        Answer ended = send(HttpMethod.DELETE, "/admin-tokens/" + made.json().getString("id"), token, null, null);
        assertThat(ended.status()).isEqualTo(204);
        assertThat(send(HttpMethod.GET, "/keys", second, null, null).status()).isEqualTo(401);
    }

    @Test
    void aTenantIsChangedByWhoIsNamedInTheLog() {
        String token = admin();
        send(HttpMethod.POST, "/tenants", token, new JsonObject().put("name", "team"), null);
        Answer changed = send(HttpMethod.PATCH, "/tenants/team", token, new JsonObject().put("enabled", false), null);
        assertThat(changed.json().getBoolean("enabled")).isFalse();
        assertThat(send(HttpMethod.GET, "/tenants/team", token, null, null).json())
                .isEqualTo(changed.json());
        JsonObject entry = send(HttpMethod.GET, "/audit?limit=1", token, null, null)
                .json()
                .getJsonArray("data")
                .getJsonObject(0);
        assertThat(entry.getString("actor")).isEqualTo("admin first");
        assertThat(entry.getString("action")).isEqualTo("tenant.update");
        assertThat(entry.getJsonObject("details")).isEqualTo(new JsonObject().put("enabled", false));
    }

    @Test
    void withoutItsDatabaseItSaysSoAndTheMetricsTokenStillReads() {
        String token = admin();
        cable.cut();
        Answer away = send(HttpMethod.GET, "/keys", token, null, null);
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.code()).isEqualTo("database_unavailable");
        assertThat(status(METRICS_TOKEN)).isEqualTo(200);
        assertThat(status(token)).isEqualTo(503);
        known = null;
        assertThat(send(HttpMethod.GET, "/keys", token, null, null).status()).isEqualTo(503);
        assertThat(send(HttpMethod.POST, "/setup", token, null, null).status()).isEqualTo(503);
        assertThat(status(METRICS_TOKEN)).isEqualTo(200);
        assertThat(status(token)).isEqualTo(401);
    }

    @Test
    void statusIsForTheMetricsTokenAndForAdministrators() {
        assertThat(status(null)).isEqualTo(401);
        assertThat(status("wrong")).isEqualTo(401);
        assertThat(status(METRICS_TOKEN)).isEqualTo(200);
        assertThat(status(admin())).isEqualTo(200);
    }

    @Test
    void theDocumentNamesEveryRouteAndNoOther() {
        JsonObject paths = send(HttpMethod.GET, "/openapi.json", admin(), null, null)
                .json()
                .getJsonObject("paths");
        Set<String> documented = new TreeSet<>();
        for (String path : paths.fieldNames()) {
            for (String method : paths.getJsonObject(path).fieldNames()) {
                if (!method.equals("parameters")) {
                    documented.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path);
                }
            }
        }
        Set<String> routed = new TreeSet<>();
        for (Route route : router.getRoutes()) {
            if (route.methods() != null && route.getName().startsWith("/admin/v1")) {
                String path = route.getName().substring("/admin/v1".length()).replaceAll(":([a-z]+)", "{$1}");
                route.methods().forEach(method -> routed.add(method + " " + path));
            }
        }
        assertThat(documented).isEqualTo(routed);
    }

    private static List<String> actions(Answer audit) {
        return audit.json().getJsonArray("data").stream()
                .map(entry -> ((JsonObject) entry).getString("action"))
                .toList();
    }

    private String admin() {
        Answer made = send(HttpMethod.POST, "/setup", setupToken, null, null);
        assertThat(made.status()).isEqualTo(201);
        return made.json().getString("token");
    }

    private int status(String token) {
        return call(HttpMethod.GET, "/status", token, "", null).status();
    }

    private Answer send(HttpMethod method, String path, String token, JsonObject body, String idempotencyKey) {
        return call(method, "/admin/v1" + path, token, body == null ? "" : body.encode(), idempotencyKey);
    }

    private Answer raw(HttpMethod method, String path, String token, String body) {
        return call(method, "/admin/v1" + path, token, body, null);
    }

    private Answer call(HttpMethod method, String uri, String token, String body, String idempotencyKey) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(uri);
        if (token != null) {
            options.putHeader("authorization", "Bearer " + token);
        }
        if (idempotencyKey != null) {
            options.putHeader("idempotency-key", idempotencyKey);
        }
        // Asked for on the event loop: from here the body could have passed before anybody waits for it.
        return await(client.request(options)
                .compose(request -> request.send(body)
                        .compose(response -> response.body()
                                .map(text -> new Answer(
                                        response.statusCode(),
                                        text.toString(),
                                        response.getHeader("idempotent-replayed"))))));
    }
}
