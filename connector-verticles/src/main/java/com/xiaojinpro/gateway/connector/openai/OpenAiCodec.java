package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.compatible.AnswerFaults;
import com.xiaojinpro.gateway.connector.compatible.ChatEndpoint;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitchesBuilder;
import com.xiaojinpro.gateway.connector.compatible.CompatibleCodec;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's two APIs for answers, and its embeddings: which of the two a call takes is decided by the operator's word, then by
 * what the model has, then by what the client speaks. What a model refuses is left out of its requests. Thread-safe.
 */
final class OpenAiCodec implements HttpCodec {
    /** Which API the operator wants used. */
    enum ApiChoice {
        AUTO,
        CHAT,
        RESPONSES
    }

    /**
     * Where a server's APIs are; headers and redaction are the same for all.
     *
     * @param counts where the Responses API counts tokens; null where the server does not
     */
    record Endpoints(
            ChatEndpoint chat,
            ChatEndpoint responses,
            ChatEndpoint embeddings,
            @Nullable ChatEndpoint counts) {}

    private final Endpoints endpoints;
    private final ApiChoice choice;
    private final ModelRuleBook book;
    private final ChatSwitches switches;
    private final ResponsesCodec responses;
    private final AnswerFaults faults;
    private final int maxEventBytes;
    private final InstantSource clock;
    private final Supplier<String> ids;
    /** One codec for each set of rules; there are as many as the tables hold, whatever models are asked for. */
    private final Map<ModelRules, CompatibleCodec> chats = new ConcurrentHashMap<>();

    OpenAiCodec(
            Endpoints endpoints,
            ApiChoice choice,
            ModelRuleBook book,
            ChatSwitches switches,
            ResponsesOptions options,
            int maxEventBytes,
            InstantSource clock,
            Supplier<String> ids) {
        this.endpoints = endpoints;
        this.choice = choice;
        this.book = book;
        this.switches = switches;
        this.maxEventBytes = maxEventBytes;
        this.clock = clock;
        this.ids = ids;
        this.faults = new AnswerFaults(endpoints.chat().redaction(), clock);
        this.responses =
                new ResponsesCodec(endpoints.responses(), endpoints.counts(), options, faults, maxEventBytes, ids);
    }

    @Override
    public boolean performs(Operation operation) {
        return switch (operation) {
            case GENERATE, EMBED -> true;
            case COUNT_TOKENS -> endpoints.counts() != null && choice != ApiChoice.CHAT;
        };
    }

    /** Tokens are counted by the API that the answer would come from; chat completions count none. */
    @Override
    public boolean performs(UnifiedRequest request, Target target) {
        return performs(request.operation())
                && (request.operation() != Operation.COUNT_TOKENS || takesResponses(request, book.of(target.model())));
    }

    @Override
    public UpstreamRequest encode(UnifiedRequest request, Target target, CallContext context) {
        ModelRules rules = book.of(target.model());
        return takesResponses(request, rules)
                ? responses.encode(request, rules, target, context)
                : chat(rules).encode(request, target, context);
    }

    /** The Responses API fetches whatever has an address; where chat completions may be asked, they are the measure. */
    @Override
    public boolean fetches(ContentPart part, String url, Target target) {
        ModelRules rules = book.of(target.model());
        boolean responsesOnly =
                choice == ApiChoice.RESPONSES || (choice == ApiChoice.AUTO && rules.api() == ModelRules.Api.RESPONSES);
        return responsesOnly || chat(rules).fetches(part, url, target);
    }

    @Override
    public EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target) {
        ModelRules rules = book.of(target.model());
        return takesResponses(request, rules)
                ? responses.decoder(head, request, target)
                : chat(rules).decoder(head, request, target);
    }

    @Override
    public Fault fault(UpstreamHead head, Buffer body) {
        return faults.of(head, body);
    }

    private boolean takesResponses(UnifiedRequest request, ModelRules rules) {
        if (request.operation() == Operation.EMBED) {
            return false;
        }
        return switch (choice) {
            case CHAT -> false;
            case RESPONSES -> true;
            case AUTO ->
                switch (rules.api()) {
                    case CHAT -> false;
                    case RESPONSES -> true;
                    case EITHER -> request.dialect() == Dialect.OPENAI_RESPONSES;
                };
        };
    }

    private CompatibleCodec chat(ModelRules rules) {
        CompatibleCodec known = chats.get(rules);
        return known != null ? known : chats.computeIfAbsent(rules, this::made);
    }

    private CompatibleCodec made(ModelRules rules) {
        ChatSwitches own = rules.equals(ModelRules.UNKNOWN)
                ? switches
                : new ChatSwitchesBuilder(switches)
                        .model(rules.sampling(), rules.impliedEffort(), rules.efforts(), rules.refused())
                        .build();
        return new CompatibleCodec(endpoints.chat(), endpoints.embeddings(), own, maxEventBytes, clock, ids);
    }
}
