package com.xiaojinpro.gateway.connector.echo;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.AnswerFold;
import com.xiaojinpro.gateway.model.ChunkGrammar;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Requests for the echo provider, and its answers with their grammar checked. */
final class EchoRequests {
    static final Target TARGET = new Target("echo", "echo", null, null, Timeouts.DEFAULT);
    static final EchoProvider PROVIDER =
            new EchoProvider(Duration.ofMillis(7), InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000)));
    static final List<ToolSpec> TOOLS = List.of(
            new ToolSpec.Opaque(Dialect.OPENAI_CHAT, "{}"),
            new ToolSpec.Function("weather", null, null, null, null, Extras.NONE),
            new ToolSpec.Function("time", null, null, null, null, Extras.NONE),
            new ToolSpec.Custom("shell", null, null, Extras.NONE));

    private EchoRequests() {}

    static UnifiedRequestBuilder builder(UnifiedMessage... messages) {
        return new UnifiedRequestBuilder(Dialect.OPENAI_CHAT).model("echo").messages(List.of(messages));
    }

    static UnifiedRequest user(String text) {
        return builder(message(Role.USER, text)).build();
    }

    static UnifiedRequest userWithTools(String text) {
        return builder(message(Role.USER, text)).tools(TOOLS).build();
    }

    static UnifiedMessage message(Role role, String text) {
        return UnifiedMessage.of(role, List.of(ContentPart.Text.of(text)));
    }

    static UnifiedMessage called(String id, String tool) {
        ContentPart call = new ContentPart.ToolCall(id, tool, "{}", false, null, null, Extras.NONE);
        return UnifiedMessage.of(Role.ASSISTANT, List.of(call));
    }

    static UnifiedMessage result(String id, String text, boolean error) {
        ContentPart result =
                new ContentPart.ToolResult(id, null, List.of(ContentPart.Text.of(text)), error, null, Extras.NONE);
        return UnifiedMessage.of(Role.TOOL, List.of(result));
    }

    static List<UnifiedChunk> events(UnifiedRequest request) {
        List<UnifiedChunk> events = new ArrayList<>();
        PROVIDER.answer(request, TARGET).forEachRemaining(events::add);
        ChunkGrammar grammar = new ChunkGrammar();
        for (UnifiedChunk event : events) {
            assertThat(grammar.violation(event)).isNull();
        }
        assertThat(grammar.ended()).isTrue();
        return events;
    }

    static UnifiedAnswer answer(UnifiedRequest request) {
        AnswerFold fold = new AnswerFold();
        events(request).forEach(fold::accept);
        return fold.answer();
    }

    /** The parts of the first choice. */
    static List<ContentPart> parts(UnifiedRequest request) {
        return answer(request).choices().get(0).parts().stream()
                .map(UnifiedAnswer.AnswerPart::part)
                .toList();
    }

    static String text(UnifiedRequest request) {
        assertThat(parts(request)).hasSize(1);
        return ((ContentPart.Text) parts(request).get(0)).text();
    }

    static Fault fault(UnifiedRequest request) {
        List<UnifiedChunk> events = events(request);
        return ((UnifiedChunk.Failed) events.get(events.size() - 1)).fault();
    }
}
