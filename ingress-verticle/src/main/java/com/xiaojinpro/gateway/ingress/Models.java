package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.anthropic.AnthropicModels;
import com.xiaojinpro.gateway.ingress.auth.Authenticator;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import com.xiaojinpro.gateway.ingress.openai.OpenAiModels;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The models a key may use, in the protocol the client speaks: Anthropic's where {@code anthropic-version} is sent, OpenAI's
 * elsewhere (H124). Names only; a pattern of the configuration has no name to show.
 */
final class Models {
    private static final String PREFIX = "/v1/models/";

    private final IngressVerticle ingress;
    private final long startedSeconds = System.currentTimeMillis() / 1000;

    Models(IngressVerticle ingress) {
        this.ingress = ingress;
    }

    void list(HttpServerRequest request) {
        authenticated(request, names -> {
            if (!IngressVerticle.speaksAnthropic(request)) {
                return new OpenAiModels(names, startedSeconds).list();
            }
            return new AnthropicModels(names, startedSeconds)
                    .page(limit(request), request.getParam("after_id"), request.getParam("before_id"));
        });
    }

    /** Model names may hold slashes and colons, so all of the path that is left is the name. */
    void one(HttpServerRequest request) {
        String name = URLDecoder.decode(
                request.path().substring(PREFIX.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
        authenticated(request, names -> {
            Buffer body = IngressVerticle.speaksAnthropic(request)
                    ? new AnthropicModels(names, startedSeconds).one(name)
                    : new OpenAiModels(names, startedSeconds).model(name);
            if (body == null) {
                throw IngressFaults.unknownModel(name).exception();
            }
            return body;
        });
    }

    private interface Page {
        Buffer of(List<String> names);
    }

    private void authenticated(HttpServerRequest request, Page page) {
        IngressConfig config = ingress.current();
        Authenticator.authenticate(request.headers(), config.keys())
                .map(caller -> page.of(visible(config, caller)))
                .onSuccess(body -> {
                    StreamedAnswer.identify(request.response(), ingress.identity());
                    request.response()
                            .putHeader("content-type", "application/json")
                            .end(body);
                })
                .onFailure(cause -> ingress.refuse(request, Fault.from(cause)));
    }

    private static List<String> visible(IngressConfig config, Principal caller) {
        return config.routes().names().stream().filter(caller::mayUse).toList();
    }

    private static @Nullable Integer limit(HttpServerRequest request) {
        String text = request.getParam("limit");
        if (text == null) {
            return null;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw Fault.invalid("limit", "'limit' must be an integer.").exception();
        }
    }
}
