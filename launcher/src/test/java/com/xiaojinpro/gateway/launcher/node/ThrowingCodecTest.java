package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.Outcome;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A codec with a bug: the client gets an internal fault, the provider's connection is freed, the log has it once. */
@Timeout(60)
class ThrowingCodecTest {
    private final Gate gate = new Gate();
    private ScriptedUpstream upstream;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start();
    }

    @AfterEach
    void stop() {
        gate.open();
        upstream.close();
    }

    /** Where it throws. */
    enum Bug {
        RECALL,
        ENCODE,
        DECODER,
        FIRST_BYTES,
        LATER_BYTES,
        AWAITING_USAGE,
        END,
        FAULT
    }

    @ParameterizedTest
    @EnumSource(Bug.class)
    void endsTheCallWithAnInternalFaultAndFreesTheProvider(Bug bug) throws Exception {
        upstream.on("m", script(bug));
        String config = """
                [providers.up]
                type = "openai-compatible"
                base_url = "%s/v1"
                [models.m]
                primary = { provider = "up", model = "m" }
                """.formatted(upstream.url());
        try (LogLines log = new LogLines("com.xiaojinpro.gateway.connector.UpstreamExchange");
                TestGateway gateway = TestGateway.start(
                                Topology.ONE_LOOP, "", config, codec -> new Throwing((HttpCodec) codec, bug))
                        .uses(upstream)) {
            boolean begun = bug == Bug.LATER_BYTES || bug == Bug.AWAITING_USAGE || bug == Bug.END;
            try (SseClient client = SseClient.chat(gateway, "m")) {
                if (begun) {
                    client.awaitText("one");
                    gate.open();
                }
                String answer = client.readAll();
                assertThat(answer)
                        .contains("The gateway failed to handle the request.", "\"type\":\"server_error\"")
                        .doesNotContain("[DONE]")
                        .doesNotContain("a bug of the test");
                if (begun) {
                    assertThat(answer).startsWith("HTTP/1.1 200").contains("one");
                } else {
                    assertThat(answer).startsWith("HTTP/1.1 500");
                }
            }
            assertThat(gateway.awaitOutcome()).isEqualTo(begun ? Outcome.BROKEN : Outcome.FAILED);
            if (bug != Bug.RECALL && bug != Bug.ENCODE && bug != Bug.END && bug != Bug.FAULT) {
                upstream.awaitExchange().awaitDisconnected();
            }
            gateway.awaitNothingOpen();
            assertThat(log.all())
                    .singleElement()
                    .asString()
                    .startsWith("ERROR ")
                    .contains("up");
        }
    }

    private Script script(Bug bug) {
        return switch (bug) {
            case RECALL, ENCODE, DECODER, FIRST_BYTES ->
                OpenAiScript.chat("m").text("one").stall();
            case LATER_BYTES, AWAITING_USAGE ->
                OpenAiScript.chat("m").text("one").pause(gate).text("two").stall();
            case END -> OpenAiScript.chat("m").text("one").pause(gate).unfinished();
            case FAULT -> Script.json(400, "{\"error\":{\"message\":\"no\"}}");
        };
    }

    private record Throwing(HttpCodec codec, Bug bug) implements HttpCodec {
        @Override
        public Future<Void> recall(UnifiedRequest request, Target target, CallContext context) {
            at(Bug.RECALL);
            return codec.recall(request, target, context);
        }

        @Override
        public UpstreamRequest encode(UnifiedRequest request, Target target, CallContext context) {
            at(Bug.ENCODE);
            return codec.encode(request, target, context);
        }

        @Override
        public EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target) {
            at(Bug.DECODER);
            EventDecoder decoder = codec.decoder(head, request, target);
            return new EventDecoder() {
                private boolean two;

                @Override
                public void decode(Buffer bytes, List<UnifiedChunk> out) {
                    at(Bug.FIRST_BYTES);
                    if (bytes.toString().contains("two")) {
                        two = true;
                        at(Bug.LATER_BYTES);
                    }
                    decoder.decode(bytes, out);
                }

                @Override
                public void end(List<UnifiedChunk> out) {
                    at(Bug.END);
                    decoder.end(out);
                }

                @Override
                public boolean awaitingUsage() {
                    if (two) {
                        at(Bug.AWAITING_USAGE);
                    }
                    return decoder.awaitingUsage();
                }
            };
        }

        @Override
        public Fault fault(UpstreamHead head, Buffer body) {
            at(Bug.FAULT);
            return codec.fault(head, body);
        }

        private void at(Bug here) {
            if (bug == here) {
                throw new IllegalStateException("a bug of the test");
            }
        }
    }
}
