package com.xiaojinpro.gateway.connector.compatible;

import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.DONE;
import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.chunk;
import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.event;
import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.finish;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.EventLines;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Reasoning, content arrays, refusals, citations, log probabilities, pictures and what nobody knows. */
class ContentTest {

    private static List<String> lines(CompatibleCodec codec, String... deltas) {
        StringBuilder body = new StringBuilder();
        for (String delta : deltas) {
            body.append(chunk(delta));
        }
        List<String> lines = EventLines.of(Answers.decode(codec, "text/event-stream", body + finish("stop") + DONE));
        return lines.subList(1, lines.size());
    }

    private static List<String> lines(String... deltas) {
        return lines(Codecs.generic(), deltas);
    }

    @Test
    @DisplayName(
            "F3, H3, H20: OpenRouter's reasoning in both spellings is read once, its signature whole, its cost kept")
    void openRouter() {
        assertThat(EventLines.of(Answers.decode(Codecs.generic(), "text/event-stream", ChatTranscripts.F3.body())))
                .containsExactly(
                        "start gen-1 anthropic/claude",
                        "+0 reasoning anthropic-claude-v1",
                        "0 Let me",
                        "0  see.",
                        "0 signature c2ln",
                        "-0",
                        "+1 text",
                        "1 Done.",
                        "usage 10/6 reasoning 4 cost 0.00123",
                        "-1",
                        "end STOP (end_turn)");
    }

    @Test
    @DisplayName("H64: two spellings with the same text are one; the fuller one is read")
    void twoSpellings() {
        assertThat(lines(
                        "{\"reasoning\":\"a\",\"reasoning_content\":\"a\"}",
                        "{\"reasoning_content\":\"b\",\"reasoning\":\"b\"}"))
                .containsExactly("+0 reasoning", "0 a", "0 b", "-0", "end STOP (stop)");
        assertThat(lines("{\"reasoning_content\":\"\",\"reasoning\":\"a\"}")).startsWith("+0 reasoning", "0 a");
        assertThat(lines("{\"reasoning_text\":\"a\"}")).startsWith("+0 reasoning", "0 a");
        assertThat(lines("{\"thinking\":{\"content\":\"a\"}}")).startsWith("+0 reasoning", "0 a");
        assertThat(lines("{\"reasoning\":null,\"reasoning_details\":[],\"content\":\"a\"}"))
                .startsWith("+0 text", "0 a");
    }

    @Test
    @DisplayName("H64: details that hold only ciphertext leave the readable text to its other spelling")
    void ciphertextBesideText() {
        assertThat(lines(
                        "{\"reasoning\":\"a\",\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"ZW5j\",\"format\":\"openai-responses-v1\",\"id\":\"rs_1\",\"index\":0}]}",
                        "{\"content\":\"b\"}"))
                .containsExactly(
                        "+0 reasoning",
                        "0 a",
                        "-0",
                        "+1 reasoning #rs_1 openai-responses-v1",
                        "1 encrypted ZW5j",
                        "-1",
                        "+2 text",
                        "2 b",
                        "-2",
                        "end STOP (stop)");
    }

    @Test
    @DisplayName("1.6.3: entries of reasoning_details stay apart, in order, with all their fields")
    void detailsStayApart() {
        assertThat(
                        lines(
                                "{\"reasoning\":\"sum\",\"reasoning_details\":["
                                        + "{\"type\":\"reasoning.summary\",\"summary\":\"sum\",\"format\":\"openai-responses-v1\",\"index\":0},"
                                        + "{\"type\":\"reasoning.encrypted\",\"data\":\"AA\",\"format\":\"openai-responses-v1\",\"id\":\"rs_1\",\"index\":0},"
                                        + "{\"type\":\"reasoning.encrypted\",\"data\":\"BB\",\"format\":\"openai-responses-v1\",\"id\":\"rs_2\",\"index\":0,\"provider\":\"x\"}]}"))
                .containsExactly(
                        "+0 reasoning openai-responses-v1",
                        "0 summary sum",
                        "-0",
                        "+1 reasoning #rs_1 openai-responses-v1",
                        "1 encrypted AA",
                        "-1",
                        "+2 reasoning #rs_2 openai-responses-v1 {provider=\"x\"}",
                        "2 encrypted BB",
                        "-2",
                        "end STOP (stop)");
    }

    @Test
    @DisplayName("H64: text that comes again as details is not said twice; its signature is kept with it")
    void textThatComesAgainAsDetails() {
        String again =
                "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"Let me see.\",\"signature\":\"c2ln\",\"format\":\"anthropic-claude-v1\"}]}";
        assertThat(lines("{\"reasoning\":\"Let me\"}", "{\"reasoning\":\" see.\"}", again, "{\"content\":\"a\"}"))
                .containsExactly(
                        "+0 reasoning",
                        "0 Let me",
                        "0  see.",
                        "0 signature c2ln",
                        "-0",
                        "+1 text",
                        "1 a",
                        "-1",
                        "end STOP (stop)");
        assertThat(lines("{\"reasoning\":\"Let me see.\"}", "{\"content\":\"a\"}", again))
                .containsExactly(
                        "+0 reasoning",
                        "0 Let me see.",
                        "-0",
                        "+1 text",
                        "1 a",
                        "-1",
                        "+2 reasoning anthropic-claude-v1",
                        "2 signature c2ln",
                        "-2",
                        "end STOP (stop)");
        assertThat(lines(
                        "{\"reasoning\":\"onetwo\"}",
                        "{\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"summary\":\"one\"},{\"type\":\"reasoning.summary\",\"summary\":\"two\"},"
                                + "{\"type\":\"reasoning.encrypted\",\"data\":\"AA\",\"id\":\"rs\"}]}"))
                .containsExactly(
                        "+0 reasoning",
                        "0 onetwo",
                        "-0",
                        "+1 reasoning #rs",
                        "1 encrypted AA",
                        "-1",
                        "end STOP (stop)");
    }

    @Test
    @DisplayName("H64: new text in details behind plain text is new")
    void newTextInDetailsIsNew() {
        assertThat(lines(
                        "{\"reasoning\":\"ab\"}",
                        "{\"reasoning\":\"a\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"a\"}]}",
                        "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"c\"}]}"))
                .containsExactly("+0 reasoning", "0 ab", "-0", "+1 reasoning", "1 a", "1 c", "-1", "end STOP (stop)");
    }

    @Test
    void ciphertextInPiecesIsOneWhole() {
        assertThat(lines(
                        "{\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"AA\",\"index\":0}]}",
                        "{\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"BB\",\"index\":0}]}"))
                .startsWith("+0 reasoning", "0 encrypted AABB", "-0");
    }

    @Test
    @DisplayName("H20: a change of kind ends the part; nothing is opened for empty text")
    void aChangeOfKind() {
        assertThat(lines(
                        "{\"reasoning_content\":\"a\",\"content\":\"\"}",
                        "{\"content\":\"b\",\"reasoning_content\":null}",
                        "{\"reasoning_content\":\"c\"}",
                        "{\"content\":\"\"}"))
                .containsExactly(
                        "+0 reasoning",
                        "0 a",
                        "-0",
                        "+1 text",
                        "1 b",
                        "-1",
                        "+2 reasoning",
                        "2 c",
                        "-2",
                        "end STOP (stop)");
    }

    @Test
    @DisplayName("1.11: Mistral's content arrays of thoughts and text")
    void contentArrays() {
        assertThat(lines(
                        "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]}]}",
                        "{\"content\":[{\"type\":\"thinking\",\"thinking\":\"c\",\"closed\":true},{\"type\":\"text\",\"text\":\"d\"}]}",
                        "{\"content\":[\"e\",{\"text\":\"f\"}]}",
                        "{\"content\":[{\"type\":\"reference\",\"reference_ids\":[1]},{\"type\":\"x\"}]}",
                        "{\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://e.com/a.png\"}}]}",
                        "{\"content\":[{\"type\":\"refusal\",\"refusal\":\"no\"}]}"))
                .containsExactly(
                        "+0 reasoning",
                        "0 ab",
                        "0 c",
                        "-0",
                        "+1 text",
                        "1 d",
                        "1 e",
                        "1 f",
                        "opaque {\"content_parts\":[{\"type\":\"reference\",\"reference_ids\":[1]},{\"type\":\"x\"}]}",
                        "-1",
                        "+2 image",
                        "2 https://e.com/a.png",
                        "-2",
                        "+3 refusal",
                        "3 no",
                        "-3",
                        "end STOP (stop)");
    }

    @Test
    @DisplayName("a structured answer that is no text becomes text; a number too")
    void contentThatIsNoText() {
        assertThat(lines("{\"content\":{\"title\":\"a\",\"n\":1}}"))
                .startsWith("+0 text", "0 {\"title\":\"a\",\"n\":1}");
        assertThat(lines("{\"content\":42}")).startsWith("+0 text", "0 42");
    }

    @Test
    @DisplayName("2.11: a refusal is its own part and its own end")
    void aRefusal() {
        assertThat(lines("{\"refusal\":\"I \"}", "{\"refusal\":\"cannot.\"}", "{\"refusal\":\"\"}"))
                .containsExactly("+0 refusal", "0 I ", "0 cannot.", "-0", "end REFUSAL (stop)");
    }

    @Test
    void citationsBelongToTextAlsoWhenTheyComeBeforeIt() {
        String citation = "{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"https://e.com\"}}";
        assertThat(lines(
                        "{\"annotations\":[" + citation + "]}",
                        "{\"content\":\"a\",\"annotations\":[]}",
                        "{\"annotations\":[" + citation + ",null]}"))
                .containsExactly(
                        "+0 text",
                        "0 annotation " + citation,
                        "0 a",
                        "0 annotation " + citation,
                        "-0",
                        "end STOP (stop)");
        assertThat(lines("{\"annotations\":[" + citation + "]}"))
                .containsExactly("+0 text", "0 annotation " + citation, "-0", "end STOP (stop)");
    }

    @Test
    void logProbabilitiesFollowTheirText() {
        String some =
                "{\"content\":[{\"token\":\"a\",\"logprob\":-0.1,\"bytes\":[97],\"top_logprobs\":[]}],\"refusal\":null}";
        String body = event(
                        "{\"id\":\"i\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"logprobs\":{\"content\":[],\"refusal\":null}}]}")
                + event("{\"choices\":[{\"index\":0,\"logprobs\":" + some + ",\"delta\":{\"content\":\"a\"}}]}")
                + event("{\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}");
        assertThat(EventLines.of(Answers.decode(Codecs.generic(), "text/event-stream", body)))
                .containsExactly("start i m", "+0 text", "0 a", "0 logprobs " + some, "-0", "end STOP (stop)");
    }

    @Test
    void logProbabilitiesWithoutTextGoToTheCallOrToEmptyText() {
        String some = "{\"content\":[{\"token\":\"a\"}]}";
        String call =
                "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}]}";
        assertThat(EventLines.of(Answers.decode(
                        Codecs.generic(),
                        "text/event-stream",
                        event("{\"id\":\"i\",\"model\":\"m\",\"choices\":[{\"index\":0,\"logprobs\":" + some
                                + ",\"delta\":" + call + ",\"finish_reason\":\"stop\"}]}"))))
                .containsExactly(
                        "start i m",
                        "+0 tool_call #c f",
                        "0 {\"a\":1}",
                        "0 logprobs " + some,
                        "-0",
                        "end TOOL_CALLS (stop)");
        assertThat(EventLines.of(Answers.decode(
                        Codecs.generic(),
                        "text/event-stream",
                        event("{\"id\":\"i\",\"model\":\"m\",\"choices\":[{\"index\":0,\"logprobs\":" + some
                                + ",\"delta\":{},\"finish_reason\":\"stop\"}]}"))))
                .containsExactly("start i m", "+0 text", "0 logprobs " + some, "-0", "end STOP (stop)");
    }

    @Test
    void picturesAreParts() {
        assertThat(lines(
                        "{\"content\":\"a\",\"images\":[{\"type\":\"image_url\",\"index\":0,\"image_url\":{\"url\":\"data:image/png;base64,AA\"}}]}",
                        "{\"content\":\"b\"}"))
                .containsExactly(
                        "+0 text",
                        "0 a",
                        "-0",
                        "+1 image {index=0}",
                        "1 data:image/png;base64,AA",
                        "-1",
                        "+2 text",
                        "2 b",
                        "-2",
                        "end STOP (stop)");
    }

    @Test
    void soundAndUnknownFieldsTravelAsTheyAre() {
        assertThat(
                        lines(
                                "{\"audio\":{\"id\":\"a\",\"data\":\"AA\"}}",
                                "{\"audio\":{\"id\":\"\",\"data\":\"\",\"expires_at\":0}}",
                                "{\"x_new\":{\"a\":[1]},\"channel\":\"final\",\"nothing\":null,\"name\":\"assistant\",\"obfuscation\":\"zz\",\"padding\":\"y\"}"))
                .containsExactly(
                        "opaque {\"audio\":{\"id\":\"a\",\"data\":\"AA\"}}",
                        "opaque {\"x_new\":{\"a\":[1]},\"channel\":\"final\"}",
                        "end STOP (stop)");
    }

    @Test
    @DisplayName("H65: thoughts in tags are taken out of the start of a text, wherever the tags are cut")
    void thoughtsInTags() {
        CompatibleCodec codec = Codecs.with(switches -> switches.thinkTags = true);
        assertThat(lines(
                        codec,
                        "{\"content\":\"\\n<thi\"}",
                        "{\"content\":\"nk>a<\"}",
                        "{\"content\":\"b</thi\"}",
                        "{\"content\":\"nk>\\n\\nc\"}"))
                .containsExactly("+0 reasoning", "0 a", "0 <b", "-0", "+1 text", "1 \n\nc", "-1", "end STOP (stop)");
        assertThat(lines(codec, "{\"content\":\"Use <think> like this: <think>a</think>\"}"))
                .containsExactly("+0 text", "0 Use <think> like this: <think>a</think>", "-0", "end STOP (stop)");
        assertThat(lines(codec, "{\"content\":\"<thi\"}"))
                .containsExactly("+0 text", "0 <thi", "-0", "end STOP (stop)");
        assertThat(lines(codec, "{\"content\":\"<think>never closed\"}"))
                .containsExactly("+0 reasoning", "0 never closed", "-0", "end STOP (stop)");
        assertThat(lines("{\"content\":\"<think>a</think>b\"}")).startsWith("+0 text", "0 <think>a</think>b");
    }
}
