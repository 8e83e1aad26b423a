package com.xiaojinpro.gateway.connector.contract;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.ProviderType;
import com.xiaojinpro.gateway.connector.anthropic.AnthropicType;
import com.xiaojinpro.gateway.connector.clewdr.ClewdrType;
import com.xiaojinpro.gateway.connector.compatible.CompatibleType;
import com.xiaojinpro.gateway.connector.gemini.GeminiType;
import com.xiaojinpro.gateway.connector.ollama.OllamaType;
import com.xiaojinpro.gateway.connector.openai.AzureOpenAiType;
import com.xiaojinpro.gateway.connector.openai.OpenAiType;
import com.xiaojinpro.gateway.connector.openrouter.OpenRouterType;
import com.xiaojinpro.gateway.connector.vertex.VertexType;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import java.util.List;
import java.util.Map;

/** Every decoder of every provider, with an answer of what it reads. */
enum Fuzzed {
    COMPATIBLE(new CompatibleType(), Map.of("base_url", "https://e.example/v1"), Operation.GENERATE, FuzzedText.CHAT),
    OPENROUTER(new OpenRouterType(), Map.of(), Operation.GENERATE, FuzzedText.CHAT),
    OLLAMA(new OllamaType(), Map.of(), Operation.GENERATE, FuzzedText.CHAT),
    OPENAI(new OpenAiType(), Map.of("api", "chat"), Operation.GENERATE, FuzzedText.CHAT),
    AZURE(new AzureOpenAiType(), Map.of("base_url", "https://e.example"), Operation.GENERATE, FuzzedText.CHAT),
    RESPONSES(new OpenAiType(), Map.of("api", "responses"), Operation.GENERATE, FuzzedText.RESPONSES),
    MESSAGES(new AnthropicType(), Map.of(), Operation.GENERATE, FuzzedText.MESSAGES),
    CLEWDR(new ClewdrType(), Map.of("mode", "code"), Operation.GENERATE, FuzzedText.MESSAGES),
    CLEWDR_WEB(new ClewdrType(), Map.of("mode", "web"), Operation.GENERATE, FuzzedText.MESSAGES),
    GOOGLE(new GeminiType(), Map.of(), Operation.GENERATE, FuzzedText.GEMINI),
    VERTEX(new VertexType(), Map.of("project", "p"), Operation.GENERATE, FuzzedText.GEMINI),
    VERTEX_CLAUDE(new VertexType(), Map.of("project", "p"), Operation.GENERATE, FuzzedText.MESSAGES),
    EMBEDDINGS(new OpenAiType(), Map.of(), Operation.EMBED, FuzzedText.VECTORS),
    COMPATIBLE_EMBEDDINGS(
            new CompatibleType(), Map.of("base_url", "https://e.example/v1"), Operation.EMBED, FuzzedText.VECTORS),
    GOOGLE_EMBEDDINGS(new GeminiType(), Map.of(), Operation.EMBED, FuzzedText.GOOGLE_VECTORS),
    VERTEX_EMBEDDINGS(new VertexType(), Map.of("project", "p"), Operation.EMBED, FuzzedText.VERTEX_VECTORS),
    RESPONSES_COUNT(new OpenAiType(), Map.of("api", "responses"), Operation.COUNT_TOKENS, FuzzedText.COUNT),
    MESSAGES_COUNT(new AnthropicType(), Map.of(), Operation.COUNT_TOKENS, FuzzedText.COUNT),
    GOOGLE_COUNT(new GeminiType(), Map.of(), Operation.COUNT_TOKENS, FuzzedText.COUNT);

    final HttpCodec codec;
    final String answer;
    private final UnifiedRequest request;
    private final Target target;

    Fuzzed(ProviderType type, Map<String, Object> settings, Operation operation, String answer) {
        MapSettings all = new MapSettings(settings);
        if (!type.name().equals("vertex")) {
            all.with("api_key", "k-12345678");
        } else {
            all.with("token", "t-12345678");
        }
        this.codec = (HttpCodec) type.create(new ProviderConfig("p", type.name(), all));
        this.answer = answer;
        this.request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("m").operation(operation).stream(operation == Operation.GENERATE)
                        .messages(List.of(
                                UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("a"))),
                                UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("b")))))
                        .build();
        boolean claude = answer.equals(FuzzedText.MESSAGES);
        this.target = new Target("p", claude ? "claude-sonnet-4-6" : "m", null, null, Timeouts.DEFAULT);
    }

    EventDecoder decoder(String contentType) {
        return codec.decoder(Answers.head(200, "content-type", contentType), request, target);
    }

    boolean streams() {
        return request.stream();
    }
}
