package com.xiaojinpro.gateway.accounts.admin;

import com.xiaojinpro.gateway.accounts.admin.AdminCall.Answer;
import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.accounts.keys.Actor;
import com.xiaojinpro.gateway.accounts.keys.AdminTokens;
import com.xiaojinpro.gateway.accounts.keys.ApiKey;
import com.xiaojinpro.gateway.accounts.keys.AuditLog;
import com.xiaojinpro.gateway.accounts.keys.Directory;
import com.xiaojinpro.gateway.accounts.keys.IssuedKey;
import com.xiaojinpro.gateway.accounts.keys.Page;
import com.xiaojinpro.gateway.accounts.keys.Tenant;
import com.xiaojinpro.gateway.accounts.usage.UsageQuery;
import com.xiaojinpro.gateway.accounts.usage.UsageReports;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys, tenants, admin tokens and the audit log under {@code /admin/v1/}; {@code openapi.json} there describes it. Everything
 * but the exchange of the setup token needs an admin token. Runs on the event loop of the management port.
 */
public final class AdminApi {
    private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);
    private static final String BASE = "/admin/v1";
    private static final int LARGEST_BODY = 64 * 1024;
    private static final int CREATED = 201;
    private static final String DOCUMENT = document();

    private final Supplier<@Nullable Directory> directory;

    private interface Operation extends Function<AdminCall, Future<Answer>> {}

    /**
     * @param directory null until the database was reached
     */
    public AdminApi(Supplier<@Nullable Directory> directory) {
        this.directory = directory;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.route(BASE + "/*").handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        router.post(BASE + "/setup").handler(this::setup);
        add(
                router,
                HttpMethod.GET,
                "/openapi.json",
                call -> Future.succeededFuture(Answer.ok(new JsonObject(DOCUMENT))));
        add(router, HttpMethod.GET, "/keys", AdminApi::listKeys);
        add(router, HttpMethod.POST, "/keys", AdminApi::createKey);
        add(
                router,
                HttpMethod.GET,
                "/keys/:id",
                call -> shown(call.directory().keys().get(call.path("id"))));
        add(
                router,
                HttpMethod.PATCH,
                "/keys/:id",
                call -> shown(call.directory().keys().update(call.actor(), call.path("id"), call.body())));
        add(router, HttpMethod.POST, "/keys/:id/rotate", AdminApi::rotateKey);
        add(
                router,
                HttpMethod.POST,
                "/keys/:id/revoke",
                call -> shown(call.directory().keys().revoke(call.actor(), call.path("id"))));
        add(router, HttpMethod.GET, "/tenants", AdminApi::listTenants);
        add(router, HttpMethod.POST, "/tenants", AdminApi::createTenant);
        add(
                router,
                HttpMethod.GET,
                "/tenants/:name",
                call -> call.directory().tenants().get(call.path("name")).map(tenant -> Answer.ok(tenant.json())));
        add(
                router,
                HttpMethod.PATCH,
                "/tenants/:name",
                call -> call.directory()
                        .tenants()
                        .update(call.actor(), call.path("name"), call.body())
                        .map(tenant -> Answer.ok(tenant.json())));
        add(router, HttpMethod.GET, "/audit", AdminApi::audit);
        add(router, HttpMethod.GET, "/usage", AdminApi::usage);
        add(
                router,
                HttpMethod.GET,
                "/usage/:request",
                call -> reports(call).call(call.path("request")).map(Answer::ok));
        add(
                router,
                HttpMethod.GET,
                "/admin-tokens",
                call -> call.directory()
                        .admins()
                        .list()
                        .map(tokens -> Answer.ok(AdminCall.page(new Page<>(tokens, null), AdminTokens.Known::json))));
        add(
                router,
                HttpMethod.POST,
                "/admin-tokens",
                call -> call.directory()
                        .admins()
                        .create(call.actor(), call.body())
                        .map(AdminApi::issued));
        add(
                router,
                HttpMethod.DELETE,
                "/admin-tokens/:id",
                call -> call.directory()
                        .admins()
                        .revoke(call.actor(), call.path("id"))
                        .map(new Answer(204, null, false)));
        router.route(BASE + "/*").handler(this::nothing).failureHandler(AdminApi::failed);
    }

    private void add(Router router, HttpMethod method, String path, Operation operation) {
        router.route(method, BASE + path)
                .handler(context -> authenticated(context, operation))
                .failureHandler(AdminApi::failed);
    }

    private void authenticated(RoutingContext context, Operation operation) {
        Directory open = open(context);
        if (open == null) {
            return;
        }
        String token = Bearer.of(context.request());
        Future<@Nullable Actor> found =
                token == null ? Future.succeededFuture() : open.admins().find(token);
        answer(context, found.compose(actor -> {
            if (actor == null) {
                return Future.failedFuture(
                        Fault.of(FaultKind.AUTHENTICATION, "Send an admin token as 'Authorization: Bearer TOKEN'.")
                                .exception());
            }
            return operation.apply(new AdminCall(context, open, actor));
        }));
    }

    /** The one request without an admin token: it makes the first. */
    private void setup(RoutingContext context) {
        Directory open = open(context);
        if (open == null) {
            return;
        }
        String token = Bearer.of(context.request());
        answer(
                context,
                token == null
                        ? Future.failedFuture(Fault.of(
                                        FaultKind.AUTHENTICATION,
                                        "Send the setup token as 'Authorization: Bearer TOKEN'.")
                                .exception())
                        : open.admins().exchange(token, "first").map(AdminApi::issued));
    }

    /** An unknown path tells nothing to who is unknown. */
    private void nothing(RoutingContext context) {
        authenticated(
                context,
                call -> Future.failedFuture(
                        Fault.of(FaultKind.NOT_FOUND, "There is nothing here; openapi.json says what there is.")
                                .exception()));
    }

    private @Nullable Directory open(RoutingContext context) {
        Directory open = directory.get();
        if (open == null) {
            AdminErrors.send(
                    context,
                    Database.fault(new IllegalStateException("not open")).fault());
        }
        return open;
    }

    private static Future<Answer> listKeys(AdminCall call) {
        call.onlyQuery(Set.of("limit", "cursor", "tenant", "include_revoked"));
        return call.directory()
                .keys()
                .list(call.query("tenant"), call.flag("include_revoked"), call.limit(), call.query("cursor"))
                .map(page -> Answer.ok(AdminCall.page(page, ApiKey::json)));
    }

    private static Future<Answer> createKey(AdminCall call) {
        return call.directory()
                .keys()
                .create(call.actor(), call.body(), call.idempotencyKey())
                .map(issued -> new Answer(CREATED, json(issued), issued.secret() == null));
    }

    private static Future<Answer> rotateKey(AdminCall call) {
        JsonObject body = call.body();
        Object grace = body.getValue("grace_seconds");
        if (grace != null && !(grace instanceof Integer) && !(grace instanceof Long)) {
            throw Fault.invalid("grace_seconds", "'grace_seconds' must be a whole number.")
                    .exception();
        }
        return call.directory()
                .keys()
                .rotate(
                        call.actor(),
                        call.path("id"),
                        Duration.ofSeconds(grace == null ? 0 : ((Number) grace).longValue()))
                .map(issued -> Answer.ok(json(issued)));
    }

    private static Future<Answer> listTenants(AdminCall call) {
        call.onlyQuery(Set.of("limit", "cursor"));
        return call.directory()
                .tenants()
                .list(call.limit(), call.query("cursor"))
                .map(page -> Answer.ok(AdminCall.page(page, Tenant::json)));
    }

    private static Future<Answer> createTenant(AdminCall call) {
        return call.directory()
                .tenants()
                .create(call.actor(), call.body(), call.idempotencyKey())
                .map(made -> new Answer(CREATED, made.tenant().json(), made.repeated()));
    }

    private static Future<Answer> audit(AdminCall call) {
        call.onlyQuery(Set.of("limit", "cursor", "subject"));
        return call.directory()
                .audit()
                .list(call.query("subject"), call.limit(), call.query("cursor"))
                .map(page -> Answer.ok(AdminCall.page(page, AuditLog.Entry::json)));
    }

    private static UsageReports reports(AdminCall call) {
        return new UsageReports(call.directory().database());
    }

    private static Future<Answer> usage(AdminCall call) {
        call.onlyQuery(Set.of("by", "from", "to", "tenant", "key", "route", "provider", "model", "limit", "cursor"));
        UsageQuery query = UsageQuery.of(call::query, LocalDate.now(ZoneOffset.UTC));
        return reports(call)
                .sums(query, call.limit(), call.query("cursor"))
                .map(page -> Answer.ok(AdminCall.page(page, sum -> sum)
                        .put("from", query.from().toString())
                        .put("to", query.to().toString())));
    }

    private static Future<Answer> shown(Future<ApiKey> key) {
        return key.map(one -> Answer.ok(one.json()));
    }

    /** A key with its secret, which is shown this once; without it where it was shown before. */
    private static JsonObject json(IssuedKey issued) {
        Secret secret = issued.secret();
        return issued.key().json().put("key", secret == null ? null : secret.reveal());
    }

    private static Answer issued(AdminTokens.Issued made) {
        return new Answer(
                CREATED,
                new JsonObject()
                        .put("id", made.id())
                        .put("name", made.name())
                        .put("token", made.token().reveal()),
                false);
    }

    private static void answer(RoutingContext context, Future<Answer> future) {
        future.onComplete(
                answer -> {
                    if (context.response().ended()) {
                        return;
                    }
                    if (answer.repeated()) {
                        context.response().putHeader("idempotent-replayed", "true");
                    }
                    context.response().setStatusCode(answer.status()).putHeader("cache-control", "no-store");
                    JsonObject body = answer.body();
                    if (body == null) {
                        context.response().end();
                    } else {
                        context.response()
                                .putHeader("content-type", "application/json")
                                .end(body.encodePrettily() + "\n");
                    }
                },
                failure -> AdminErrors.send(context, fault(failure)));
    }

    private static void failed(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure != null) {
            AdminErrors.send(context, fault(failure));
        } else if (context.statusCode() == FaultKind.TOO_LARGE.status()) {
            AdminErrors.send(
                    context, Fault.of(FaultKind.TOO_LARGE, "The body is larger than " + LARGEST_BODY + " bytes."));
        } else {
            AdminErrors.send(context, Fault.invalid(null, "The request cannot be read."));
        }
    }

    /** An outage is the caller's to wait for; what is neither that nor the caller's mistake is a bug. */
    private static Fault fault(Throwable failure) {
        if (failure instanceof FaultException known) {
            return known.fault();
        }
        if (Database.away(failure)) {
            LOG.debug("The database is away", failure);
            return Database.fault(failure).fault();
        }
        LOG.error("An admin request failed", failure);
        return Fault.from(failure);
    }

    private static String document() {
        try (InputStream in = AdminApi.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
