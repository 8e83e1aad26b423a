package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.responses.Stateless;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The HTTP surface of the ingress. The three hot paths are matched before the router, by comparing strings; everything
 * else is vertx-web's.
 */
final class Routes {
    private static final String CHAT = "/v1/chat/completions";
    private static final String MESSAGES = "/v1/messages";
    private static final String COUNT_TOKENS = "/v1/messages/count_tokens";
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String RESPONSES = "/v1/responses";
    private static final String INPUT_TOKENS = "/v1/responses/input_tokens";

    private final IngressVerticle ingress;
    private final Router router;

    Routes(Vertx vertx, IngressVerticle ingress) {
        this.ingress = ingress;
        this.router = Router.router(vertx);
        Models models = new Models(ingress);
        router.get("/healthz").handler(context -> {
            StreamedAnswer.identify(context.response(), ingress.identity());
            context.response().putHeader("content-type", "text/plain").end("ok");
        });
        // With a slash at the end they do not take the short cut below (H119).
        router.post(CHAT).handler(context -> ingress.openAi(context.request()));
        router.post(MESSAGES).handler(context -> ingress.anthropic(context.request()));
        router.post(RESPONSES).handler(context -> ingress.responses(context.request()));
        router.post("/chat/completions").handler(context -> ingress.openAi(context.request()));
        router.post("/messages").handler(context -> ingress.anthropic(context.request()));
        router.post(COUNT_TOKENS).handler(context -> ingress.countTokens(context.request()));
        router.post(EMBEDDINGS).handler(context -> ingress.embeddings(context.request()));
        router.post("/responses").handler(context -> ingress.responses(context.request()));
        router.post(INPUT_TOKENS).handler(context -> ingress.inputTokens(context.request()));
        router.post("/responses/input_tokens").handler(context -> ingress.inputTokens(context.request()));
        router.get("/v1/models").handler(context -> models.list(context.request()));
        router.get("/v1/models/*").handler(context -> models.one(context.request()));
        for (String path : new String[] {
            CHAT,
            MESSAGES,
            RESPONSES,
            INPUT_TOKENS,
            COUNT_TOKENS,
            EMBEDDINGS,
            "/chat/completions",
            "/messages",
            "/responses",
            "/responses/input_tokens"
        }) {
            router.route(path).handler(context -> methodNotAllowed(context, HttpMethod.POST));
        }
        router.route(RESPONSES + "/*").handler(this::nothingStored);
        router.route("/responses/*").handler(this::nothingStored);
        router.route("/v1/models").handler(context -> methodNotAllowed(context, HttpMethod.GET));
        router.route().handler(this::notFound);
        router.errorHandler(500, this::internal);
    }

    Handler<HttpServerRequest> handler() {
        return request -> {
            if (HttpMethod.POST.equals(request.method()) && CHAT.equals(request.path())) {
                ingress.openAi(request);
            } else if (HttpMethod.POST.equals(request.method()) && MESSAGES.equals(request.path())) {
                ingress.anthropic(request);
            } else if (HttpMethod.POST.equals(request.method()) && RESPONSES.equals(request.path())) {
                ingress.responses(request);
            } else {
                router.handle(request);
            }
        };
    }

    private void methodNotAllowed(RoutingContext context, HttpMethod allowed) {
        context.response().putHeader("allow", allowed.name());
        ingress.refuse(
                context.request(),
                Fault.of(FaultKind.METHOD_NOT_ALLOWED, "This path takes " + allowed.name() + " requests only."));
    }

    private void nothingStored(RoutingContext context) {
        ingress.refuse(context.request(), Stateless.response());
    }

    private void notFound(RoutingContext context) {
        ingress.refuse(
                context.request(),
                Fault.of(
                                FaultKind.NOT_FOUND,
                                "There is nothing at this path. The gateway serves POST " + CHAT + ", POST "
                                        + RESPONSES + ", POST " + MESSAGES + ", POST " + COUNT_TOKENS + ", POST "
                                        + EMBEDDINGS
                                        + " and GET /v1/models; the base URL of an OpenAI SDK ends in /v1, that of an Anthropic"
                                        + " SDK does not.")
                        .withCode("unknown_url"));
    }

    private void internal(RoutingContext context) {
        ingress.refuse(context.request(), Fault.from(context.failure()));
    }
}
