package com.xiaojinpro.gateway.connector.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.openai.OpenAiCodec.ApiChoice;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A client's own request of the Responses API on its way to a server that has it. */
class ResponsesPatchTest {
    private static UnifiedRequestBuilder request(String body) {
        return new UnifiedRequestBuilder(Dialect.OPENAI_RESPONSES)
                .model("client")
                .messages(List.of(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("Hi")))))
                .body(Buffer.buffer(body));
    }

    private static UpstreamRequest encode(String model, UnifiedRequestBuilder request) {
        return OpenAiCodecs.of(ApiChoice.AUTO)
                .encode(request.build(), new Target("p", model, null, null, Timeouts.DEFAULT), CallContext.NONE);
    }

    @Test
    @DisplayName("H82, H95, H96: everything but the model and store goes on byte for byte")
    void byteForByte() {
        String body = "{ \"input\": [ {\"type\":\"new_item\", \"x\": 1.0} ], \"model\":\"client\", \"store\" : true,"
                + " \"tools\": [{\"type\":\"web_search\"}], \"x_new\": 9007199254740993, \"stream\": true }";
        UpstreamRequest sent = encode("gpt-5", request(body).stream(true).extras(Extras.of(Map.of("store", "true"))));
        assertThat(sent.url()).isEqualTo("https://llm.example.com/v1/responses");
        assertThat(sent.body().toString())
                .isEqualTo(body.replace("client", "gpt-5").replace("\"store\" : true", "\"store\" : false"));
        assertThat(sent.dropped()).containsExactly("store");
    }

    @Test
    void nothingIsStoredWhereTheClientDidNotSay() {
        assertThat(encode("m", request("{\"model\":\"client\",\"input\":\"Hi\"}"))
                        .body()
                        .toString())
                .isEqualTo("{\"model\":\"m\",\"input\":\"Hi\",\"store\":false}");
    }

    @Test
    @DisplayName("H67, H69: what the model refuses is taken out, an effort it does not know becomes one it knows")
    void whatTheModelRefuses() {
        UpstreamRequest sent = encode(
                "gpt-5",
                request("{\"model\":\"client\",\"input\":\"Hi\",\"temperature\":0.5,\"top_p\":1,\"top_logprobs\":3,"
                                + "\"reasoning\":{\"effort\":\"xhigh\",\"summary\":\"auto\"}}")
                        .sampling(new Sampling(0.5, 1.0, null, null, null, null, null, null, null, null, 3))
                        .reasoning(ReasoningControl.effort("xhigh")));
        assertThat(sent.body().toString())
                .isEqualTo(
                        "{\"model\":\"gpt-5\",\"input\":\"Hi\",\"reasoning\":{\"effort\":\"high\",\"summary\":\"auto\"},\"store\":false}");
        assertThat(sent.dropped()).containsExactly("temperature", "logprobs");
        UpstreamRequest plain = encode(
                "gpt-4o",
                request("{\"model\":\"client\",\"text\":{\"verbosity\":\"low\"},\"reasoning\":{\"effort\":\"low\"}}")
                        .verbosity("low")
                        .reasoning(ReasoningControl.effort("low")));
        assertThat(plain.body().toString())
                .isEqualTo("{\"model\":\"gpt-4o\",\"text\":{},\"reasoning\":{},\"store\":false}");
        assertThat(plain.dropped()).containsExactlyInAnyOrder("verbosity", "reasoning");
    }

    @Test
    void aClientThatDoesNotStreamIsNotStreamedTo() {
        assertThat(encode("m", request("{\"model\":\"client\",\"stream\":null,\"stream_options\":{}}"))
                        .body()
                        .toString())
                .isEqualTo("{\"model\":\"m\",\"stream\":false,\"store\":false}");
    }
}
