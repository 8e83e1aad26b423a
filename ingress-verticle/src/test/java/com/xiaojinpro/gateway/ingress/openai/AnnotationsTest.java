package com.xiaojinpro.gateway.ingress.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Dialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnotationsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "OPENAI_CHAT | {\"type\":\"file\"} | \"annotations\":[{\"type\":\"file\"}]",
                "OPENAI_RESPONSES | {\"type\":\"url_citation\",\"start_index\":4,\"end_index\":9,\"title\":\"T\",\"url\":\"https://a\"}"
                        + " | \"annotations\":[{\"type\":\"url_citation\",\"url_citation\":{\"start_index\":4,\"end_index\":9,\"url\":\"https://a\",\"title\":\"T\"}}]",
                "GEMINI | {\"web\":{\"uri\":\"https://a\",\"title\":\"T\"}}"
                        + " | \"annotations\":[{\"type\":\"url_citation\",\"url_citation\":{\"start_index\":1,\"end_index\":2,\"url\":\"https://a\",\"title\":\"T\"}}]",
                "GEMINI | {\"type\":\"url_citation\",\"url_citation\":{\"url\":\"https://a\"}}"
                        + " | \"annotations\":[{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"https://a\"}}]",
                "ANTHROPIC_MESSAGES | {\"type\":\"char_location\"} | \"citations\":[{\"type\":\"char_location\"}]",
                "ANTHROPIC_MESSAGES | [1] | \"citations\":[[1]]",
                "ANTHROPIC_MESSAGES | {\"url\":7} | \"citations\":[{\"url\":7}]"
            })
    void aCitationIsToldInOpenAisFormOrAsItIs(Dialect dialect, String raw, String told) {
        Annotations annotations = new Annotations();
        annotations.add(dialect, raw, 1, 2);
        ByteWriter out = new ByteWriter(16);
        annotations.write(out);

        assertThat(out.take().toString()).isEqualTo(told);
    }
}
