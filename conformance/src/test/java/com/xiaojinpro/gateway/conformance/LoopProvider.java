package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.xiaojinpro.gateway.conformance.ChatLoopWire.Thoughts;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import java.util.Locale;

/** A provider behind the gateway, played by the scripted upstream below a path of its own. */
enum LoopProvider {
    ANTHROPIC(
            "anthropic",
            "type = \"anthropic\"\napi_key = \"k\"",
            "claude-sonnet-4-5",
            "anthropic",
            "toolu_",
            new AnthropicLoopWire("claude-sonnet-4-5")),
    CLEWDR(
            "clewdr, mode code",
            "type = \"clewdr\"\naccept_account_risk = true\napi_key = \"k\"",
            "claude-sonnet-4-5",
            "anthropic",
            "toolu_",
            new AnthropicLoopWire("claude-sonnet-4-5")),
    VERTEX_CLAUDE(
            "vertex, Claude",
            "type = \"vertex\"\nproject = \"p-1\"\ntoken = \"t\"",
            "claude-sonnet-4-5@20250929",
            "anthropic",
            "toolu_vrtx_",
            new AnthropicLoopWire("claude-sonnet-4-5")),
    GEMINI("gemini", "type = \"gemini\"\napi_key = \"k\"", "gemini-3-pro", "google", "fc-", new GeminiLoopWire(true)),
    VERTEX_GEMINI(
            "vertex, Gemini",
            "type = \"vertex\"\nproject = \"p-1\"\ntoken = \"t\"",
            "gemini-3-pro",
            "google",
            "",
            new GeminiLoopWire(false)),
    OPENAI(
            "openai, chat",
            "type = \"openai\"\napi_key = \"k\"\napi = \"chat\"",
            "gpt-5",
            "silent",
            "call_",
            new ChatLoopWire("gpt-5", Thoughts.SILENT)),
    OPENAI_RESPONSES(
            "openai, Responses",
            "type = \"openai\"\napi_key = \"k\"\napi = \"responses\"",
            "gpt-5",
            "openai",
            "call_",
            new ResponsesLoopWire("gpt-5")),
    AZURE(
            "azure-openai, chat",
            "type = \"azure-openai\"\napi_key = \"k\"\napi = \"chat\"",
            "gpt-5",
            "silent",
            "call_",
            new ChatLoopWire("gpt-5", Thoughts.SILENT)),
    AZURE_RESPONSES(
            "azure-openai, Responses",
            "type = \"azure-openai\"\napi_key = \"k\"\napi = \"responses\"",
            "gpt-5",
            "openai",
            "call_",
            new ResponsesLoopWire("gpt-5")),
    OPENROUTER_CLAUDE(
            "openrouter, Claude",
            "type = \"openrouter\"\napi_key = \"k\"",
            "anthropic/claude-sonnet-4.5",
            "anthropic",
            "toolu_",
            new ChatLoopWire("anthropic/claude-sonnet-4.5", Thoughts.CLAUDE)),
    OPENROUTER_GEMINI(
            "openrouter, Gemini",
            "type = \"openrouter\"\napi_key = \"k\"",
            "google/gemini-3-pro",
            "google",
            "tool_",
            new ChatLoopWire("google/gemini-3-pro", Thoughts.GEMINI)),
    OPENROUTER_OPENAI(
            "openrouter, OpenAI",
            "type = \"openrouter\"\napi_key = \"k\"",
            "openai/gpt-5",
            "openai",
            "call_",
            new ChatLoopWire("openai/gpt-5", Thoughts.OPENAI)),
    COMPATIBLE(
            "openai-compatible",
            "type = \"openai-compatible\"\napi_key = \"k\"",
            "local-model",
            "plain",
            "chatcmpl-tool-",
            new ChatLoopWire("local-model", Thoughts.CONTENT)),
    DEEPSEEK(
            "openai-compatible, preset deepseek",
            "type = \"openai-compatible\"\npreset = \"deepseek\"\napi_key = \"k\"",
            "deepseek-reasoner",
            "plain",
            "call_00_",
            new ChatLoopWire("deepseek-reasoner", Thoughts.DEMANDED)),
    COMPATIBLE_GEMINI(
            "openai-compatible, preset gemini",
            "type = \"openai-compatible\"\npreset = \"gemini\"\napi_key = \"k\"",
            "gemini-3-pro",
            "google",
            "function-call-",
            new ChatLoopWire("gemini-3-pro", Thoughts.CALL_EXTRA)),
    OLLAMA("ollama", "type = \"ollama\"", "qwen3", "plain", "call_", new ChatLoopWire("qwen3", Thoughts.REASONING));

    private final String title;
    private final String settings;
    private final String model;
    private final String maker;
    private final String ids;
    private final LoopWire wire;

    LoopProvider(String title, String settings, String model, String maker, String ids, LoopWire wire) {
        this.title = title;
        this.settings = settings;
        this.model = model;
        this.maker = maker;
        this.ids = ids;
        this.wire = wire;
    }

    String title() {
        return title;
    }

    /** Who can read the thoughts of the model: {@code plain} where they are only text, {@code silent} where there are none. */
    String maker() {
        return maker;
    }

    LoopWire wire() {
        return wire;
    }

    /** The name of the model that this provider serves. */
    String route() {
        return "loop-" + key();
    }

    /** The sections of the configuration that make the provider and the route. */
    String configuration(String upstreamUrl) {
        return """
                [providers.%s]
                %s
                base_url = "%s/%s"
                [models."%s"]
                primary = { provider = "%s", model = "%s" }
                """.formatted(key(), settings, upstreamUrl, key(), route(), key(), model);
    }

    /** Whether a request came to this provider. */
    boolean got(RecordedRequest request) {
        return request.path().startsWith("/" + key() + "/");
    }

    /** The turn of the model that a request asks for. */
    LoopTurn asked(RecordedRequest request) {
        JsonNode body = Stage.json(request.bodyText());
        return turn(LoopTurn.loop(request.bodyText()), wire.turn(body));
    }

    LoopTurn turn(String loop, int number) {
        return new LoopTurn(loop, number, ids);
    }

    Script answer(RecordedRequest request) {
        return wire.answer(request, asked(request));
    }

    private String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
