package com.xiaojinpro.gateway.ingress.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The validator is a test tool: each rule of it must be able to fail. */
class OpenAiStreamValidatorTest {
    private static final String HEAD =
            "data: {\"id\":\"a\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":";
    private static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    private static final String TEXT = chunk("{\"content\":\"x\"}", "null");
    private static final String CALL =
            call("{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}");
    private static final String STOP = chunk("{}", "\"stop\"");
    private static final String ERROR = "data: {\"error\":{\"message\":\"x\",\"type\":\"server_error\"}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    @Test
    void aWholeStreamAndAFailedOneAreFine() {
        validate(": hello\n\n" + ROLE + TEXT + CALL + STOP + DONE);
        validate(ROLE + TEXT + ERROR);
        assertThat(new OpenAiStreamValidator(true)
                        .validate((ROLE + STOP).replace("]}\n", "],\"usage\":null}\n") + HEAD
                                + "[],\"usage\":{\"total_tokens\":1}}\n\n" + DONE)
                        .usage()
                        .getInteger("total_tokens"))
                .isEqualTo(1);
    }

    @Test
    void everyOtherStreamIsNot() {
        List.of(
                        ROLE + TEXT + STOP,
                        ROLE + TEXT + DONE,
                        DONE,
                        "",
                        ROLE + STOP + DONE + DONE,
                        ROLE + STOP + DONE + TEXT,
                        ROLE + STOP + TEXT + DONE,
                        ROLE + STOP + STOP + DONE,
                        ROLE + STOP + ERROR,
                        ROLE + ERROR + DONE,
                        ROLE + ERROR + TEXT,
                        TEXT + STOP + DONE,
                        ROLE + ROLE + STOP + DONE,
                        "event: x\n" + ROLE + STOP + DONE,
                        ROLE + STOP + "data: [DONE]\n",
                        ROLE + STOP + HEAD + "[],\"usage\":{}}\n\n" + DONE,
                        ROLE + HEAD + "[]}\n\n" + STOP + DONE,
                        ROLE + STOP.replace("\"id\":\"a\"", "\"id\":\"b\"") + DONE,
                        ROLE + STOP.replace("\"created\":1", "\"created\":2") + DONE,
                        ROLE + STOP.replace("\"model\":\"m\"", "\"model\":\"n\"") + DONE,
                        ROLE + chunk("{\"content\":\"x\"}", "\"stop\"") + DONE,
                        ROLE + CALL + chunk("{}", "null") + "data: {\n\n")
                .forEach(stream ->
                        assertThatThrownBy(() -> validate(stream)).as(stream).isInstanceOf(AssertionError.class));
        assertThatThrownBy(() -> new OpenAiStreamValidator(true).validate(ROLE + STOP + DONE))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "{\"index\":1,\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}",
                "{\"index\":0,\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}",
                "{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}",
                "{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":{\"arguments\":\"{}\"}}",
                "{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}",
                "{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"[]\"}}"
            })
    void aCallThatClientsCannotPutTogetherIsNot(String opener) {
        assertThatThrownBy(() -> validate(ROLE + call(opener) + STOP + DONE)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aSecondOpenerIsNot() {
        assertThatThrownBy(() -> validate(ROLE + CALL + CALL + STOP + DONE)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> validate(ROLE
                        + CALL
                        + call("{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"\"}}")
                        + STOP
                        + DONE))
                .isInstanceOf(AssertionError.class);
    }

    private static void validate(String stream) {
        new OpenAiStreamValidator(false).validate(stream);
    }

    private static String call(String call) {
        return chunk("{\"tool_calls\":[" + call + "]}", "null");
    }

    private static String chunk(String delta, String finish) {
        return HEAD + "[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }
}
