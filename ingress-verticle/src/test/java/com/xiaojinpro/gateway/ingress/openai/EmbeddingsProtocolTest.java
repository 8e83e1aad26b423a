package com.xiaojinpro.gateway.ingress.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.model.AnswerFold;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingsProtocolTest {
    private final EmbeddingsProtocol protocol = new EmbeddingsProtocol();

    @Test
    void textsAreMessagesInTheirOrder() {
        UnifiedRequest request = read("{'model':'m','input':['a','b \u00e9'],'dimensions':8,'user':'u','x':{'y':1}}");

        assertThat(request.operation()).isEqualTo(Operation.EMBED);
        assertThat(request.messages())
                .extracting(message -> message.parts().get(0))
                .containsExactly(ContentPart.Text.of("a"), ContentPart.Text.of("b \u00e9"));
        assertThat(request.extras().get("dimensions")).isEqualTo("8");
        assertThat(request.extras().get("x")).isEqualTo("{\"y\":1}");
        assertThat(request.userId()).isEqualTo("u");
    }

    @Test
    void tokensStayAsTheyWereWritten() {
        assertThat(read("{'model':'m','input':[1,2]}").messages())
                .extracting(message -> message.parts().get(0))
                .containsExactly(new ContentPart.Opaque(Dialect.OPENAI_EMBEDDINGS, "[1,2]"));
        assertThat(read("{'model':'m','input':[[1],[2,3]]}").messages()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "model|{'input':'a'}",
                "input|{'model':'m'}",
                "input|{'model':'m','input':''}",
                "input|{'model':'m','input':[]}",
                "input|{'model':'m','input':{}}",
                "input[1]|{'model':'m','input':['a','']}",
                "input[0]|{'model':'m','input':[[]]}",
                "input[1]|{'model':'m','input':['a',true]}",
                "input|{'model':'m','input':['a',1]}",
                "input[0][0]|{'model':'m','input':[['a']]}",
                "dimensions|{'model':'m','input':'a','dimensions':0}",
                "dimensions|{'model':'m','input':'a','dimensions':'8'}",
                "encoding_format|{'model':'m','input':'a','encoding_format':'hex'}",
                "model|{'model':'m','model':'n','input':'a'}"
            })
    void aViolationNamesItsPath(String path, String body) {
        FaultException refused = catchThrowableOfType(FaultException.class, () -> read(body));
        assertThat(refused.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        assertThat(refused.fault().param()).isEqualTo(path);
    }

    @Test
    void aVectorInTheEncodingAskedForStaysAsItWasWritten() {
        JsonObject answer = answer("{'model':'m','input':'a'}", item(0, "[ 1e-7,0.10 ]"));

        assertThat(answer.encode()).contains("embedding");
        assertThat(rendered("{'model':'m','input':'a'}", item(0, "[ 1e-7,0.10 ]")))
                .contains("[ 1e-7,0.10 ]");
        assertThat(answer.getJsonObject("usage").getInteger("total_tokens")).isEqualTo(7);
    }

    @Test
    void numbersBecomeBase64OfLittleEndianFloatsWhereThatWasAskedFor() {
        JsonObject answer = answer("{'model':'m','input':'a','encoding_format':'base64'}", item(0, "[0.5,-2,3e1]"));

        String vector = answer.getJsonArray("data").getJsonObject(0).getString("embedding");
        ByteBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode(vector)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new float[] {floats.getFloat(), floats.getFloat(), floats.getFloat()})
                .containsExactly(0.5f, -2f, 30f);
        assertThat(floats.hasRemaining()).isFalse();
    }

    @Test
    void base64BecomesNumbersWhereThoseWereAskedFor() {
        byte[] bytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0.25f)
                .putFloat(-1f)
                .array();
        String vector = "\"" + Base64.getEncoder().encodeToString(bytes) + "\"";

        JsonObject answer = answer("{'model':'m','input':'a','encoding_format':'float'}", item(0, vector));

        assertThat(answer.getJsonArray("data").getJsonObject(0).getJsonArray("embedding"))
                .containsExactly(0.25, -1.0);
    }

    @Test
    void fewerVectorsThanInputsAreAFault() {
        FaultException refused = catchThrowableOfType(
                FaultException.class, () -> rendered("{'model':'m','input':['a','b']}", item(0, "[1]")));
        assertThat(refused.fault().kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @Test
    void aVectorThatCannotBeReadIsTheProvidersFault() {
        FaultException refused = catchThrowableOfType(
                FaultException.class,
                () -> rendered("{'model':'m','input':'a','encoding_format':'float'}", item(0, "\"%%\"")));
        assertThat(refused.fault().kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    private static String item(int index, String vector) {
        return "{\"object\":\"embedding\",\"index\":" + index + ",\"embedding\":" + vector + "}";
    }

    private UnifiedRequest read(String body) {
        return protocol.read(Buffer.buffer(body.replace('\'', '"')));
    }

    private JsonObject answer(String request, String... items) {
        return new JsonObject(rendered(request, items));
    }

    private String rendered(String request, String... items) {
        AnswerFold fold = new AnswerFold();
        fold.accept(new UnifiedChunk.Started("", "m-1", 0, Dialect.OPENAI_EMBEDDINGS, Extras.NONE));
        for (String item : items) {
            fold.accept(new UnifiedChunk.Opaque(Dialect.OPENAI_EMBEDDINGS, 0, item));
        }
        fold.accept(new UnifiedChunk.UsageReported(Usage.of(7, 0, Usage.Source.REPORTED)));
        fold.accept(UnifiedChunk.Finished.of(FinishReason.STOP, null));
        return protocol.answer(read(request), fold.answer(), new CallIdentity("r", 0))
                .toString();
    }
}
