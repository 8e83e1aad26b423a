package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answers whose exact bytes are kept as golden files; the name of an answer is the name of its files. */
final class GoldenAnswers {
    static final Map<String, List<UnifiedChunk>> ANSWERS = answers();

    private GoldenAnswers() {}

    private static Map<String, List<UnifiedChunk>> answers() {
        Map<String, List<UnifiedChunk>> answers = new LinkedHashMap<>();
        answers.put("openai-parallel-calls", openAiParallelCalls());
        answers.put("claude-thinking-and-calls", claudeThinkingAndCalls());
        answers.put("claude-server-tools", claudeServerTools());
        answers.put("gemini-signed-calls", geminiSignedCalls());
        answers.put("interleaved-calls", interleavedCalls());
        answers.put("refused", refused());
        answers.put(
                "nothing",
                List.of(Streams.started(Dialect.OPENAI_CHAT), UnifiedChunk.Finished.of(FinishReason.STOP, "stop")));
        answers.put("broken", broken());
        return answers;
    }

    private static List<UnifiedChunk> openAiParallelCalls() {
        return List.of(
                new UnifiedChunk.Started("chatcmpl-1", "gpt-5.5", 1, Dialect.OPENAI_CHAT, Extras.NONE),
                UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                UnifiedChunk.Delta.content(0, "Héllo "),
                UnifiedChunk.Delta.content(0, "🌍"),
                new UnifiedChunk.PartEnded(0),
                UnifiedChunk.PartStarted.toolCall(1, "call_a", "f"),
                UnifiedChunk.Delta.content(1, "{\"x\":"),
                UnifiedChunk.Delta.content(1, "1}"),
                new UnifiedChunk.PartEnded(1),
                UnifiedChunk.PartStarted.toolCall(2, "call_b", "g"),
                UnifiedChunk.Delta.content(2, "{}"),
                new UnifiedChunk.PartEnded(2),
                new UnifiedChunk.UsageReported(
                        new Usage(20, 12, 0, 0, 0, 9, 3, 0, null, Usage.Source.REPORTED, Extras.NONE)),
                UnifiedChunk.Finished.of(FinishReason.TOOL_CALLS, "tool_calls"));
    }

    private static List<UnifiedChunk> claudeThinkingAndCalls() {
        Extras more = Extras.of(Map.of("service_tier", "\"standard\""));
        return List.of(
                new UnifiedChunk.Started("msg_01", "claude-opus-4-6", 1, Dialect.ANTHROPIC_MESSAGES, Extras.NONE),
                new UnifiedChunk.UsageReported(new Usage(25, 12, 3, 2, 0, 1, 0, 0, null, Usage.Source.REPORTED, more)),
                UnifiedChunk.PartStarted.reasoning(0, "anthropic-claude-v1"),
                new UnifiedChunk.Delta(0, DeltaKind.SIGNATURE, "c2ln"),
                new UnifiedChunk.PartEnded(0),
                UnifiedChunk.PartStarted.reasoning(1, "anthropic-claude-v1"),
                UnifiedChunk.Delta.content(1, "Let me see"),
                new UnifiedChunk.Delta(1, DeltaKind.SIGNATURE, "c2lnMg=="),
                new UnifiedChunk.PartEnded(1),
                UnifiedChunk.PartStarted.reasoning(2, "anthropic-claude-v1"),
                new UnifiedChunk.Delta(2, DeltaKind.ENCRYPTED, "ZW5j"),
                new UnifiedChunk.PartEnded(2),
                UnifiedChunk.PartStarted.of(3, PartKind.TEXT),
                UnifiedChunk.Delta.content(3, "Hi"),
                new UnifiedChunk.PartEnded(3),
                UnifiedChunk.PartStarted.toolCall(4, "toolu_a", "f"),
                UnifiedChunk.Delta.content(4, "{\"x\":1}"),
                new UnifiedChunk.PartEnded(4),
                new UnifiedChunk.UsageReported(new Usage(25, 12, 3, 2, 0, 40, 7, 0, null, Usage.Source.REPORTED, more)),
                UnifiedChunk.Finished.of(FinishReason.TOOL_CALLS, "tool_use"));
    }

    private static List<UnifiedChunk> claudeServerTools() {
        return List.of(
                new UnifiedChunk.Started(
                        "msg_02",
                        "claude-opus-4-6",
                        1,
                        Dialect.ANTHROPIC_MESSAGES,
                        Extras.of(Map.of(
                                "container",
                                "{\"id\":\"container_1\",\"expires_at\":\"2026-12-01T00:00:00Z\"}",
                                "context_management",
                                "null"))),
                new UnifiedChunk.UsageReported(Usage.of(100, 1, Usage.Source.REPORTED)),
                new UnifiedChunk.Opaque(
                        Dialect.ANTHROPIC_MESSAGES,
                        0,
                        "{\"type\":\"server_tool_use\",\"id\":\"srvtoolu_1\",\"name\":\"web_search\",\"input\":{\"query\":\"x\"},\"caller\":{\"type\":\"direct\"}}"),
                new UnifiedChunk.Opaque(
                        Dialect.ANTHROPIC_MESSAGES,
                        0,
                        "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"srvtoolu_1\",\"content\":[],\"caller\":{\"type\":\"direct\"}}"),
                UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                new UnifiedChunk.Delta(
                        0,
                        DeltaKind.ANNOTATION,
                        "{\"type\":\"web_search_result_location\",\"cited_text\":\"c\",\"url\":\"u\",\"title\":\"t\","
                                + "\"encrypted_index\":\"Eo8\"}"),
                UnifiedChunk.Delta.content(0, "Found"),
                new UnifiedChunk.PartEnded(0),
                new UnifiedChunk.UsageReported(new Usage(
                        200,
                        0,
                        0,
                        0,
                        0,
                        30,
                        0,
                        0,
                        null,
                        Usage.Source.REPORTED,
                        Extras.of(Map.of("server_tool_use", "{\"web_search_requests\":1,\"web_fetch_requests\":0}")))),
                new UnifiedChunk.Finished(List.of(new UnifiedChunk.Ending(
                        0,
                        FinishReason.PAUSE,
                        "pause_turn",
                        null,
                        Extras.of(Map.of("context_management", "{\"applied_edits\":[]}"))))));
    }

    private static List<UnifiedChunk> geminiSignedCalls() {
        return List.of(
                new UnifiedChunk.Started("r1", "gemini-3-pro", 1, Dialect.GEMINI, Extras.NONE),
                UnifiedChunk.PartStarted.reasoning(0, "google-gemini-v1"),
                UnifiedChunk.Delta.content(0, "plan"),
                new UnifiedChunk.PartEnded(0),
                UnifiedChunk.PartStarted.toolCall(1, "call_1", "f"),
                UnifiedChunk.Delta.content(1, "{\"x\":1}"),
                new UnifiedChunk.Delta(1, DeltaKind.SIGNATURE, "AAA="),
                new UnifiedChunk.PartEnded(1),
                UnifiedChunk.PartStarted.toolCall(2, "call_2", "f"),
                UnifiedChunk.Delta.content(2, "{\"x\":2}"),
                new UnifiedChunk.PartEnded(2),
                new UnifiedChunk.UsageReported(
                        new Usage(20, 12, 0, 0, 0, 9, 3, 0, null, Usage.Source.REPORTED, Extras.NONE)),
                UnifiedChunk.Finished.of(FinishReason.TOOL_CALLS, "STOP"));
    }

    private static List<UnifiedChunk> interleavedCalls() {
        return List.of(
                Streams.started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.toolCall(0, "call_a", "f"),
                UnifiedChunk.PartStarted.toolCall(1, "call_b", "g"),
                UnifiedChunk.Delta.content(0, "{\"a\":"),
                UnifiedChunk.Delta.content(1, "{\"b\":"),
                UnifiedChunk.Delta.content(0, "1}"),
                UnifiedChunk.Delta.content(1, "2}"),
                new UnifiedChunk.PartEnded(1),
                new UnifiedChunk.PartEnded(0),
                UnifiedChunk.PartStarted.of(2, PartKind.TEXT),
                UnifiedChunk.Delta.content(2, "after the calls"),
                new UnifiedChunk.PartEnded(2),
                UnifiedChunk.Finished.of(FinishReason.STOP, "stop"));
    }

    private static List<UnifiedChunk> refused() {
        return List.of(
                Streams.started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.of(0, PartKind.REFUSAL),
                UnifiedChunk.Delta.content(0, "I cannot help with that."),
                new UnifiedChunk.PartEnded(0),
                new UnifiedChunk.UsageReported(Usage.of(8, 7, Usage.Source.REPORTED)),
                UnifiedChunk.Finished.of(FinishReason.STOP, "stop"));
    }

    private static List<UnifiedChunk> broken() {
        return List.of(
                Streams.started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                UnifiedChunk.Delta.content(0, "Once upon"),
                new UnifiedChunk.Failed(Fault.of(FaultKind.OVERLOADED, "The provider is overloaded.")));
    }
}
