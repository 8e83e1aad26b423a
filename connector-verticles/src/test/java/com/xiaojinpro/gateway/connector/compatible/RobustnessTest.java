package com.xiaojinpro.gateway.connector.compatible;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever a provider sends, a decoder keeps the grammar, ends once, and throws nothing. */
class RobustnessTest {
    private static final List<String> WORDS = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "\"\"",
            "\"x\"",
            "\"choices\":",
            "\"delta\":",
            "\"message\":",
            "\"content\":",
            "\"index\":",
            "\"tool_calls\":",
            "\"function\":",
            "\"name\":",
            "\"arguments\":",
            "\"id\":",
            "\"finish_reason\":",
            "\"stop\"",
            "\"usage\":",
            "\"prompt_tokens\":",
            "\"completion_tokens\":",
            "\"reasoning_details\":",
            "\"type\":",
            "\"reasoning.text\"",
            "\"text\":",
            "\"error\":",
            "\"logprobs\":",
            "\"images\":",
            "\"image_url\":",
            "\"url\":",
            "\"annotations\":",
            "\"audio\":",
            "\"function_call\":",
            "\n\ndata: ",
            "[DONE]",
            "\n\n",
            "\\u0000");

    @Provide
    Arbitrary<String> gibberish() {
        return Arbitraries.of(WORDS).list().ofMaxSize(60).map(words -> "data: " + String.join("", words));
    }

    @Property(tries = 2_000)
    void gibberishIsSurvived(@ForAll("gibberish") String body) {
        assertSurvived(Answers.utf8(body));
    }

    @Property(tries = 1_000)
    void arbitraryBytesAreSurvived(@ForAll @Size(max = 200) byte[] bytes) {
        assertSurvived(bytes);
    }

    /** A transcript with one byte changed reads as something, or fails; it is never an internal error. */
    @Property(tries = 2_000)
    void aChangedByteIsSurvived(
            @ForAll @IntRange(max = 100_000) int place, @ForAll byte value, @ForAll boolean second) {
        byte[] bytes = Answers.utf8((second ? ChatTranscripts.F3 : ChatTranscripts.F1).body());
        bytes[place % bytes.length] = value;
        assertSurvived(bytes);
    }

    private static void assertSurvived(byte[] bytes) {
        for (String type : new String[] {"text/event-stream", "application/json"}) {
            EventDecoder decoder = Codecs.generic()
                    .decoder(Answers.head(200, "content-type", type), Answers.streaming(), Answers.TARGET);
            List<UnifiedChunk> events = Answers.decode(decoder, List.of(Buffer.buffer(bytes)));
            if (!Answers.finished(events)) {
                assertThat(Answers.fault(events).kind()).isNotEqualTo(FaultKind.INTERNAL);
            }
        }
        Fault fault = Codecs.generic().fault(Answers.head(400), Buffer.buffer(bytes));
        assertThat(fault.message()).isNotNull();
    }
}
