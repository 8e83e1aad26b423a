package com.xiaojinpro.gateway.ingress.openai;

import static com.xiaojinpro.gateway.ingress.openai.RequestReaderTest.minimalWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** H121, H123: whatever is wrong with a request is said once, with the path of the field. */
class RequestViolationTest {

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"topLevel", "messages", "parts", "calls", "tools", "reasoning"})
    void aViolationNamesItsPath(String path, String body) {
        Fault fault = refused(body);

        assertThat(fault.kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        assertThat(fault.param()).isEqualTo(path);
        assertThat(fault.message()).contains(path);
    }

    static Stream<Arguments> topLevel() {
        return Stream.of(
                at("model", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"),
                at("model", "{\"model\":null,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"),
                at("model", "{\"model\":\"\",\"messages\":[]}"),
                at("model", "{\"model\":[\"m\"],\"messages\":[]}"),
                at("model", minimalWith("\"model\":\"other\"")),
                at("x_new", minimalWith("\"x_new\":1,\"x_new\":2")),
                at("messages", "{\"model\":\"m\"}"),
                at("messages", "{\"model\":\"m\",\"messages\":[]}"),
                at("messages", "{\"model\":\"m\",\"messages\":\"hi\"}"),
                at("messages", "{\"model\":\"m\",\"messages\":{}}"),
                at("stream", minimalWith("\"stream\":\"true\"")),
                at("max_tokens", minimalWith("\"max_tokens\":\"100\"")),
                at("max_tokens", minimalWith("\"max_tokens\":1.5")),
                at("max_tokens", minimalWith("\"max_tokens\":1e99")),
                at("max_tokens", minimalWith("\"max_tokens\":99999999999999999999")),
                at("max_completion_tokens", minimalWith("\"max_completion_tokens\":0")),
                at("temperature", minimalWith("\"temperature\":\"0.7\"")),
                at("temperature", minimalWith("\"temperature\":1e400")),
                at("repetition_penalty", minimalWith("\"repetition_penalty\":1e400")),
                at("top_k", minimalWith("\"top_k\":4294967296")),
                at("top_logprobs", minimalWith("\"top_logprobs\":3")),
                at("logit_bias", minimalWith("\"logit_bias\":[]")),
                at("seed", minimalWith("\"seed\":\"1\"")),
                at("stop", minimalWith("\"stop\":7")),
                at("stop[1]", minimalWith("\"stop\":[\"a\",null]")),
                at("stream_options", minimalWith("\"stream_options\":{\"include_usage\":true}")),
                at("stream_options", minimalWith("\"stream_options\":true")),
                at(
                        "stream_options.include_usage",
                        minimalWith("\"stream\":true,\"stream_options\":{\"include_usage\":1}")),
                at("metadata", minimalWith("\"metadata\":\"x\"")),
                at("modalities", minimalWith("\"modalities\":\"text\"")),
                at("audio", minimalWith("\"audio\":true")),
                at("store", minimalWith("\"store\":\"no\"")),
                at("response_format", minimalWith("\"response_format\":\"json\"")),
                at("response_format.type", minimalWith("\"response_format\":{}")),
                at("response_format.json_schema", minimalWith("\"response_format\":{\"type\":\"json_schema\"}")),
                at(
                        "response_format.json_schema.name",
                        minimalWith("\"response_format\":{\"json_schema\":{\"schema\":{}},\"type\":\"json_schema\"}")),
                at(
                        "response_format.json_schema.schema",
                        minimalWith("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\","
                                + "\"schema\":[]}}")),
                at("cache_control", minimalWith("\"cache_control\":\"ephemeral\"")));
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                message("[0]", "\"hi\""),
                message("[0].role", "{\"content\":\"x\"}"),
                message("[0].role", "{\"role\":\"bot\",\"content\":\"x\"}"),
                message("[0].role", "{\"role\":5,\"content\":\"x\"}"),
                message("[0].content", "{\"role\":\"user\"}"),
                message("[0].content", "{\"role\":\"user\",\"content\":null}"),
                message("[0].content", "{\"role\":\"user\",\"content\":{}}"),
                message("[0].content", "{\"role\":\"user\",\"content\":[]}"),
                message("[0].content", "{\"role\":\"system\"}"),
                message("[0].content", "{\"role\":\"assistant\",\"content\":null}"),
                message("[0].content", "{\"role\":\"assistant\",\"tool_calls\":[]}"),
                message("[0].name", "{\"role\":\"user\",\"content\":\"x\",\"name\":1}"),
                message("[0].name", "{\"role\":\"function\",\"content\":\"x\"}"),
                message("[0].tool_call_id", "{\"role\":\"tool\",\"content\":\"x\"}"),
                message("[0].tool_call_id", "{\"role\":\"tool\",\"content\":\"x\",\"tool_call_id\":\"\"}"),
                message("[0].tool_call_id", "{\"role\":\"user\",\"content\":\"x\",\"tool_call_id\":\"c\"}"),
                message("[0].tool_call_id", "{\"role\":\"assistant\",\"content\":\"x\",\"tool_call_id\":\"c\"}"),
                message("[0].refusal", "{\"role\":\"user\",\"content\":\"x\",\"refusal\":\"no\"}"),
                message(
                        "[0].tool_calls",
                        "{\"role\":\"user\",\"content\":\"x\",\"tool_calls\":[{\"id\":\"c\",\"function\":"
                                + "{\"name\":\"f\"}}]}"),
                message("[0].images[0].image_url", "{\"role\":\"assistant\",\"images\":[{}]}"),
                message("[0].content[0].type", "{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}"),
                message("[0].content[0]", "{\"role\":\"user\",\"content\":[\"x\"]}"),
                message(
                        "[0].content[1].type",
                        "{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image_url\","
                                + "\"image_url\":{\"url\":\"https://a.example/b\"}}]}"),
                message(
                        "[0].content[0].type",
                        "{\"role\":\"user\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"no\"}]}"));
    }

    static Stream<Arguments> parts() {
        return Stream.of(
                part(".type", "{\"type\":7}"),
                part(".text", "{\"type\":\"text\"}"),
                part(".text", "{\"type\":\"text\",\"text\":null}"),
                part(".text", "{\"text\":{},\"type\":\"text\"}"),
                part(".image_url", "{\"type\":\"image_url\"}"),
                part(".image_url", "{\"type\":\"image_url\",\"image_url\":\"https://a.example/b\"}"),
                part(".image_url.url", "{\"type\":\"image_url\",\"image_url\":{}}"),
                part(".image_url.url", "{\"type\":\"image_url\",\"image_url\":{\"url\":\"\"}}"),
                part(".image_url.url", "{\"type\":\"image_url\",\"image_url\":{\"url\":5}}"),
                part(".image_url.url", "{\"image_url\":{\"url\":5},\"type\":\"image_url\"}"),
                part(".image_url.url", "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,\"}}"),
                part(".image_url.url", "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png\"}}"),
                part(
                        ".image_url.detail",
                        "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a\",\"detail\":1}}"),
                part(".input_audio", "{\"type\":\"input_audio\"}"),
                part(".input_audio.data", "{\"type\":\"input_audio\",\"input_audio\":{\"format\":\"wav\"}}"),
                part(".input_audio.data", "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"data:,\"}}"),
                part(".file", "{\"type\":\"file\"}"),
                part(".file.file_data", "{\"type\":\"file\",\"file\":{\"filename\":\"a\"}}"),
                part(".file.file_data", "{\"type\":\"file\",\"file\":{\"file_data\":\"\"}}"),
                part(".file.file_id", "{\"type\":\"file\",\"file\":{\"file_data\":\"QQ==\",\"file_id\":\"f\"}}"),
                part(".video_url", "{\"type\":\"video_url\"}"),
                part(".video_url.url", "{\"type\":\"video_url\",\"video_url\":{}}"),
                part(".cache_control", "{\"type\":\"text\",\"text\":\"a\",\"cache_control\":true}"));
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                call(".id", "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}"),
                call(".id", "{\"id\":\"\",\"function\":{\"name\":\"f\"}}"),
                call(".type", "{\"id\":\"c\",\"type\":\"other\"}"),
                call(".function", "{\"id\":\"c\",\"type\":\"function\"}"),
                call(".custom", "{\"id\":\"c\",\"type\":\"custom\"}"),
                call(".function.name", "{\"id\":\"c\",\"function\":{\"arguments\":\"{}\"}}"),
                call(".function.arguments", "{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":{}}}"),
                message("[0].tool_calls", "{\"role\":\"assistant\",\"tool_calls\":{}}"),
                message("[0].function_call.name", "{\"role\":\"assistant\",\"function_call\":{}}"));
    }

    static Stream<Arguments> tools() {
        String tool = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";
        return Stream.of(
                at("tools", minimalWith("\"tools\":{}")),
                at("tools[0].type", minimalWith("\"tools\":[{\"function\":{\"name\":\"f\"}}]")),
                at("tools[0].function", minimalWith("\"tools\":[{\"type\":\"function\"}]")),
                at("tools[0].custom", minimalWith("\"tools\":[{\"type\":\"custom\"}]")),
                at("tools[0].function.name", minimalWith("\"tools\":[{\"type\":\"function\",\"function\":{}}]")),
                at(
                        "tools[1].function.parameters",
                        minimalWith("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},"
                                + "{\"function\":{\"name\":\"g\",\"parameters\":true},\"type\":\"function\"}]")),
                at("functions[0].name", minimalWith("\"functions\":[{}]")),
                at("functions", minimalWith(tool + ",\"functions\":[{\"name\":\"f\"}]")),
                at("tool_choice", minimalWith(tool + ",\"tool_choice\":\"perhaps\"")),
                at("tool_choice", minimalWith(tool + ",\"tool_choice\":1")),
                at("tool_choice", minimalWith("\"tool_choice\":\"required\"")),
                at("tool_choice.type", minimalWith(tool + ",\"tool_choice\":{}")),
                at("tool_choice.type", minimalWith(tool + ",\"tool_choice\":{\"type\":\"tool\",\"name\":\"f\"}")),
                at("tool_choice.type", minimalWith(tool + ",\"tool_choice\":{\"name\":\"f\",\"type\":\"tool\"}")),
                at("tool_choice.function", minimalWith(tool + ",\"tool_choice\":{\"type\":\"function\"}")),
                at(
                        "tool_choice",
                        minimalWith(tool + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"g\"}}")),
                at("tool_choice.allowed_tools", minimalWith(tool + ",\"tool_choice\":{\"type\":\"allowed_tools\"}")),
                at(
                        "tool_choice.allowed_tools.mode",
                        minimalWith(tool + ",\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":"
                                + "{\"mode\":\"x\"}}")),
                at(
                        "tool_choice.allowed_tools.tools",
                        minimalWith(tool + ",\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":"
                                + "{\"mode\":\"auto\"}}")),
                at(
                        "tool_choice.allowed_tools.tools[0].type",
                        minimalWith(tool + ",\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":"
                                + "{\"mode\":\"auto\",\"tools\":[{\"type\":\"x\"}]}}")),
                at("function_call", minimalWith(tool + ",\"tool_choice\":\"auto\",\"function_call\":\"auto\"")));
    }

    static Stream<Arguments> reasoning() {
        return Stream.of(
                at("reasoning_effort", minimalWith("\"reasoning_effort\":\"extreme\"")),
                at("reasoning_effort", minimalWith("\"reasoning_effort\":\"low\",\"reasoning\":{\"effort\":\"high\"}")),
                at("reasoning.effort", minimalWith("\"reasoning\":{\"effort\":1}")),
                at("reasoning.max_tokens", minimalWith("\"reasoning\":{\"max_tokens\":-1}")),
                at("reasoning", minimalWith("\"reasoning\":true")),
                message("[0].reasoning_details", "{\"role\":\"assistant\",\"reasoning_details\":{}}"),
                message(
                        "[0].reasoning_details[1].text",
                        "{\"role\":\"assistant\",\"reasoning_details\":[{},{\"text\":1}]}"));
    }

    @Test
    void whatIsNotAnObjectIsRefused() {
        assertThat(refused("").message()).contains("must be an object, not empty");
        assertThat(refused("[]").message()).contains("must be an object, not an array");
        assertThat(refused("null").message()).contains("must be an object, not null");
    }

    @Test
    void whatFollowsTheObjectIsRefused() {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        assertThat(refused(body + "{}").kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        assertThat(refused(body + " x").code()).isEqualTo("invalid_json");
        assertThat(RequestReaderTest.read(body + " \n\t").model()).isEqualTo("m");
    }

    // H121: nesting that would overflow a recursive reader.
    @Test
    void nestingOf5000LevelsIsRefusedWhereverItStands() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        assertThat(refused(minimalWith("\"x\":" + deep)).kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        assertThat(refused("[".repeat(5_000)).kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        assertThat(refused("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"x\",\"y\":"
                                + deep + "}]}]}")
                        .kind())
                .isEqualTo(FaultKind.INVALID_REQUEST);
    }

    @Test
    void moreMessagesThanAConversationCanHoldAreRefused() {
        StringBuilder body = new StringBuilder("{\"model\":\"m\",\"messages\":[");
        for (int i = 0; i <= MessageReader.MAX_MESSAGES; i++) {
            body.append(i == 0 ? "" : ",").append("{\"role\":\"user\",\"content\":\"\"}");
        }
        assertThat(refused(body.append("]}").toString()).param()).isEqualTo("messages");
    }

    private static Arguments at(String path, String body) {
        return Arguments.of(path, body);
    }

    private static Arguments message(String path, String message) {
        return at("messages" + path, "{\"messages\":[" + message + "],\"model\":\"m\"}");
    }

    private static Arguments part(String path, String part) {
        return message(
                "[0].content[1]" + path,
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}," + part + "]}");
    }

    private static Arguments call(String path, String call) {
        return message(
                "[0].tool_calls[1]" + path,
                "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\"}}," + call + "]}");
    }

    private static Fault refused(String body) {
        FaultException refusal =
                catchThrowableOfType(FaultException.class, () -> RequestReader.read(Buffer.buffer(body)));
        assertThat(refusal).as("the refusal of %.200s", body).isNotNull();
        return refusal.fault();
    }
}
