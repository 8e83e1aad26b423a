package com.xiaojinpro.gateway.connector.compatible;

import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.DONE;
import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.chunk;
import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.event;
import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.finish;
import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.usage;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.EventLines;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Usage in every form that servers report it. */
class UsageTest {

    private static List<UnifiedChunk> decode(CompatibleCodec codec, String... usages) {
        StringBuilder body = new StringBuilder(chunk("{\"content\":\"a\"}"));
        for (String usage : usages) {
            body.append(usage(usage));
        }
        return Answers.decode(codec, "text/event-stream", body + finish("stop") + DONE);
    }

    private static List<String> reports(String... usages) {
        return EventLines.of(decode(Codecs.generic(), usages)).stream()
                .filter(line -> line.startsWith("usage"))
                .toList();
    }

    @ParameterizedTest
    @DisplayName("H71, H73: cached, written, reasoned: the conventions of many servers")
    @CsvSource(delimiter = '|', textBlock = """
        {"prompt_tokens":2459,"completion_tokens":5,"total_tokens":2464,"prompt_tokens_details":{"cached_tokens":2455}}            | 2459/5 read 2455
        {"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":2,"cache_write_tokens":3}}              | 10/5 read 2 write 3
        {"prompt_tokens":434,"completion_tokens":56,"prompt_cache_hit_tokens":384,"prompt_cache_miss_tokens":50}                   | 434/56 read 384
        {"completion_tokens":1,"prompt_cache_hit_tokens":384,"prompt_cache_miss_tokens":50}                                        | 434/1 read 384
        {"prompt_tokens":3,"completion_tokens":550,"cache_read_input_tokens":0,"cache_creation_input_tokens":12304}                | 12307/550 write 12304
        {"prompt_tokens":100,"completion_tokens":5,"cache_read_input_tokens":40,"cache_creation_input_tokens":0}                   | 100/5 read 40
        {"prompt_tokens":7,"completion_tokens":5,"cached_tokens":4}                                                                | 7/5 read 4
        {"input_tokens":7,"output_tokens":5,"output_tokens_details":{"reasoning_tokens":2}}                                        | 7/5 reasoning 2
        {"prompt_tokens":288,"completion_tokens":1,"total_tokens":787,"completion_tokens_details":{"reasoning_tokens":498}}        | 288/499 reasoning 498
        {"prompt_tokens":10,"completion_tokens":100,"total_tokens":110,"completion_tokens_details":{"reasoning_tokens":130}}       | 10/100 reasoning 100
        {"prompt_tokens":10,"completion_tokens":5,"reasoning_tokens":3}                                                            | 10/5 reasoning 3
        {"prompt_tokens":10,"completion_tokens":5,"cost":0.00256995,"is_byok":false}                                               | 10/5 cost 0.00256995
        {"prompt_tokens":10.0,"completion_tokens":"5"}                                                                             | 10/5
        {"prompt_tokens":-3,"completion_tokens":5,"cost":-1}                                                                       | NONE
        {"prompt_tokens":0,"completion_tokens":0}                                                                                  | 0/0
        """)
    void everyForm(String usage, String expected) {
        assertThat(reports(usage)).isEqualTo(expected.equals("NONE") ? List.of() : List.of("usage " + expected));
    }

    @Test
    @DisplayName("H73: a server that counts reasoning beside says so by a switch")
    void reasoningBeside() {
        CompatibleCodec codec = Codecs.with(switches -> switches.reasoningSeparate = true);
        assertThat(
                        EventLines.of(
                                decode(
                                        codec,
                                        "{\"prompt_tokens\":10,\"completion_tokens\":20,\"completion_tokens_details\":{\"reasoning_tokens\":30}}")))
                .contains("usage 10/50 reasoning 30");
    }

    @Test
    @DisplayName("H19: running totals replace each other, and the same one is told once")
    void runningTotals() {
        assertThat(reports(
                        "{\"prompt_tokens\":27,\"completion_tokens\":1}",
                        "{\"prompt_tokens\":27,\"completion_tokens\":2}",
                        "{\"prompt_tokens\":27,\"completion_tokens\":2}",
                        "{\"prompt_tokens\":27,\"completion_tokens\":47}"))
                .containsExactly("usage 27/1", "usage 27/2", "usage 27/47");
    }

    @Test
    @DisplayName("a report without a count of the answer is no report, and is completed later")
    void halfAReport() {
        assertThat(reports(
                        "{\"prompt_tokens\":397,\"completion_tokens\":null,\"total_tokens\":null}",
                        "{\"completion_tokens\":49}"))
                .containsExactly("usage 397/49");
        assertThat(reports("{\"prompt_tokens\":397}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "7", "\"x\"", "{}"})
    void whatIsNoUsageIsIgnored(String usage) {
        assertThat(reports(usage)).isEmpty();
    }

    @Test
    void groqReportsInAMemberOfItsOwn() {
        assertThat(EventLines.of(Answers.decode(
                        Codecs.generic(),
                        "text/event-stream",
                        chunk("{\"content\":\"a\"}")
                                + event(
                                        "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":{\"id\":\"r\",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}}")
                                + DONE)))
                .contains("usage 3/4");
    }

    @Test
    @DisplayName("usage in a chunk before the first choice waits for the answer to start")
    void usageBeforeTheAnswer() {
        assertThat(EventLines.of(Answers.decode(
                        Codecs.generic(),
                        "text/event-stream",
                        usage("{\"prompt_tokens\":3,\"completion_tokens\":0}")
                                + chunk("{\"content\":\"a\"}")
                                + finish("stop")
                                + DONE)))
                .containsExactly("start chatcmpl-1 m", "+0 text", "0 a", "usage 3/0", "-0", "end STOP (stop)");
    }

    @Test
    void audioAndFurtherFieldsAreKept() {
        Usage usage = decode(
                        Codecs.generic(),
                        "{\"prompt_tokens\":10,\"completion_tokens\":5,\"prompt_tokens_details\":{\"audio_tokens\":4},"
                                + "\"completion_tokens_details\":{\"audio_tokens\":2},\"cost\":{\"total_cost\":0},\"num_sources_used\":3,\"empty\":null}")
                .stream()
                .flatMap(event -> event instanceof UnifiedChunk.UsageReported report
                        ? java.util.stream.Stream.of(report.usage())
                        : java.util.stream.Stream.of())
                .findFirst()
                .orElseThrow();
        assertThat(usage.inputAudio()).isEqualTo(4);
        assertThat(usage.outputAudio()).isEqualTo(2);
        assertThat(usage.cost()).isNull();
        assertThat(usage.extras().fields())
                .containsOnlyKeys("cost", "num_sources_used")
                .containsEntry("num_sources_used", "3");
    }
}
